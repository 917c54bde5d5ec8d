"""How churn runs: of those who paid at the start of a month, a quarter, a year, how many left in it."""

from typing import Literal

import numpy as np
import pandas as pd

from analysis.money.intervals import money_share_interval
from analysis.money.ledger import KINDS, Ledger
from analysis.money.months import last_day_of_month, month_of, month_text
from analysis.rhythms.intervals import wilson_interval

Step = Literal["month", "quarter"]
MONTHS_OF: dict[Step, int] = {"month": 1, "quarter": 3}
MONTHS_A_YEAR = 12
COLUMNS = (
    "period", "first_day", "last_day", "customers_start", "customers_lost", "customer_share", "customer_low",
    "customer_high", "mrr_start", "mrr_lost", "mrr_share", "mrr_low", "mrr_high", "came_and_left",
)  # fmt: skip


def trend(ledger: Ledger, step: Step, *, level: float = 0.95) -> pd.DataFrame:
    """Return one row a whole calendar month or quarter, from the first movement on.

    Returns
    -------
    DataFrame
        period (str, "2026-03" or "2026 Q1"), first_day, last_day (int64, days since 1970); customers_start (int64,
        paying as it begins), customers_lost (of them, who left at least once), customer_share with Wilson's interval;
        mrr_start, mrr_lost (int64, cents: what those paid as it began), mrr_share with its interval
        (`analysis.money.intervals.money_share_interval`); came_and_left (int64): who came and left within the period,
        in `analysis.money.months` and not in a share of those who were there. Shares are nan where nobody paid as the
        period began.
    """
    size = MONTHS_OF[step]
    first, end = _first_month(ledger), _months_known(ledger)
    starts = np.arange(-(-first // size) * size if step == "quarter" else first, end - size + 1, size)
    names = month_text(starts) if step == "month" else [_quarter(each) for each in starts.tolist()]
    return _rows(ledger, starts, size, names=names, level=level)


def last_year(ledger: Ledger, *, level: float = 0.95) -> pd.DataFrame:
    """Return the last twelve whole months as one row of `trend`; the twelve before where somebody paid as they began.

    No row where they hold fewer than twelve whole months.
    """
    end = _months_known(ledger)
    years = (end - _first_month(ledger)) // MONTHS_A_YEAR
    names = ["last 12 months", "12 months before"][: max(0, min(2, years))]
    starts = end - MONTHS_A_YEAR * np.arange(1, len(names) + 1)
    rows = _rows(ledger, starts, MONTHS_A_YEAR, names=names, level=level)
    return rows[(rows["customers_start"] > 0) | (rows.index == 0)]


def _first_month(ledger: Ledger) -> int:
    """Return the first movement's month, since January 1970; where nobody ever paid, the first that is not over."""
    if ledger.movements.empty:
        return _months_known(ledger)
    return int(month_of(np.array([ledger.first_day]))[0])


def _months_known(ledger: Ledger) -> int:
    """Return the first month that is not over on the last day."""
    month = month_of(np.array([ledger.last_day]))
    return int(month[0] + (last_day_of_month(month)[0] == ledger.last_day))


def _quarter(month: int) -> str:
    year, place = divmod(month, MONTHS_A_YEAR)
    return f"{1970 + year} Q{place // 3 + 1}"


def _rows(ledger: Ledger, starts: np.ndarray, size: int, *, names: list[str], level: float) -> pd.DataFrame:
    """Return one row a period of `size` months from each of `starts` (months since January 1970)."""
    first_day = last_day_of_month(starts - 1) + 1
    customers, mrr, squares = _paying(ledger, first_day)
    lost = _lost(ledger, starts, size)
    low, high = wilson_interval(lost["customers"], customers, level=level)
    mrr_low, mrr_high = money_share_interval(lost["mrr"], lost["squares"], mrr, squares, level=level)
    with np.errstate(invalid="ignore"):
        shares = lost["customers"] / np.where(customers, customers, np.nan), lost["mrr"] / np.where(mrr, mrr, np.nan)
    columns = (
        pd.array(names, dtype="str"), first_day, last_day_of_month(starts + size - 1), customers, lost["customers"],
        shares[0], low, high, mrr, lost["mrr"], shares[1], mrr_low, mrr_high, lost["within"],
    )  # fmt: skip
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _paying(ledger: Ledger, day: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return customers, cents and sum of squared cents as each day begins: int64, int64, float64."""
    moved = ledger.movements
    before, after = (moved[name].to_numpy() for name in ("before_cents", "after_cents"))
    # By day from the first one on; whoever moved before a day stands as they moved.
    at = moved["day"].to_numpy(np.int64) - ledger.first_day
    asked = np.clip(day - ledger.first_day, 0, ledger.last_day - ledger.first_day + 1)
    changes = (np.sign(after) - np.sign(before), after - before, after.astype(float) ** 2 - before.astype(float) ** 2)
    sums = [np.zeros(ledger.last_day - ledger.first_day + 2, each.dtype) for each in changes]
    for total, change in zip(sums, changes, strict=True):
        np.add.at(total, at + 1, change)
    customers, cents, squares = (np.cumsum(each)[asked] for each in sums)
    return customers, cents, squares


def _lost(ledger: Ledger, starts: np.ndarray, size: int) -> pd.DataFrame:
    """Return, a period: customers, mrr, squares of those paying at its start who left, and who came and left within."""
    moved = ledger.movements
    zero = _first_month(ledger)
    known = np.arange(zero, int(month_of(np.array([ledger.last_day]))[0]) + 1)
    periods = np.full(len(known), -1)
    for place, start in enumerate(starts.tolist()):
        periods[(known >= start) & (known < start + size)] = place
    period = periods[month_of(moved["day"].to_numpy()) - zero]
    kind = moved["kind"].cat.codes.to_numpy()
    # Sorted by payer and day, a payer's first row is "new": what stood before the first movement of a period was paid
    # as it began.
    payer = np.cumsum(kind == KINDS.index("new"))
    anew = np.append(True, (np.diff(payer) != 0) | (np.diff(period) != 0))[: len(moved)]
    first, group = np.flatnonzero(anew), np.cumsum(anew) - 1
    left = np.bincount(group, kind == KINDS.index("churn"), minlength=len(first)) > 0
    gone = first[left & (period[first] >= 0)]
    began, at = moved["before_cents"].to_numpy()[gone].astype(float), period[gone]
    counts = [np.bincount(at, weights, minlength=len(starts)) for weights in (began > 0, began, began**2, began == 0)]
    table = pd.DataFrame(dict(zip(("customers", "mrr", "squares", "within"), counts, strict=True)))
    return table.astype({"customers": np.int64, "mrr": np.int64, "within": np.int64})
