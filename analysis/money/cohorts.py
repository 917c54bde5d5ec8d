"""Money kept by who began to pay in the same month: what is left of it at the end of each month after."""

import numpy as np
import pandas as pd

from analysis.money.ledger import Ledger
from analysis.money.months import last_day_of_month, month_of, month_text

COLUMNS = ("cohort", "months_since", "start_cents", "start_customers", "cents", "customers", "kept_share")


def cohorts(ledger: Ledger) -> pd.DataFrame:
    """Return what each start cohort still pays, one row a cohort and complete month.

    Returns
    -------
    DataFrame
        cohort (str, month of the first payment), months_since (int64, 0 is the end of that month itself), start_cents
        and start_customers (what and how many began), cents and customers (paying at the end of the month; who returns
        counts again), kept_share = cents / start_cents, above 1 where the rest pays more. Months that the data do not
        cover to their end are left out; a mean over cohorts is to be weighted by start_cents.
    """
    moved = ledger.movements
    is_new = moved["kind"].eq("new").to_numpy()
    month = month_of(moved["day"].to_numpy())
    first = int(month.min()) if len(moved) else 0
    count = int(month_of(np.array([ledger.last_day]))[0]) - first + 1 if len(moved) else 0
    cohort = month[is_new][np.cumsum(is_new) - 1] - first  # sorted by payer and day: each payer's first row is new
    before, after = moved["before_cents"].to_numpy(), moved["after_cents"].to_numpy()
    change = np.stack([after - before, np.sign(after) - np.sign(before)])  # in cents, in customers
    began, left = np.zeros((2, count), np.int64), np.zeros((2, count, count), np.int64)
    for which in range(2):
        np.add.at(began[which], cohort[is_new], change[which, is_new])
        np.add.at(left[which], (cohort, month - first), change[which])
    complete = last_day_of_month(np.arange(count) + first) <= ledger.last_day
    return _rows(began, left.cumsum(axis=-1), complete, first=first)


def _rows(began: np.ndarray, left: np.ndarray, complete: np.ndarray, *, first: int) -> pd.DataFrame:
    count = len(complete)
    start, month = np.nonzero(np.triu(np.ones((count, count), bool)) & complete & (began[1] > 0)[:, None])
    cents, customers = left[:, start, month]
    return pd.DataFrame({
        "cohort": pd.array(month_text(start + first), dtype="str"),
        "months_since": month - start,
        "start_cents": began[0][start],
        "start_customers": began[1][start],
        "cents": cents,
        "customers": customers,
        "kept_share": cents / began[0][start],
    }, columns=list(COLUMNS))  # fmt: skip
