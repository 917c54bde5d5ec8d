"""Bars along a threshold's axis, grey where the threshold lets go and blue where it keeps, with the cut line."""

import altair as alt
import pandas as pd

from analysis.charts.picture import MOST_MARKS
from analysis.charts.theme import HALF_PX, HIGHLIGHT, MUTE, cut_line
from analysis.errors import OffbeatError

# Each number by itself: by the format of the axis zero reads "0k".
_COUNTS = alt.Axis(labelExpr="format(datum.value, '~s')")


def cut_bars(
    bars: pd.DataFrame, *, cut: float | None, label: str, axis: alt.Axis, title: str, headroom: float = 1.0
) -> alt.LayerChart:
    """Draw bars from `from` to `to` (both in the unit of the axis) with height `count`; `kept` chooses the colour.

    Parameters
    ----------
    bars
        from, to, count, kept (bool), shown (text for the tooltip); at most `MOST_MARKS` rows.
    cut
        Where the line stands; None draws none.
    label
        What the line says.
    headroom
        How many times the tallest bar the chart is high: a low chart needs room for the label above its bars.
    """
    if len(bars) > MOST_MARKS:
        raise OffbeatError(
            f"Expected at most {MOST_MARKS} bars, found {len(bars)}.", hint="count in wider bins before drawing."
        )
    scale = alt.Scale(domain=[float(bars["from"].min()), float(bars["to"].max())], nice=False)
    heights = alt.Scale() if headroom == 1 else alt.Scale(domainMax=headroom * float(bars["count"].max()), nice=False)
    drawn = (
        alt.Chart(bars)
        .mark_bar(cornerRadiusEnd=1)
        .encode(
            x=alt.X("from:Q", title=title, axis=axis, scale=scale),
            x2="to:Q",
            y=alt.Y("count:Q", title=None, axis=_COUNTS, scale=heights),
            y2=alt.datum(0),
            color=alt.Color("kept:N", legend=None, scale=alt.Scale(domain=[True, False], range=[HIGHLIGHT, MUTE])),
            tooltip=[alt.Tooltip("shown:N", title=title), alt.Tooltip("count:Q", title="Count", format=",")],
        )
    )
    lines = () if cut is None else cut_line("from", cut, label)
    return alt.layer(drawn, *lines, height=HALF_PX)
