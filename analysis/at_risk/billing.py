"""Billing cycles: how many whole ones somebody has been silent for, counted from their own start."""

import numpy as np
import pandas as pd

from analysis.dataset import Dataset


def silent_cycles(dataset: Dataset, cycle_days: int) -> np.ndarray:
    """Return the whole billing cycles without a visit up to the end of the data, int64, shape (users,).

    Who has a subscription (their own, else their account's) is billed by the calendar month from the start of the
    latest that has begun; where the month is too short, on its last day. Everybody else has cycles of `cycle_days`
    days from the first visit. The cycle that is not over yet does not count.
    """
    activity = dataset.activity
    now, last = activity.observed_to, activity.last_day.astype(np.int64)
    start = _subscription_starts(dataset)
    by_month = np.isfinite(start)
    first = activity.first_day.astype(np.int64)
    ended, seen = (now - first + 1) // cycle_days, (last - first) // cycle_days
    if by_month.any():
        since = start[by_month].astype(np.int64)
        ended[by_month] = _months_between(since, np.full(len(since), now + 1))
        seen[by_month] = _months_between(since, last[by_month])
    return np.maximum(0, ended - np.maximum(seen + 1, 0))


def _subscription_starts(dataset: Dataset) -> np.ndarray:
    """Return the start of the latest subscription begun by now, float64 days since 1970; nan without one."""
    users = dataset.activity.users
    if dataset.subscriptions is None:
        return np.full(users, np.nan)
    begun = dataset.subscriptions[dataset.subscriptions["start_day"] <= dataset.activity.observed_to]
    latest = begun.groupby("user_id")["start_day"].max().astype(float)
    own = latest.reindex(dataset.activity.user_ids.to_pandas()).to_numpy()
    if "account_id" not in dataset.attributes:
        return own
    return np.where(np.isfinite(own), own, latest.reindex(dataset.attributes["account_id"]).to_numpy())


def _months_between(start: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return how many billing dates of a start lie in (start, day], negative before it; days since 1970, int64."""
    (start_month, start_place, _), (month, place, length) = _placed(start), _placed(day)
    return month - start_month - (place < np.minimum(start_place, length - 1))


def _placed(day: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return month number, day of the month from 0, and days of that month."""
    dates = pd.DatetimeIndex(day.astype("datetime64[D]"))
    month = dates.year.to_numpy(np.int64) * 12 + dates.month.to_numpy(np.int64)
    return month, dates.day.to_numpy(np.int64) - 1, dates.days_in_month.to_numpy(np.int64)
