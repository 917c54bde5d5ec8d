"""Who comes back: one line a segment over the weeks or months since the first visit, the interval as a band."""

import altair as alt
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.charts.theme import HEAT_PX

_LAYERS = 3  # band, line and points draw every row


def retention_lines(rows: pd.DataFrame, *, unit: str = "week", who: str = "people", level: float = 0.95) -> Picture:
    """Draw the share who came in each of their own weeks or months, from the first after the start on.

    Parameters
    ----------
    rows
        group (as a person reads it), age, users, retained, share, low, high (in [0, 1]):
        `analysis.retention.retention_by_segment`. Age 0 is left out: everybody came then. Ages beyond what a chart can
        hold are left out of the picture, not of the table.
    unit
        "week" or "month", for the words.
    who
        Who is counted: "people" or "accounts".
    level
        Confidence level of the band, for the words.
    """
    later = rows[rows["age"] > 0]
    groups = list(dict.fromkeys(later["group"]))
    drawn = later[later["age"] <= MOST_MARKS // (_LAYERS * max(1, len(groups)))]
    drawn = drawn.assign(
        told=[
            f"{wording.count(a)} of {wording.count(b)}" for a, b in zip(drawn["retained"], drawn["users"], strict=True)
        ]
    )
    base = alt.Chart(drawn[["group", "age", "share", "low", "high", "told"]]).encode(
        x=alt.X("age:Q", title=f"{unit.capitalize()}s since the first visit", axis=alt.Axis(tickMinStep=1, format="d"),
                scale=alt.Scale(nice=False, zero=False)),
        color=alt.Color("group:N", sort=groups, scale=alt.Scale(domain=groups), legend=alt.Legend(columns=2)),
    )  # fmt: skip
    band = base.mark_area(opacity=0.18).encode(y=alt.Y("low:Q", title=None, axis=alt.Axis(format="%")), y2="high:Q")
    line = base.mark_line().encode(y=alt.Y("share:Q", title=None))
    tips = [
        alt.Tooltip("group:N", title="Who"), alt.Tooltip("age:Q", title=unit.capitalize()),
        alt.Tooltip("share:Q", title="Came", format=".1%"), alt.Tooltip("told:N", title=who.capitalize()),
    ]  # fmt: skip
    points = base.mark_point(size=28).encode(y="share:Q", tooltip=tips)
    chart = (band + line + points).properties(height=HEAT_PX)
    return Picture(chart, _words(later, unit, level), _table(later, unit, who))


def _table(rows: pd.DataFrame, unit: str, who: str) -> pd.DataFrame:
    named = {
        "group": "Who", "age": unit.capitalize(), "users": who.capitalize(), "retained": "Came", "share": "Share",
        "low": "From", "high": "To",
    }  # fmt: skip
    table = rows[list(named)].rename(columns=named)
    for name in ("Share", "From", "To"):
        table[name] = [wording.share(each, tenths=True) for each in table[name]]
    return table


def _words(rows: pd.DataFrame, unit: str, level: float) -> str:
    if rows.empty:
        return f"Who comes back in a later {unit}: no {unit} is complete yet."
    ends = rows.groupby("group", sort=False).last()
    parts = [f"{name} {wording.share(end.share)} in {unit} {end.age:.0f}" for name, end in ends.iterrows()]
    return (
        f"Share who came in each {unit} since their first visit, with {wording.share(level)} bands; at the end "
        f"{'; '.join(parts)}."
    )
