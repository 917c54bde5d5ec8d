"""What people's days look like: one line a person, one mark an active day."""

from datetime import date

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture

ROW_PX = 15
MOST_ROWS = 60
_DAYS_A_WEEK = 7


def day_strip(days: pd.DataFrame, *, until: date | None = None) -> Picture:
    """Draw a tick for each active day; above `MOST_MARKS` days, a cell for each week, stronger with more active days.

    Parameters
    ----------
    days
        row (text: a person), day (date); one row an active day; people are drawn in order of appearance.
    until
        Where the axis ends, so that the silence of all is seen; by default at the last active day.
    """
    rows = list(dict.fromkeys(days["row"]))[:MOST_ROWS]
    days = days[days["row"].isin(rows)]
    marks = pd.DataFrame({"row": days["row"].astype("str"), "day": pd.to_datetime(days["day"])})
    weekly = len(marks) > MOST_MARKS
    chart = _weeks(marks, rows, _x("start", marks, until)) if weekly else _ticks(marks, rows, _x("day", marks, until))
    table = marks.groupby("row", sort=False)["day"].agg(["count", "min", "max"]).reset_index()
    table["min"], table["max"] = table["min"].dt.date, table["max"].dt.date
    table.columns = ["Person", "Active days", "First", "Last"]
    return Picture(chart.properties(height=ROW_PX * max(2, len(rows)) + 20), _words(marks, rows), table)


def _y(rows: list[str]) -> alt.Y:
    labels = alt.Axis(grid=False, labelLimit=120, labelFontSize=11, labelOverlap=False)
    return alt.Y("row:N", title=None, sort=rows, scale=alt.Scale(domain=rows), axis=labels)


def _x(name: str, marks: pd.DataFrame, until: date | None) -> alt.X:
    axis = alt.Axis(format="%b %Y", tickCount=8)
    if until is None or marks.empty:
        return alt.X(f"{name}:T", title=None, axis=axis)
    ends = [alt.DateTime(year=each.year, month=each.month, date=each.day) for each in (marks["day"].min(), until)]
    return alt.X(f"{name}:T", title=None, axis=axis, scale=alt.Scale(domain=ends))


def _ticks(marks: pd.DataFrame, rows: list[str], x: alt.X) -> alt.Chart:
    return (
        alt.Chart(marks)
        .mark_tick(thickness=2, bandSize=ROW_PX - 4)
        .encode(
            x=x,
            y=_y(rows),
            tooltip=[alt.Tooltip("row:N", title="Person"), alt.Tooltip("day:T", title="Day", format="%a %d %b %Y")],
        )
    )


def _weeks(marks: pd.DataFrame, rows: list[str], x: alt.X) -> alt.Chart:
    """Draw weeks, or as many weeks together as keep the number of cells within `MOST_MARKS`."""
    span_weeks = (marks["day"].max() - marks["day"].min()).days // _DAYS_A_WEEK + 2
    together = max(1, -(-span_weeks * len(rows) // MOST_MARKS))
    bin_days = _DAYS_A_WEEK * together
    first = marks["day"].min() - pd.to_timedelta(marks["day"].min().day_of_week, unit="D")
    start = first + pd.to_timedelta((marks["day"] - first).dt.days // bin_days * bin_days, unit="D")
    cells = marks.assign(start=start).groupby(["row", "start"], sort=False).size().rename("active").reset_index()
    cells["end"] = cells["start"] + pd.to_timedelta(bin_days, unit="D")
    word = "week" if together == 1 else f"{together} weeks"
    return (
        alt.Chart(cells)
        .mark_rect(cornerRadius=0)
        .encode(
            x=x,
            x2="end:T",
            y=_y(rows),
            color=alt.Color("active:Q", legend=None, scale=alt.Scale(domain=[0, bin_days], nice=False)),
            tooltip=[
                alt.Tooltip("row:N", title="Person"),
                alt.Tooltip("start:T", title="From", format="%d %b %Y"),
                alt.Tooltip("active:Q", title=f"Active days in the {word}"),
            ],
        )
    )


def _words(marks: pd.DataFrame, rows: list[str]) -> str:
    if not len(marks):
        return "Strips of active days: none to show."
    low, high = marks["day"].min().date(), marks["day"].max().date()
    lines = wording.plural(len(rows), "person", "people")
    return (
        f"Strips of {wording.plural(len(marks), 'active day')} of {lines}, {wording.day(low)} to {wording.day(high)}."
    )
