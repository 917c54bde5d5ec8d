"""What two segments use: a line between their shares for each event, the widest gap on top."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.profile import AXIS_PX, ROW_PX
from analysis.charts.theme import HIGHLIGHT, MUTE

MOST_ROWS = 20
COLUMNS = {"difference": "Difference, points", "low": "From", "high": "To"}


def adoption_dumbbells(rows: pd.DataFrame, *, group_a: str, group_b: str, level: float = 0.95) -> Picture:
    """Draw two points an event: blue the first segment, grey the second; the line is faint where p is not small.

    Parameters
    ----------
    rows
        event, share, share_rest (in [0, 1]), difference, low, high (in [-1, 1]), pvalue_adjusted; in the order drawn.
        The first twenty are drawn, all are in the table.
    group_a, group_b
        The segments as a person reads them.
    level
        Confidence level of the intervals; a difference is clear where p is at most 1 - level.
    """
    marks = rows.head(MOST_ROWS).assign(
        clear=rows["pvalue_adjusted"].to_numpy(np.float64)[:MOST_ROWS] <= 1 - level,
        told=[f"{wording.share(a)} against {wording.share(b)}" for a, b in _pairs(rows.head(MOST_ROWS))],
        between=[_points(*each) for each in _bounds(rows.head(MOST_ROWS))],
    )
    order = list(marks["event"])
    y = alt.Y("event:N", title=None, sort=order, axis=alt.Axis(grid=True, labelLimit=200, labelOverlap=False))
    tip = [
        alt.Tooltip("event:N", title="Event"), alt.Tooltip("told:N", title="Ever used it"),
        alt.Tooltip("between:N", title="Difference"),
    ]  # fmt: skip
    reach = float(np.nanmax(marks[["share", "share_rest"]].to_numpy(np.float64), initial=0.05))
    scale, axis = alt.Scale(domain=[0, min(1.0, 1.05 * reach)], nice=False), alt.Axis(format=".0%", tickCount=5)
    own, rest = (alt.X(f"{name}:Q", title=None, scale=scale, axis=axis) for name in ("share", "share_rest"))
    base = alt.Chart(marks).encode(y=y, tooltip=tip)
    faint = alt.Opacity("clear:N", legend=None, scale=alt.Scale(domain=[True, False], range=[0.9, 0.25]))
    chart = (
        base.mark_rule(color=HIGHLIGHT, strokeWidth=3).encode(x=rest, x2="share:Q", opacity=faint)
        + base.mark_point(color=MUTE, shape="diamond").encode(x=rest)
        + base.mark_point(color=HIGHLIGHT, size=80).encode(x=own)
    ).properties(height=ROW_PX * max(1, len(order)) + AXIS_PX)
    return Picture(chart, _words(marks, group_a, group_b), _table(rows, group_a, group_b))


def _pairs(rows: pd.DataFrame) -> zip:
    return zip(rows["share"], rows["share_rest"], strict=True)


def _bounds(rows: pd.DataFrame) -> zip:
    return zip(rows["difference"], rows["low"], rows["high"], strict=True)


def _points(difference: float, low: float, high: float) -> str:
    value, *bounds = (wording.decimal(100 * each) for each in (difference, low, high))
    return f"{value} points ({wording.interval(*bounds)})"


def _table(rows: pd.DataFrame, group_a: str, group_b: str) -> pd.DataFrame:
    shares = {name: rows[name].map(lambda share: wording.share(share, tenths=True)) for name in ("share", "share_rest")}
    points = {name: rows[name].map(lambda value: wording.decimal(100 * value)) for name in COLUMNS}
    told = rows.assign(**shares, **points, pvalue_adjusted=rows["pvalue_adjusted"].map(wording.pvalue))
    names = {"event": "Event", "share": group_a, "share_rest": group_b, **COLUMNS, "pvalue_adjusted": "p, adjusted"}
    return told[list(names)].rename(columns=names)


def _words(marks: pd.DataFrame, group_a: str, group_b: str) -> str:
    clear = marks[marks["clear"]]
    if clear.empty:
        return f"Share of {group_a} and of {group_b} who ever used each event: no clear difference."
    parts = [f"{event} {told}" for event, told in zip(clear["event"], clear["told"], strict=True)]
    return f"Share of {group_a} against {group_b} who ever used each event; clear: {wording.listed(parts)}."
