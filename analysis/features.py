"""Features: one row of plain figures a user; what rules, metrics and tables read."""

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.kernels.features import COLUMNS, day_features

FEATURE_NAMES = (
    "active_days", "events", "amount", "tenure_days", "days_since_last", "gap_mean_days", "gap_median_days", "gap_cv",
    "regularity_k", "weekday_share", "weekend_share", "top_hour_share", "active_hours", "features_used", "mrr",
)  # fmt: skip


def features(dataset: Dataset) -> pd.DataFrame:
    """Return one row a user of `dataset.activity` (row i is user i) with the columns `FEATURE_NAMES`.

    Undefined figures are nan. With now = `observed_to`, A = the user's active days, g = the gaps between them:

    - active_days: |A|. events: all events. amount: sum of amounts (nan where the source has none).
    - tenure_days: now minus first active day. days_since_last: now minus last active day.
    - gap_mean_days, gap_median_days: of g; need 2 active days.
    - gap_cv: sample standard deviation of g over its mean; needs 3 active days.
    - regularity_k: gamma shape of g by Minka's start value (1 random, above clock-like, below bursty), at most 99;
      needs 3 active days.
    - weekday_share: share of A on the user's most frequent weekday. weekend_share: share of A on Saturday or Sunday.
    - top_hour_share: share of A on which the user was active in their most frequent local hour.
    - active_hours: distinct local hours an active day, a stand-in for time spent. Both nan where only dates are known.
    - features_used: distinct event names used; nan where the source names no events.
    - mrr: monthly revenue of subscriptions running now, in currency; 0 for a user whose subscriptions all ended,
      nan for one of whom none has started by now. The column is there only where there are subscriptions.
    """
    activity = dataset.activity
    columns = _counts(activity)
    figures = day_features(activity.offsets, activity.day, activity.hours)
    columns |= dict(zip(COLUMNS, figures, strict=True))
    columns["features_used"] = _features_used(activity)
    if dataset.subscriptions is not None:
        columns["mrr"] = _mrr(dataset)
    return pd.DataFrame({name: columns[name] for name in FEATURE_NAMES if name in columns})


def _counts(activity: Activity) -> dict[str, np.ndarray]:
    starts = activity.offsets[:-1]
    amount = np.full(activity.users, np.nan)
    events = np.zeros(activity.users, np.int64)
    if activity.users:
        events = np.add.reduceat(activity.events, starts, dtype=np.int64)
        if activity.amount is not None:
            amount = np.add.reduceat(activity.amount, starts)
    return {
        "active_days": activity.active_days,
        "events": events,
        "amount": amount,
        "tenure_days": activity.observed_to - activity.first_day.astype(np.int64),
        "days_since_last": activity.observed_to - activity.last_day.astype(np.int64),
    }


def _features_used(activity: Activity) -> np.ndarray:
    if not activity.event_names:
        return np.full(activity.users, np.nan)
    return np.bincount(activity.uses["user"], minlength=activity.users).astype(np.float64)


def running_cents(dataset: Dataset) -> pd.Series:
    """Return the monthly revenue in cents of everybody whose subscription has begun, by payer: a user or an account.

    0 where all have ended; `end_day` is the first day without the subscription. Needs `dataset.subscriptions`.
    """
    now = dataset.activity.observed_to
    # One that starts later is not known yet: a 0 now would say who is going to subscribe.
    started = dataset.subscriptions[dataset.subscriptions["start_day"] <= now]
    end = started["end_day"]
    return started["mrr_cents"].where(end.isna() | (end > now), 0).groupby(started["user_id"]).sum()


def _mrr(dataset: Dataset) -> np.ndarray:
    known = running_cents(dataset).reindex(dataset.activity.user_ids.to_pandas())
    return known.to_numpy(np.float64, na_value=np.nan) / 100
