"""How the size reacts: users kept at every threshold, the threshold in use, and where little changes."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HALF_PX, HIGHLIGHT, MUTE, cut_line
from analysis.knobs import Knob


def size_curve(sizes: pd.DataFrame, knob: Knob, *, value: float, flat: Sequence[tuple[float, float]] = ()) -> Picture:
    """Draw users kept against the threshold, the cut line and the size at the value in use.

    Parameters
    ----------
    sizes
        threshold (ascending), users, share; from `curves.sizes`.
    knob
        The threshold: names the axis and its unit.
    value
        The threshold in use.
    flat
        Stretches (first value, last value) over which the size hardly changes: drawn as grey bands.
    """
    x, y = threshold_axis(sizes["threshold"], knob), alt.Y("users:Q", axis=alt.Axis(format="~s"), title=None)
    y.scale = alt.Scale(domainMin=0)
    tip = [
        alt.Tooltip("threshold:Q", title=knob.label, format="~%" if knob.unit == "share" else "~g"),
        alt.Tooltip("users:Q", title="Users", format=","),
    ]
    line = alt.Chart(sizes).mark_line(color=HIGHLIGHT, interpolate="step-after", clip=True)
    now = sizes.iloc[[int(np.argmin(np.abs(sizes["threshold"].to_numpy() - value)))]]
    dot = alt.Chart(now).mark_point(color=HIGHLIGHT, size=70)
    # Layered once, channels as objects: altair copies everything at each "+" and looks names of channels up slowly.
    chart = alt.layer(
        line.encode(x=x, y=y, tooltip=tip),
        *_bands(flat),
        *cut_line("threshold", float(value), shown_value(value, knob)),
        dot.encode(x=alt.X("threshold:Q"), y=alt.Y("users:Q"), tooltip=tip),
        height=HALF_PX,
    )
    table = sizes.rename(columns={"threshold": knob.label, "users": "Users", "share": "Share of all"})
    return Picture(chart, _words(sizes, now, knob), table)


def threshold_axis(thresholds: pd.Series, knob: Knob) -> alt.X:
    """Return the x channel of a threshold, from its first value to its last."""
    axis = alt.Axis(format="%", tickCount=6) if knob.unit == "share" else alt.Axis(format="~g", tickCount=6)
    scale = alt.Scale(domain=[float(thresholds.min()), float(thresholds.max())], nice=False)
    return alt.X("threshold:Q", title=knob.label, axis=axis, scale=scale)


def _bands(flat: Sequence[tuple[float, float]]) -> list[alt.Chart]:
    if not flat:
        return []
    data = alt.InlineData(values=[{"from": float(first), "to": float(last)} for first, last in flat])
    return [alt.Chart(data).mark_rect(color=MUTE, opacity=0.12).encode(x=alt.X("from:Q"), x2=alt.X2("to"))]


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
