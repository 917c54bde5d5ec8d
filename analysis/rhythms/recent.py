"""The label of the last 90 days, beside that of the whole history: habits change."""

from dataclasses import replace

import numpy as np

from analysis.labels import RhythmSettings, label
from analysis.rhythms.scoring import score_user_days
from analysis.rhythms.user_days import UserDays
from analysis.segmentation import Segmentation

RECENT_DAYS = 90


def label_recent(days: UserDays, settings: RhythmSettings, *, until: int) -> Segmentation:
    """Return the labels of the last `RECENT_DAYS` days up to `until` (days since 1970); row i is user i.

    The same tests, on these days alone; somebody who came on fewer than the least days then is "too_few".
    """
    return label(score_user_days(_cut(days, until - RECENT_DAYS + 1)), settings)


def _cut(days: UserDays, first_day: int) -> UserDays:
    """Return the days from `first_day` on; users may be left without any."""
    kept = days.day >= first_day
    before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
    return replace(days, offsets=before[days.offsets], day=days.day[kept])
