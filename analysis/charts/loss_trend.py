"""How much was lost in each month or quarter, with its interval."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.theme import HALF_PX, HIGHLIGHT, INK

LABELS, MOST_PERIODS = 6, 120
TALLEST = 3  # times the largest share: intervals of the first few customers would press all else to the ground


def loss_trend(periods: pd.DataFrame, *, measure: str) -> Picture:
    """Draw a point and its interval a period, joined by a line, over a line at their mean.

    Parameters
    ----------
    periods
        name (as a person reads it, "Mar 2026" or "2026 Q1"), share, low, high (of what was there at the start, in
        [0, 1], not all nan), lost (in words); oldest first. The last `MOST_PERIODS` are drawn.
    measure
        What is lost: "Revenue" or "Customers".
    """
    rows = periods.iloc[-MOST_PERIODS:]
    known = rows[np.isfinite(rows["share"])].assign(told=lambda frame: _told(frame))
    names = list(rows["name"])
    every = max(1, len(names) // LABELS)
    x = alt.X(
        "name:O", title=None, sort=names, scale=alt.Scale(domain=names),
        axis=alt.Axis(labelAngle=0, values=names[::every], labelOverlap="greedy", labelSeparation=8),
    )  # fmt: skip
    y = alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, top_of(rows)]))
    tip = [
        alt.Tooltip("name:N", title="Period"), alt.Tooltip("told:N", title=f"{measure} lost"),
        alt.Tooltip("lost:N", title="In all"),
    ]  # fmt: skip
    base = alt.Chart(known[["name", "share", "low", "high", "told", "lost"]]).encode(x=x)
    spans = base.mark_rule(color=HIGHLIGHT, opacity=0.45, strokeWidth=3, clip=True).encode(
        y=alt.Y("low:Q", title=None), y2="high:Q", tooltip=tip
    )
    line = base.mark_line(color=HIGHLIGHT, opacity=0.6, strokeWidth=1.5).encode(y=y)
    points = base.mark_point(color=HIGHLIGHT, size=60).encode(y=y, tooltip=tip)
    mean = alt.Chart(alt.InlineData(values=[{"share": float(known["share"].mean())}]))
    rule = mean.mark_rule(color=INK, opacity=0.4, strokeDash=[3, 3]).encode(y=y)
    chart = alt.layer(rule, spans, line, points).properties(height=HALF_PX)
    return Picture(chart, _words(known, measure), _table(rows, measure))


def top_of(periods: pd.DataFrame) -> float:
    """Return the share at which the axis ends; longer intervals are cut there."""
    rows = periods.iloc[-MOST_PERIODS:]
    high, share = float(rows["high"].max()), float(rows["share"].max())
    return min(high, TALLEST * share) if share > 0 else high


def _told(rows: pd.DataFrame) -> list[str]:
    shares = ([wording.share(each, tenths=True) for each in rows[name]] for name in ("share", "low", "high"))
    return [f"{share} ({wording.interval(low, high)})" for share, low, high in zip(*shares, strict=True)]


def _table(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    shares = {
        title: [wording.share(each, tenths=True) for each in rows[name]]
        for name, title in (("share", f"{measure} lost"), ("low", "From"), ("high", "To"))
    }
    return pd.DataFrame({"Period": rows["name"], **shares, "In all": rows["lost"]})


def _words(known: pd.DataFrame, measure: str) -> str:
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"{measure} lost, of what was there at the start of each period, with intervals: {first['told']} in "
        f"{first['name']}, {last['told']} in {last['name']}, {wording.share(known['share'].mean(), tenths=True)} on "
        "average."
    )
