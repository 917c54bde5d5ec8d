"""The situation of a silent person: what the chance to come back is read from."""

import numpy as np

from analysis.at_risk.gaps import Gaps
from analysis.at_risk.own_beat import HALF_DAY, OwnBeat

TAIL_FLOOR = 1e-5
LOCKED_SHARE = 0.7  # of active days on one weekday, or near one day of the month


def situation(gaps: Gaps, beat: OwnBeat, horizon_days: np.ndarray) -> np.ndarray:
    """Return the columns of everyone, float64, shape (users, 18); finite for whoever has a horizon.

    Silence in days and against the own mean, longest and rarest gaps; how often this person was silent for longer and
    came back; number, mean and regularity of the gaps, time with us; the horizon; whether a weekday or a day of the
    month is kept.
    """
    silence, mean = gaps.silence_days + HALF_DAY, beat.mean_days
    with np.errstate(divide="ignore", invalid="ignore"):
        days, own, longest = np.log1p(gaps.silence_days), np.log(silence / mean), np.log(silence / gaps.longest_days)
        rare = -np.log(np.maximum(beat.law_tail, TAIL_FLOOR))
        longer = -np.log((gaps.longer_gaps + HALF_DAY) / (gaps.gaps + 1))
        columns = (
            days, days**2, own, np.maximum(own, 0) ** 2, longest, np.maximum(longest, 0), rare, rare**2, longer,
            np.log1p(gaps.longer_gaps), np.log(gaps.gaps), np.log(mean), np.log(beat.regularity_k),
            np.log1p(gaps.known_days), np.log(horizon_days), np.log(silence / horizon_days),
            gaps.weekday_share >= LOCKED_SHARE, gaps.month_share >= LOCKED_SHARE,
        )  # fmt: skip
    return np.column_stack(columns).astype(np.float64)
