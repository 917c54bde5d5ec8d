"""Of those a rule calls gone, how many came back: the share at every threshold, with its interval and the cut."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.size_curve import shown_value
from analysis.charts.theme import HALF_PX, HIGHLIGHT, cut_line
from analysis.knobs import Knob


def came_back(rows: pd.DataFrame, knob: Knob, *, value: float) -> Picture:
    """Draw the share who came back against the threshold, and the threshold in use.

    Parameters
    ----------
    rows
        threshold (ascending), flagged, came_back, share, low, high (in [0, 1]): `analysis.at_risk.backtest.curve`.
        Thresholds that call nobody gone are left out of the picture, not of the table.
    """
    drawn = rows[rows["flagged"] > 0]
    limits = [float(rows["threshold"].min()), float(rows["threshold"].max())]
    x = alt.X("threshold:Q", title=f"{knob.label}, {knob.unit}", axis=alt.Axis(format="d", tickCount=6))
    x.scale = alt.Scale(domain=limits, nice=False)
    axis = alt.Axis(format="%", tickCount=5)
    y = alt.Y("share:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, 1]))
    tips = [
        alt.Tooltip("threshold:Q", title=knob.label, format="~g"),
        alt.Tooltip("share:Q", title="Came back", format=".0%"),
        alt.Tooltip("flagged:Q", title="Called gone", format=","),
    ]
    base = alt.Chart(drawn[["threshold", "flagged", "share", "low", "high"]])
    at = drawn.iloc[[int(np.argmin(np.abs(drawn["threshold"].to_numpy() - value)))]] if len(drawn) else drawn
    chart = alt.layer(
        base.mark_area(color=HIGHLIGHT, opacity=0.18).encode(x=x, y=alt.Y("low:Q", title=None), y2=alt.Y2("high")),
        base.mark_line(color=HIGHLIGHT).encode(x=x, y=y, tooltip=tips),
        *cut_line("threshold", float(value), shown_value(value, knob)),
        alt.Chart(at).mark_point(color=HIGHLIGHT, size=70).encode(x="threshold:Q", y="share:Q", tooltip=tips),
        height=HALF_PX,
    )
    return Picture(chart, _words(drawn, at, knob), _table(rows, knob))


def _table(rows: pd.DataFrame, knob: Knob) -> pd.DataFrame:
    table = pd.DataFrame({knob.label: rows["threshold"], "Called gone": rows["flagged"]})
    table["Came back"] = rows["came_back"]
    for name, column in (("Share", "share"), ("From", "low"), ("To", "high"), ("Finds of those who left", "recall")):
        table[name] = [wording.share(each, tenths=True) for each in rows[column]]
    return table


def _words(drawn: pd.DataFrame, at: pd.DataFrame, knob: Knob) -> str:
    if drawn.empty:
        return "Share of those called gone who came back: nobody was called gone at any threshold."
    parts = [
        f"{wording.share(row['share'])} at {shown_value(row['threshold'], knob)}"
        for row in (at.iloc[0], drawn.iloc[0], drawn.iloc[-1])
    ]
    return f"Share of those called gone who came back, by {knob.label.lower()}: {', '.join(parts)}."
