"""People with a rhythm whom a weekly report calls dormant although they come back."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.activity import Activity

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.labels import Segmentation

MISREAD_WEEKLY = "misread:weekly"
HALF_A_YEAR_DAYS = 182
CALENDAR_RHYTHMS = ("weekend", "weekday", "weekday_set", "weekdays", "month_day", "cadence")


def skipped_a_week(activity: Activity) -> np.ndarray:
    """Return who, in the last half year, had a Monday-to-Sunday week without activity and came back; bool (users,)."""
    week = (activity.day + 3) // 7
    same_user = np.diff(activity.user) == 0
    recent = activity.day[1:] > activity.observed_to - HALF_A_YEAR_DAYS
    skipped = np.zeros(activity.users, bool)
    skipped[activity.user[1:][same_user & recent & (np.diff(week) > 1)]] = True
    return skipped


def with_calendar_rhythm(segmentation: "Segmentation") -> np.ndarray:
    """Return who keeps a rhythm that names when they come next, bool, shape (users,)."""
    return np.logical_or.reduce([segmentation.is_in(slug) for slug in CALENDAR_RHYTHMS])


def misread_weekly(activity: Activity, segmentation: "Segmentation") -> np.ndarray:
    """Return who keeps such a rhythm and skipped a calendar week, bool, shape (users,)."""
    return with_calendar_rhythm(segmentation) & skipped_a_week(activity)
