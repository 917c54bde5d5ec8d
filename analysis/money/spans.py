"""When each subscription was paid for: from the end of its trial to the day on which its end counts."""

import numpy as np
import pandas as pd

from analysis.money.reason_words import read_reasons
from analysis.money.settings import DEFAULTS, ChurnCounts, Money
from analysis.subscription_status import NEVER_PAID, RUNNING, STOPPED_PAYING

# A payer and a day in one int64: 20 bits hold every day from 1900 to 2199.
DAY_BITS, DAY_ZERO = 20, 1 << 19
COLUMNS = ("payer", "row", "start_day", "end_day", "cents", "plan")


def paid_spans(
    subscriptions: pd.DataFrame, *, as_of_day: int, churn_counts: ChurnCounts = "period_end", settings: Money = DEFAULTS
) -> pd.DataFrame:
    """Return one row a paid stretch, in the order of the table.

    Parameters
    ----------
    subscriptions
        As `Dataset.subscriptions`; only user_id, start_day, end_day and mrr_cents have to be there.
    as_of_day
        Days since 1970: what starts later is left out, what ends later runs on.
    churn_counts
        "period_end": at the end of the time paid for, also where the billing system ended it earlier, unless the
        payment failed or another subscription of the payer took over that day. "cancelled": on the day the billing
        system ended it. "scheduled": on the day the cancellation was asked for. As ChartMogul's Churn recognition.

    Returns
    -------
    DataFrame
        payer (str), row (int64, position in `subscriptions`), start_day (int32, first paid day), end_day (Int32, first
        day no longer paid; missing: runs on), cents (int64 > 0, a month), plan (str, missing where not named). Trials,
        free plans and subscriptions that never began are in no row.
    """
    start = _paid_from(subscriptions)
    end = _ends(subscriptions, churn_counts)
    end = _without_unpaid(subscriptions, end, as_of_day=as_of_day, settings=settings)
    end = np.where(end > as_of_day, np.nan, end)
    cents = subscriptions["mrr_cents"].to_numpy(np.int64)
    paid = (cents > 0) & (start <= as_of_day) & ~(end <= start)
    paid &= ~text_of(subscriptions, "status").isin(NEVER_PAID).to_numpy()
    row = np.flatnonzero(paid)
    kept = subscriptions.iloc[row]
    frame = pd.DataFrame({
        "payer": kept["user_id"].astype("str").array,
        "row": row,
        "start_day": start[row].astype(np.int32),
        "end_day": pd.array(end[row], dtype="Float64").astype("Int32"),
        "cents": cents[row],
        "plan": text_of(kept, "plan").array,
    })  # fmt: skip
    return frame[list(COLUMNS)]


def days_of(table: pd.DataFrame, name: str) -> np.ndarray:
    """Return a column of days as float64 with nan where missing; all nan where the table has no such column."""
    if name not in table:
        return np.full(len(table), np.nan)
    return table[name].astype("Float64").to_numpy(np.float64, na_value=np.nan)


def text_of(table: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of text; all missing where the table has no such column."""
    return table[name].astype("str") if name in table else pd.Series(None, index=table.index, dtype="str")


def has_ended(subscriptions: pd.DataFrame) -> np.ndarray:
    """Return which rows are over, not only due to end, and were ever begun: bool, shape (rows,)."""
    is_open = text_of(subscriptions, "status").isin((*RUNNING, *NEVER_PAID)).to_numpy()
    return np.isfinite(days_of(subscriptions, "end_day")) & ~is_open


def is_current_only(subscriptions: pd.DataFrame) -> bool:
    """Whether the table looks like an export of current subscriptions only: some are paid and not one has ended."""
    return bool((subscriptions["mrr_cents"] > 0).any()) and not has_ended(subscriptions).any()


def knows_later(subscriptions: pd.DataFrame, as_of_day: int) -> bool:
    """Whether the table knows of something that happened after a day: it was exported later.

    What it says without a date, as a status, then need not have held on that day. Ends may only be announced: they do
    not tell.
    """
    happened = ("start_day", "period_start_day", "cancelled_day")
    return any((days_of(subscriptions, name) > as_of_day).any() for name in happened)


def _paid_from(table: pd.DataFrame) -> np.ndarray:
    """Return the first paid day: the end of the trial, else the start; nan where the whole row is a trial."""
    start = np.fmax(days_of(table, "start_day"), days_of(table, "trial_end_day"))
    if "is_trial" not in table:
        return start
    return np.where(table["is_trial"].to_numpy(bool), np.nan, start)


def _ends(table: pd.DataFrame, churn_counts: ChurnCounts) -> np.ndarray:
    """Return the day on which each row's end counts, nan where none is known."""
    end = days_of(table, "end_day")
    if churn_counts == "scheduled":
        return np.fmin(end, days_of(table, "cancelled_day"))
    if churn_counts == "cancelled":
        return end
    paid_to = days_of(table, "period_end_day")
    is_longer = paid_to > end
    if is_longer.any():
        is_unpaid = np.isin(read_reasons(text_of(table, "reason"))[1].astype(str), ["payment", "dispute"])
        is_longer &= ~is_unpaid & ~_taken_over(table, end)
    return np.where(is_longer, paid_to, end)


def _taken_over(table: pd.DataFrame, end: np.ndarray) -> np.ndarray:
    """Return where another subscription of the same payer starts on the day this one ends."""
    payer = pd.factorize(table["user_id"])[0].astype(np.int64)
    starts = np.sort(pack(payer, days_of(table, "start_day").astype(np.int64)))
    ends = pack(payer, np.nan_to_num(end).astype(np.int64))
    place = np.searchsorted(starts, ends)  # three times faster than np.isin on a million
    return np.isfinite(end) & (np.append(starts, [-1])[place] == ends)


def pack(payer: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return payer codes and days (int64) as one sortable int64."""
    return payer << DAY_BITS | (day + DAY_ZERO)


def _without_unpaid(table: pd.DataFrame, end: np.ndarray, *, as_of_day: int, settings: Money) -> np.ndarray:
    """Return the ends with subscriptions that nobody pays taken out from the start of the unpaid period.

    Where that day is not known, they go on the last day of the data; of an earlier day than the export's nobody knows
    that they were unpaid, so they stay.
    """
    status = text_of(table, "status")
    unpaid = STOPPED_PAYING if settings.past_due_counts else ("past_due", *STOPPED_PAYING)
    is_unpaid = status.isin(unpaid).to_numpy()
    since = days_of(table, "period_start_day")
    if (is_unpaid & np.isnan(since)).any() and not knows_later(table, as_of_day):
        since = np.where(np.isfinite(since), since, as_of_day)
    return np.where(is_unpaid, np.fmin(end, since), end)
