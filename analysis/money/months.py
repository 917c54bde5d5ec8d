"""Movements by calendar month, which always reconcile: start + new + expansion + reactivation - contraction - churn."""

import numpy as np
import pandas as pd

from analysis.money.ledger import KINDS, Ledger

COLUMNS = (
    "month", "mrr_start", "new", "expansion", "contraction", "churn", "reactivation", "mrr_end",
    "gross_mrr_churn_rate", "net_mrr_churn_rate", "customers_start", "customers_churned", "customer_churn_rate",
    "is_partial",
)  # fmt: skip
MONEY = ("mrr_start", "new", "expansion", "contraction", "churn", "reactivation", "mrr_end")


def months(ledger: Ledger) -> pd.DataFrame:
    """Return one row a calendar month from the first movement to the last day, months without movements too.

    Returns
    -------
    DataFrame
        month (str, "2026-03"); `MONEY` in whole cents (int64, movements positive); gross_mrr_churn_rate
        (churn + contraction) / mrr_start, net_mrr_churn_rate (churn + contraction - expansion - reactivation) /
        mrr_start, below 0 where more was won; customers_start, customers_churned (int64: payers, and those with a
        churn in the month, each once), customer_churn_rate their ratio. Rates are nan where the month starts with
        nothing. is_partial (bool): the data end before the month does. No row where nobody ever paid.

    Formulas: ChartMogul (MRR churn rates), PostHog (customer churn).
    """
    moved = ledger.movements
    if moved.empty:
        return _table({name: np.zeros(0, np.int64) for name in MONEY}, np.zeros((3, 0), np.int64), ledger, first=0)
    month = month_of(moved["day"].to_numpy())
    first = int(month_of(np.array([ledger.first_day]))[0])
    at, count = month - first, int(month_of(np.array([ledger.last_day]))[0]) - first + 1
    kind = moved["kind"].cat.codes.to_numpy()
    sums = np.zeros((len(KINDS), count), np.int64)
    np.add.at(sums, (kind, at), moved["cents"].to_numpy())
    by_kind = dict(zip(KINDS, sums, strict=True))
    ends = np.cumsum(by_kind["new"] + by_kind["expansion"] + by_kind["reactivation"] - _lost(by_kind))
    money = {"mrr_start": ends - np.diff(ends, prepend=0), **by_kind, "mrr_end": ends}
    return _table(money, _customers(moved, at, kind, count), ledger, first=first)


def month_of(day: np.ndarray) -> np.ndarray:
    """Return the calendar month of days since 1970, in months since January 1970, int64."""
    if not len(day):
        return np.zeros(0, np.int64)
    # Each day of the range once, then looked up: numpy's calendar costs more than everything else a ledger does.
    first = int(day.min())
    days = np.arange(first, int(day.max()) + 1)
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)[day - first]


def month_text(month: np.ndarray) -> list[str]:
    """Return months since January 1970 as "2026-03"."""
    return np.datetime_as_string(month.astype("datetime64[M]"), unit="M").tolist()


def last_day_of_month(month: np.ndarray) -> np.ndarray:
    """Return the last day (days since 1970) of months since January 1970, int64."""
    return (month + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1


def _lost(by_kind: dict[str, np.ndarray]) -> np.ndarray:
    return by_kind["churn"] + by_kind["contraction"]


def _customers(moved: pd.DataFrame, at: np.ndarray, kind: np.ndarray, count: int) -> np.ndarray:
    """Return payers at the start of each month, payers at its end, and payers lost in it, int64, shape (3, months)."""
    came = np.isin(kind, [KINDS.index("new"), KINDS.index("reactivation")])
    left = kind == KINDS.index("churn")
    change = np.bincount(at[came], minlength=count) - np.bincount(at[left], minlength=count)
    ends = np.cumsum(change)
    once = pd.DataFrame({"payer": moved["payer"].to_numpy()[left], "at": at[left]}).drop_duplicates()
    return np.array([ends - change, ends, np.bincount(once["at"], minlength=count)])


def _table(money: dict[str, np.ndarray], customers: np.ndarray, ledger: Ledger, *, first: int) -> pd.DataFrame:
    month = np.arange(customers.shape[1]) + first
    starts, _, churned = customers
    lost, won = _lost(money), money["expansion"] + money["reactivation"]
    columns = {
        "month": pd.array(month_text(month), dtype="str"),
        **money,
        "gross_mrr_churn_rate": _ratio(lost, money["mrr_start"]),
        "net_mrr_churn_rate": _ratio(lost - won, money["mrr_start"]),
        "customers_start": starts,
        "customers_churned": churned,
        "customer_churn_rate": _ratio(churned, starts),
        "is_partial": last_day_of_month(month) > ledger.last_day,
    }
    return pd.DataFrame({name: columns[name] for name in COLUMNS})


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part / whole, nan where the whole is 0."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
