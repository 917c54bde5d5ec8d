"""One person's whole history as a calendar, weeks by weekday or months by day, with the days that keep to a pattern."""

from typing import Literal

import altair as alt
import pandas as pd

from analysis import wording
from analysis.activity import WEEKDAYS
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.theme import HIGHLIGHT, MUTE

Layout = Literal["weeks", "months"]
Kind = Literal["on", "off", "missed", "active"]
KINDS: dict[Kind, str] = {
    "on": "on the pattern", "off": "another day", "missed": "on the pattern, no visit", "active": "active day",
}  # fmt: skip
WEEKDAY_PX, MONTH_DAY_PX, AXIS_PX = 20, 9, 30
_LONGEST_MONTH = 31
SHORTEST_IN_MONTHS = 240  # days: eight ticks, each in a month of its own
_AIR_DAYS = {"weeks": 1, "months": 4}  # left empty between two columns


def calendar_strip(days: pd.DataFrame, *, layout: Layout = "weeks") -> Picture:
    """Draw one cell a day: blue on the pattern, grey on another day, an empty frame where the pattern had no visit.

    Parameters
    ----------
    days
        day (date), kind (`Kind`; "active" where no pattern is shown); ascending. Beyond `MOST_MARKS` the last ones.
    layout
        "weeks": a column a week, a row a weekday. "months": a column a month, a row a day of the month.
    """
    cells = _placed(days.tail(MOST_MARKS), layout)
    axis = alt.Axis(format=_tick_format(cells), tickCount=8, grid=False)
    x = alt.X("start:T", title=None, axis=axis, scale=_span(cells))
    tip = [alt.Tooltip("day:T", title="Day", format="%a %d %b %Y"), alt.Tooltip("said:N", title="Is")]
    base = alt.Chart(cells).encode(x=x, x2="end:T", y=_rows(layout), tooltip=tip)
    missed = (
        base.transform_filter("datum.kind === 'missed'")
        .mark_rect(filled=False, stroke=HIGHLIGHT, strokeWidth=1, strokeOpacity=0.55, cornerRadius=1)
    )  # fmt: skip
    color = alt.Color(
        "kind:N", legend=None, scale=alt.Scale(domain=["on", "active", "off"], range=[HIGHLIGHT, HIGHLIGHT, MUTE])
    )
    active = base.transform_filter("datum.kind !== 'missed'").mark_rect(cornerRadius=1).encode(color=color)
    height = len(WEEKDAYS) * WEEKDAY_PX if layout == "weeks" else _LONGEST_MONTH * MONTH_DAY_PX
    table = pd.DataFrame({"Day": cells["day"].dt.date, "Weekday": cells["day"].dt.day_name(), "Is": cells["said"]})
    return Picture((missed + active).properties(height=height + AXIS_PX), _words(cells, layout), table)


def _placed(days: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Return each day with its column (start, end) and its row."""
    when = pd.to_datetime(days["day"]).reset_index(drop=True)
    air = pd.Timedelta(days=_AIR_DAYS[layout])
    if layout == "weeks":
        start = when - pd.to_timedelta(when.dt.day_of_week, unit="D")
        end, row = start + pd.Timedelta(days=7), when.dt.day_of_week.map(dict(enumerate(WEEKDAYS)))
    else:
        start = when.dt.to_period("M").dt.to_timestamp()
        end, row = start + pd.offsets.MonthBegin(1), when.dt.day
    kind = days["kind"].reset_index(drop=True)
    return pd.DataFrame(
        {"day": when, "start": start, "end": end - air, "row": row, "kind": kind, "said": kind.map(KINDS)}
    )


def _tick_format(cells: pd.DataFrame) -> str:
    """Return months for a long history, days for one whose months would stand there twice."""
    span = pd.Timestamp(cells["start"].max()) - pd.Timestamp(cells["start"].min())
    return "%b %Y" if span.days > SHORTEST_IN_MONTHS else "%-d %b"


def _span(cells: pd.DataFrame) -> alt.Scale:
    """Return the time axis from the first column to the last, a month at least: one week fills no chart."""
    first = cells["start"].min()
    last = max(cells["end"].max(), first + pd.Timedelta(days=28))
    return alt.Scale(domain=[f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"], nice=False)


def _rows(layout: Layout) -> alt.Y:
    rows = list(WEEKDAYS) if layout == "weeks" else list(range(1, _LONGEST_MONTH + 1))
    shown = rows if layout == "weeks" else [1, 5, 10, 15, 20, 25, 31]
    axis = alt.Axis(grid=False, values=shown, labelOverlap=False, labelFontSize=11)
    return alt.Y("row:O", title=None, sort=rows, scale=alt.Scale(domain=rows, paddingInner=0.18), axis=axis)


def _words(cells: pd.DataFrame, layout: Layout) -> str:
    counts = cells["kind"].value_counts()
    parts = [f"{wording.count(counts[kind])} {said}" for kind, said in KINDS.items() if kind in counts]
    low, high = cells["day"].min().date(), cells["day"].max().date()
    return (
        f"A calendar of {layout}, {wording.day(low)} to {wording.day(high)}, one cell a day: {wording.listed(parts)}."
    )
