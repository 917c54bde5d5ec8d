"""The last 90 days as a history of their own: their label stands beside that of the whole, for habits change."""

from dataclasses import replace

import numpy as np

from analysis.rhythms.scores import Scores
from analysis.rhythms.scoring import score_user_days
from analysis.rhythms.user_days import UserDays

RECENT_DAYS = 90


def score_recent(days: UserDays, *, until: int) -> Scores:
    """Return the scores of the last `RECENT_DAYS` days up to `until` (days since 1970); row i is user i.

    The same tests, on these days alone; somebody who came on fewer than the least days then is "too_few".
    """
    kept = days.day > until - RECENT_DAYS
    before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
    return score_user_days(replace(days, offsets=before[days.offsets], day=days.day[kept]))
