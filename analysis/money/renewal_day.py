"""When a running subscription renews next: as it is written down, else counted on from its start."""

import numpy as np
import pandas as pd

from analysis.money.months import last_day_of_month, month_of
from analysis.money.spans import days_of

_LEAST_MONTHS = 2  # who pays more often renews within every list: only a date that is written down is taken


def next_renewal(subscriptions: pd.DataFrame, as_of_day: int) -> np.ndarray:
    """Return the next day on which each subscription renews or ends, days since 1970, float64; nan where not known.

    The end of the period paid for where it lies ahead and the period has begun; else a known end; else, for intervals
    of two whole months or more, the start and so many intervals. Whether it was cancelled is not looked at.
    """
    period, end = days_of(subscriptions, "period_end_day"), days_of(subscriptions, "end_day")
    is_current = (period > as_of_day) & ~(days_of(subscriptions, "period_start_day") > as_of_day)
    written = np.where(is_current, period, np.where(end > as_of_day, end, np.nan))
    months = days_of(subscriptions, "interval_months")
    counted = np.full(len(subscriptions), np.nan)
    some = np.flatnonzero(np.isnan(written) & (months >= _LEAST_MONTHS) & (months % 1 == 0))
    start = days_of(subscriptions, "start_day")[some].astype(np.int64)
    counted[some] = _next_of(start, months[some].astype(np.int64), as_of_day)
    return np.where(np.isnan(written), counted, written)


def _next_of(start: np.ndarray, months: np.ndarray, now: int) -> np.ndarray:
    """Return the first day after `now` that is whole intervals of months after a start (short months: their last)."""
    month, today = month_of(start), int(month_of(np.array([now]))[0])
    place = start - last_day_of_month(month - 1)
    found = np.zeros(len(start), np.int64)
    for turn in (0, 1):  # this interval's day may have passed within its month
        ahead = month + (np.maximum(today - month, 0) // months + turn) * months
        day = np.minimum(last_day_of_month(ahead - 1) + place, last_day_of_month(ahead))
        found = np.where(found > now, found, day)
    return found
