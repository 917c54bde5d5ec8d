"""How the size reacts: users kept at every threshold, with the threshold in use."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HALF_PX, HIGHLIGHT, cut_line
from analysis.knobs import Knob


def size_curve(sizes: pd.DataFrame, knob: Knob, *, value: float) -> Picture:
    """Draw users kept against the threshold, the cut line and the size at the value in use.

    Parameters
    ----------
    sizes
        threshold (ascending), users, share; from `curves.sizes`.
    knob
        The threshold: names the axis and its unit.
    value
        The threshold in use.
    """
    axis = alt.Axis(format="%", tickCount=6) if knob.unit == "share" else alt.Axis(format="~g", tickCount=6)
    scale = alt.Scale(domain=[float(sizes["threshold"].min()), float(sizes["threshold"].max())], nice=False)
    x = alt.X("threshold:Q", title=knob.label, axis=axis, scale=scale)
    y = alt.Y("users:Q", title=None, axis=alt.Axis(format="~s"), scale=alt.Scale(domainMin=0))
    tip = [
        alt.Tooltip("threshold:Q", title=knob.label, format="~%" if knob.unit == "share" else "~g"),
        alt.Tooltip("users:Q", title="Users", format=","),
    ]
    line = (
        alt.Chart(sizes).mark_line(color=HIGHLIGHT, interpolate="step-after", clip=True).encode(x=x, y=y, tooltip=tip)
    )
    now = sizes.iloc[[int(np.argmin(np.abs(sizes["threshold"].to_numpy() - value)))]]
    dot = alt.Chart(now).mark_point(color=HIGHLIGHT, size=70).encode(x="threshold:Q", y="users:Q", tooltip=tip)
    chart = line + cut_line("threshold", float(value), shown_value(value, knob)) + dot
    table = sizes.rename(columns={"threshold": knob.label, "users": "Users", "share": "Share of all"})
    return Picture(chart.properties(height=HALF_PX), _words(sizes, now, knob), table)


def shown_value(value: float, knob: Knob) -> str:
    """Return a threshold as a person reads it: 0.6 -> "60 %", 30 -> "30 days"."""
    if knob.unit == "share":
        return f"{round(100 * value, 2):g} %"
    number = f"{value:,.6g}"
    return f"{number} {'day' if value == 1 else 'days'}" if knob.unit == "days" else number


def _words(sizes: pd.DataFrame, now: pd.DataFrame, knob: Knob) -> str:
    parts = [
        f"{wording.count(row['users'])} at {shown_value(row['threshold'], knob)}"
        for row in (now.iloc[0], sizes.iloc[0], sizes.iloc[-1])
    ]
    return f"Curve of users kept by {knob.label.lower()}: {', '.join(parts)}."
