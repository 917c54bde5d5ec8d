"""Own beat: how unusual is this silence for this person, and after how many days would it be?"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, gammainccinv

from analysis.activity import Activity
from analysis.at_risk.gaps import Gaps
from analysis.counted_days import counted_days
from analysis.kernels.silences import gap_with_longer

PSEUDO_GAPS = 8  # the population's regularity counts as much as so many own gaps
MEAN_PSEUDO_GAPS, LEAST_K = 2.0, 0.5  # and its usual gap as two of a random person, fewer of a precise one
BURSTY_BELOW_K, BURSTY_LEAST_GAPS = 0.8, 20  # below: own long gaps are counted, where there are enough to count
ROUNDING = 1e-9  # .1 x 30 gaps are 3
HALF_DAY = 0.5  # a silence of r whole days is a gap longer than r


@dataclass(frozen=True, eq=False)
class OwnBeat:
    """Each user's law of gaps, drawn towards the population's; nan below three gaps.

    Attributes
    ----------
    regularity_k, mean_days
        Shape and mean of the gamma law.
    law_tail
        Chance of a gap as long as the silence by that law alone, in [0, 1].
    tail
        The same, but never less than the share of the person's own gaps that were longer: who has paused like this
        before is told so.
    counted
        Whether the tail is that of the own gaps alone, bool: bursty users with enough of them.
    """

    regularity_k: np.ndarray
    mean_days: np.ndarray
    law_tail: np.ndarray
    tail: np.ndarray
    counted: np.ndarray


def own_beat(gaps: Gaps) -> OwnBeat:
    """Return everyone's own beat, from what the gaps know and nothing later.

    Gamma law with shape k and mean mu. log k is drawn towards the population's median by `PSEUDO_GAPS` gaps; mu towards
    the population's geometric mean of mean gaps by 2 / max(k, .5) gaps: a precise pattern needs no help. Bursty users
    (k under .8) with twenty gaps or more are told by the share of their own gaps that were longer, counting this one.
    """
    judged = gaps.judged
    k, mean = (np.full(len(gaps.rows), np.nan) for _ in range(2))
    if judged.any():
        count, log_k = gaps.gaps[judged], np.log(gaps.regularity_k[judged])
        k[judged] = np.exp((count * log_k + PSEUDO_GAPS * np.median(log_k)) / (count + PSEUDO_GAPS))
        usual = np.exp(np.log(gaps.mean_days[judged]).mean())
        weight = MEAN_PSEUDO_GAPS / np.maximum(k[judged], LEAST_K)
        mean[judged] = (count * gaps.mean_days[judged] + weight * usual) / (count + weight)
    law = gammaincc(k, k * (gaps.silence_days + HALF_DAY) / mean)
    count = np.maximum(gaps.gaps, 1)
    by_count = judged & (gaps.regularity_k < BURSTY_BELOW_K) & (gaps.gaps >= BURSTY_LEAST_GAPS)
    tail = np.where(by_count, (gaps.longer_gaps + 1) / (count + 1), np.maximum(law, gaps.longer_gaps / count))
    return OwnBeat(k, mean, law, np.where(judged, tail, np.nan), by_count)


def late_after_days(activity: Activity, gaps: Gaps, beat: OwnBeat, tail: float) -> np.ndarray:
    """Return the silence in whole days from which the tail is at most `tail`; nan below three gaps, infinite if never.

    By the gamma law, and not before the own gaps say so too.
    """
    clock, _ = counted_days(activity, gaps.as_of_day)
    allowed = np.where(beat.counted, tail * (gaps.gaps + 1) - 1, tail * np.maximum(gaps.gaps, 0))
    longer = np.floor(allowed + ROUNDING).astype(np.int64)
    own = gap_with_longer((activity.offsets, activity.day, clock), gaps.rows, gaps.as_of_day, longer)
    by_law = np.ceil(gammainccinv(beat.regularity_k, tail) * beat.mean_days / beat.regularity_k - HALF_DAY)
    days = np.where(beat.counted, own, np.maximum(by_law, own))
    return np.where(gaps.judged, np.maximum(days, 0), np.nan)
