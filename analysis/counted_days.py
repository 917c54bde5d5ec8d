"""Days as silences count them: dates left out of the data (`Activity.ignored_days`) are no days of silence."""

import numpy as np

from analysis.activity import Activity


def counted_days(activity: Activity, day: int) -> tuple[np.ndarray, int]:
    """Return every user-day, and `day`, counted without the dates on which nobody is expected."""
    ignored = activity.ignored_days
    if not len(ignored):
        return activity.day, day
    passed = np.searchsorted(ignored, activity.day, side="right").astype(np.int32)
    return activity.day - passed, day - int(np.searchsorted(ignored, day, side="right"))


def silence_days(activity: Activity) -> np.ndarray:
    """Return the days since each user's last visit, int64, without those left out of the data."""
    return _days_since(activity, activity.last_day.astype(np.int64))


def last_day_of_silent(activity: Activity, silent_days: int) -> int:
    """Return the latest last visit that makes a silence of so many days, days since 1970."""
    days = activity.observed_to - silent_days - np.arange(len(activity.ignored_days) + 1)
    return int(days[_days_since(activity, days) >= silent_days][0])


def _days_since(activity: Activity, day: np.ndarray) -> np.ndarray:
    ignored = activity.ignored_days
    passed = np.searchsorted(ignored, activity.observed_to, side="right") - np.searchsorted(ignored, day, side="right")
    return activity.observed_to - day - passed
