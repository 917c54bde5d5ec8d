"""Who stays: a triangle of start cohorts by age, the stronger the colour, the larger the share still coming."""

from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture

ROW_PX, LEAST_PX, MOST_PX = 20, 120, 560


def retention_triangle(cells: pd.DataFrame, *, unit: str = "week", who: str = "people") -> Picture:
    """Draw one row a cohort, oldest on top, one column an age; cells whose time has not come stay empty.

    Parameters
    ----------
    cells
        cohort (date), age, users, retained, share (nan where not complete), complete: `analysis.retention.triangle`.
        Where they are more than a chart can hold, the newest cohorts are drawn.
    unit
        "week" or "month", for the words.
    who
        Who is counted: "people" or "accounts".
    """
    known = cells[cells["complete"].astype(bool)]
    drawn = _newest(known).assign(
        start=lambda frame: [_start(each, unit) for each in frame["cohort"]],
        told=lambda frame: [f"{wording.count(a)} of {wording.count(b)}" for a, b in _pairs(frame)],
    )
    order = list(dict.fromkeys(drawn["start"]))
    chart = (
        alt.Chart(drawn[["start", "age", "share", "told"]])
        .mark_rect()
        .encode(
            x=alt.X("age:O", title=f"{unit.capitalize()}s since the first visit", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("start:N", title=None, sort=order, axis=alt.Axis(grid=False)),
            color=alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], nice=False)),
            tooltip=[
                alt.Tooltip("start:N", title="Started in"), alt.Tooltip("age:O", title=unit.capitalize()),
                alt.Tooltip("share:Q", title="Still coming", format=".1%"),
                alt.Tooltip("told:N", title=who.capitalize()),
            ],
        )
        .properties(height=int(np.clip(ROW_PX * len(order), LEAST_PX, MOST_PX)))
    )  # fmt: skip
    return Picture(chart, _words(known, unit, who), _table(cells, unit, who))


def _newest(known: pd.DataFrame) -> pd.DataFrame:
    """Return the newest cohorts that fit into one chart."""
    sizes = known.groupby("cohort", sort=True).size()
    kept = sizes[::-1].cumsum() <= MOST_MARKS
    return known[known["cohort"].isin(kept.index[kept])]


def _start(cohort: date, unit: str) -> str:
    return f"{cohort:%b %Y}" if unit == "month" else wording.day(cohort)


def _pairs(frame: pd.DataFrame) -> zip:
    return zip(frame["retained"], frame["users"], strict=True)


def _table(cells: pd.DataFrame, unit: str, who: str) -> pd.DataFrame:
    """Return one line a cohort, its size, then one column an age."""
    shares = cells.pivot(index=["cohort", "users"], columns="age", values="share")
    shares.columns = [f"{unit.capitalize()} {age}" for age in shares.columns]
    table = shares.map(lambda share: wording.share(share, tenths=True)).reset_index()
    table["cohort"] = [_start(each, unit) for each in table["cohort"]]
    return table.rename(columns={"cohort": "Started in", "users": who.capitalize()})


def _words(known: pd.DataFrame, unit: str, who: str) -> str:
    if known.empty:
        return f"Retention of {who} by the {unit} they started in: no {unit} is complete yet."
    totals = known.groupby("age")[["retained", "users"]].sum()
    parts = [
        f"{wording.share(totals.loc[age, 'retained'] / totals.loc[age, 'users'])} in {unit} {age}"
        for age in (1, 4, 12)
        if age in totals.index
    ]
    told = wording.listed(parts) if parts else f"nobody has been here for a second {unit} yet"
    return f"Retention of {who} by the {unit} they started in; of all cohorts together still coming: {told}."
