"""On which weekday and at which hour somebody usually comes: when a message meets them."""

import numpy as np
import pandas as pd

from analysis.activity import WEEKDAYS, weekday_of
from analysis.study import Study

LEAST_DAYS = 4  # of fewer, one weekday leads by chance


def usual_times(study: Study) -> pd.DataFrame:
    """Return one row a user: weekday ("Tue"), weekday_share, hour_start, hour_stop; missing where nothing is usual.

    The weekday on which most active days fall, from four active days on and where at least
    `win_back.min_weekday_share` of them do. The hours are the shortest window that holds the share `hours.min_share`
    of the days (`analysis.hours.hour_table`), whether or not they are also everybody's.
    """
    users, week = study.activity.users, len(WEEKDAYS)
    cell = study.activity.user.astype(np.int64) * week + weekday_of(study.activity.day)
    counts = np.bincount(cell, minlength=users * week).reshape(users, week)
    share = counts.max(axis=1) / np.maximum(counts.sum(axis=1), 1)
    usual = (share >= study.settings.win_back.min_weekday_share) & (study.activity.active_days >= LEAST_DAYS)
    weekday = np.where(usual, np.array(WEEKDAYS, object)[counts.argmax(axis=1)], None)
    hours = study.hour_table
    return pd.DataFrame({
        "weekday": pd.Series(weekday, dtype="str"),
        "weekday_share": np.where(usual, share, np.nan),
        "hour_start": hours["hour_start"].to_numpy(float),
        "hour_stop": hours["hour_stop"].where(hours["hour_start"].notna()).to_numpy(float),
    })  # fmt: skip
