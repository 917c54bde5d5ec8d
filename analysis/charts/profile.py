"""What sets a segment apart: its share of each value beside everyone else's, one line a value."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HIGHLIGHT, MUTE

ROW_PX, AXIS_PX = 28, 30
HOURS_PX = 190
COLUMNS = {
    "name": "What", "share": "Share", "share_rest": "Everyone else", "difference": "Difference, points",
    "low": "From", "high": "To", "pvalue_adjusted": "p, adjusted",
}  # fmt: skip


def profile_dots(rows: pd.DataFrame, *, segment: str, everything: pd.DataFrame) -> Picture:
    """Draw a grey point for everyone else, a blue one for the segment, and the interval of the difference around it.

    The line ends where the segment would stand at the ends of the interval, so it clears the grey point where the
    interval clears zero.

    Parameters
    ----------
    rows
        name (as a person reads it), share, share_rest, difference, low, high (of the difference), all in [-1, 1], and
        pvalue_adjusted; the rows to draw, in order.
    segment
        The segment as a person reads it.
    everything
        The same columns for every row looked at, for the table.
    """
    marks = rows.assign(
        left=(rows["share_rest"] + rows["low"]).clip(0, 1),
        right=(rows["share_rest"] + rows["high"]).clip(0, 1),
        told=[f"{_percent(a)} against {_percent(b)}" for a, b in _pairs(rows)],
    )
    order = list(marks["name"])
    y = alt.Y("name:N", title=None, sort=order, axis=alt.Axis(grid=True, labelLimit=200, labelOverlap=False))
    axis, scale = alt.Axis(format=".0%", tickCount=5), _reach(marks)
    left, rest, own = (
        alt.X(f"{name}:Q", title=None, axis=axis, scale=scale) for name in ("left", "share_rest", "share")
    )
    base = alt.Chart(marks).encode(
        y=y, tooltip=[alt.Tooltip("name:N", title="What"), alt.Tooltip("told:N", title="Share")]
    )
    chart = (
        base.mark_rule(color=HIGHLIGHT, strokeWidth=3, opacity=0.45).encode(x=left, x2="right:Q")
        + base.mark_point(color=MUTE, shape="diamond").encode(x=rest)
        + base.mark_point(color=HIGHLIGHT, size=80).encode(x=own)
    ).properties(height=ROW_PX * len(order) + AXIS_PX)
    return Picture(chart, _words(marks, segment), _table(everything))


def hour_dots(rows: pd.DataFrame, *, segment: str) -> Picture:
    """Draw the mean share of active hours at each hour of the day: grey everyone else, blue the segment.

    Parameters
    ----------
    rows
        As for `profile_dots`, with hour (0 to 23).
    segment
        The segment as a person reads it.
    """
    marks = rows.assign(told=[f"{_percent(a)} against {_percent(b)}" for a, b in _pairs(rows)])
    x = alt.X(
        "hour:O", title=None, scale=alt.Scale(domain=list(range(24))),
        axis=alt.Axis(labelAngle=0, values=list(range(0, 24, 3)), labelExpr="datum.value + ':00'"),
    )  # fmt: skip
    base = alt.Chart(marks).encode(
        x=x, tooltip=[alt.Tooltip("name:N", title="Hour"), alt.Tooltip("told:N", title="Share of active hours")]
    )
    axis, scale = alt.Axis(format=".0%"), alt.Scale(zero=True)
    own, rest = (alt.Y(f"{name}:Q", title=None, axis=axis, scale=scale) for name in ("share", "share_rest"))
    chart = (
        base.mark_rule(color=HIGHLIGHT, strokeWidth=3, opacity=0.45).encode(y=own, y2="share_rest:Q")
        + base.mark_point(color=MUTE, shape="diamond").encode(y=rest)
        + base.mark_point(color=HIGHLIGHT).encode(y=own)
    ).properties(height=HOURS_PX)
    busy, busy_rest = (marks.loc[marks[column].idxmax(), "name"] for column in ("share", "share_rest"))
    words = f"Share of active hours by hour of the day: {segment} most at {busy}, everyone else most at {busy_rest}."
    return Picture(chart, words, _table(marks))


def _pairs(rows: pd.DataFrame) -> zip:
    return zip(rows["share"], rows["share_rest"], strict=True)


def _percent(share: float) -> str:
    return wording.share(share)


def _reach(marks: pd.DataFrame) -> alt.Scale:
    """Return an axis from 0 to a little beyond the largest mark, so that small shares are not crammed."""
    shown = marks[["share", "share_rest", "right"]].to_numpy(np.float64)
    most = float(np.nanmax(shown, initial=0.05))
    return alt.Scale(domain=[0, min(1.0, 1.05 * most)], nice=False)


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers as a person reads them."""
    points = {
        name: rows[name].map(lambda value: wording.decimal(100 * value)) for name in ("difference", "low", "high")
    }
    shares = {name: rows[name].map(lambda value: wording.share(value, tenths=True)) for name in ("share", "share_rest")}
    told = rows.assign(**points, **shares, pvalue_adjusted=rows["pvalue_adjusted"].map(wording.pvalue))
    return told[list(COLUMNS)].rename(columns=COLUMNS)


def _words(marks: pd.DataFrame, segment: str) -> str:
    if not len(marks):
        return f"Nothing sets {segment} apart."
    parts = [f"{name} {told}" for name, told in zip(marks["name"], marks["told"], strict=True)]
    more = f"; and {len(parts) - 6} more" if len(parts) > 6 else ""
    return f"What sets {segment} apart from everyone else: {'; '.join(parts[:6])}{more}."
