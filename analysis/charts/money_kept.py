"""Money kept by start: a triangle of starting months by age, the stronger the colour, the more is still paid."""

import altair as alt
import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.picture import MOST_MARKS, Picture

ROW_PX, LEAST_PX, MOST_PX = 20, 120, 520
TOLD_AT = (1, 3, 6, 12, 24)  # months since the start that the words tell of


def money_kept(cells: pd.DataFrame) -> Picture:
    """Draw one row a starting month, oldest on top, one column a month since; months not over stay empty.

    Parameters
    ----------
    cells
        cohort (date, first day of the month), months_since, share (of what that month's starters began with; above 1
        where the rest pays more), start_amount, now (currency units). Where they are more than a chart can hold, the
        newest starts are drawn.
    """
    drawn = _newest(cells).assign(
        start=lambda frame: [f"{day:%b %Y}" for day in frame["cohort"]],
        told=lambda frame: [_told(*each) for each in zip(frame["now"], frame["start_amount"], strict=True)],
    )
    order = list(dict.fromkeys(drawn["start"]))
    low, high = color_range(drawn["share"])
    chart = (
        alt.Chart(drawn[["start", "months_since", "share", "told"]])
        .mark_rect()
        .encode(
            x=alt.X("months_since:O", title="Months since they began", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("start:N", title=None, sort=order, axis=alt.Axis(grid=False)),
            color=alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[low, high], nice=False, clamp=True)),
            tooltip=[
                alt.Tooltip("start:N", title="Began in"), alt.Tooltip("months_since:O", title="Month"),
                alt.Tooltip("share:Q", title="Still paid", format=".1%"), alt.Tooltip("told:N", title="A month"),
            ],
        )
        .properties(height=int(np.clip(ROW_PX * len(order), LEAST_PX, MOST_PX)))
    )  # fmt: skip
    return Picture(chart, _words(cells), _table(cells))


def color_range(share: pd.Series) -> tuple[float, float]:
    """Return the shares at the pale and at the strong end of the colours, in whole tenths."""
    if share.empty:
        return 0.0, 1.0
    low = np.floor(10 * share.quantile(0.02)) / 10
    return float(low), float(max(np.ceil(10 * share.quantile(0.98)) / 10, low + 0.1))


def _newest(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the newest starting months that fit into one chart."""
    sizes = cells.groupby("cohort", sort=True).size()
    kept = sizes[::-1].cumsum() <= MOST_MARKS
    return cells[cells["cohort"].isin(kept.index[kept])]


def _told(now: float, start: float) -> str:
    return f"{wording.decimal(now, 2)} of {wording.decimal(start, 2)}"


def _table(cells: pd.DataFrame) -> pd.DataFrame:
    """Return one line a starting month, what began, then one column a month since."""
    wide = cells.pivot(index=["cohort", "start_amount"], columns="months_since", values="share")
    wide.columns = [f"Month {age}" for age in wide.columns]
    table = wide.map(lambda share: wording.share(share, tenths=True)).reset_index()
    table["cohort"] = [f"{day:%b %Y}" for day in table["cohort"]]
    table["start_amount"] = [wording.decimal(each, 2) for each in table["start_amount"]]
    return table.rename(columns={"cohort": "Began in", "start_amount": "Began with"})


def _words(cells: pd.DataFrame) -> str:
    later = cells[cells["months_since"] > 0]
    if later.empty:
        return "Money kept by the month customers began in: no later month is over yet."
    totals = later.groupby("months_since")[["now", "start_amount"]].sum()
    share = totals["now"] / totals["start_amount"]
    parts = [
        f"{wording.share(share[age])} after {wording.plural(age, 'month')}" for age in TOLD_AT if age in share.index
    ]
    told = wording.listed(parts) if parts else "too few months to say"
    return f"Money kept by the month customers began in; of all starts together still paid: {told}."
