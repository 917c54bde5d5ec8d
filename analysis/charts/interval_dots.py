"""A number with its interval for each of some groups, beside what everybody together comes to."""

from collections.abc import Callable

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, INK, MUTE

ROW_PX, AXIS_PX, NAME_PX, MOST_SAID = 30, 44, 180, 4


def interval_dots(rows: pd.DataFrame, *, axis_title: str, reference: float, as_share: bool) -> Picture:
    """Draw a point and its interval a row, blue where the interval is clear of the reference, else grey.

    Parameters
    ----------
    rows
        name (as a person reads it), value, low, high; nan rows keep their place and show nothing. Optional `size`:
        what the row is about, in words, for tooltip and table.
    axis_title
        What is measured.
    reference
        Where the upright line stands, in the unit of the values; nan: none.
    as_share
        Whether values are shares, shown as percentages, or ratios, shown as they are.
    """
    drawn = rows.assign(
        clear=(rows["low"] > reference) | (rows["high"] < reference), told=_told(rows, _percent if as_share else _ratio)
    )
    drawn = drawn if "size" in drawn else drawn.assign(size="")
    known = drawn[np.isfinite(drawn["value"]) & np.isfinite(drawn["low"]) & np.isfinite(drawn["high"])]
    top = 1.05 * max([1e-9, *known["high"], reference if np.isfinite(reference) else 0.0])
    scale, axis = alt.Scale(domain=[0, top], nice=False), alt.Axis(format="~%" if as_share else "~g", tickCount=5)
    x = alt.X("low:Q", title=axis_title, scale=scale, axis=axis)
    names = alt.Axis(grid=False, labelLimit=NAME_PX, labelOverlap=False)
    y = alt.Y("name:N", title=None, sort=list(rows["name"]), scale=alt.Scale(domain=list(rows["name"])), axis=names)
    color = alt.Color("clear:N", legend=None, scale=alt.Scale(domain=[True, False], range=[HIGHLIGHT, MUTE]))
    tip = [alt.Tooltip("name:N", title="Group"), alt.Tooltip("told:N", title=axis_title), alt.Tooltip("size:N")]
    base = alt.Chart(known[["name", "value", "low", "high", "clear", "told", "size"]]).encode(y=y, color=color)
    lines = base.mark_rule(strokeWidth=3).encode(x=x, x2="high:Q", tooltip=tip)
    points = base.mark_point(size=80).encode(x=alt.X("value:Q", scale=scale), tooltip=tip)
    chart = alt.layer(*_line(reference, scale), lines, points)
    return Picture(
        chart.properties(height=AXIS_PX + ROW_PX * max(2, len(rows))), _words(drawn), _table(drawn, axis_title)
    )


def _line(reference: float, scale: alt.Scale) -> list[alt.Chart]:
    if not np.isfinite(reference):
        return []
    mark = alt.Chart(alt.InlineData(values=[{"low": reference}])).mark_rule(color=INK, opacity=0.5)
    return [mark.encode(x=alt.X("low:Q", scale=scale))]


def _percent(value: float) -> str:
    return wording.share(value, tenths=True)


def _ratio(value: float) -> str:
    return wording.decimal(value, 2)


def _told(rows: pd.DataFrame, shown: Callable[[float], str]) -> list[str]:
    return [
        f"{shown(value)} ({wording.interval(shown(low), shown(high))})" if np.isfinite(value) else wording.UNDEFINED
        for value, low, high in rows[["value", "low", "high"]].itertuples(index=False)
    ]


def _table(drawn: pd.DataFrame, axis_title: str) -> pd.DataFrame:
    table = pd.DataFrame({"Group": drawn["name"], axis_title: drawn["told"]})
    return table.assign(Of=drawn["size"]) if drawn["size"].any() else table


def _words(drawn: pd.DataFrame) -> str:
    known = drawn[drawn["told"] != wording.UNDEFINED]
    clear = known[known["clear"]]
    parts = [f"{name} {told}" for name, told in zip(clear["name"], clear["told"], strict=True)]
    more = f"; and {len(parts) - MOST_SAID} more" if len(parts) > MOST_SAID else ""
    told = f"clear of the line: {'; '.join(parts[:MOST_SAID])}{more}" if parts else "none is clear of the line"
    return f"Points with intervals for {wording.plural(len(drawn), 'group')}; {told}."
