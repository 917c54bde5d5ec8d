"""Gap family: even gaps by a clock, the modal gap, bursts, and the likelihoods of renewals and constant hazard.

Null: given n active days in a window of S + 1 days, every composition of S into n - 1 positive gaps is equally likely.
"""

import math

import numpy as np
from numba import njit

from analysis.kernels.clock import clock_explains, clock_fit, clock_statistic
from analysis.kernels.moran_tails import moran_tail
from analysis.kernels.renewal import gamma_bic, missed_beat_bic, on_beat
from analysis.kernels.tails import TINY, binomial_tail, log_choose, log_whole, sidak, two_rates

COLUMNS = (
    "daily_share", "gap_median_days", "gap_cv", "cadence_share", "cadence_half_share", "cadence_bic", "hazard_bic",
)  # fmt: skip
COVERAGE, MEDIAN, CV, SHARE, HALF, RENEWAL_BIC, HAZARD_BIC = range(7)
CADENCE, BURSTY = 0, 1  # columns of the p-values
LEAST_MEAN_GAP = 1.8  # denser than this a single streak looks like a metronome
# How the family's level is split. The modal part is far below its nominal size (p <= .01 for one random user in eight
# thousand), so the two need not add up to 1: together they stay below the level.
CLOCK_LEVEL, MODAL_LEVEL = 0.98, 0.3
MODAL_GAPS = (2, 60)
MODAL_LOOKS = 100.0
MODAL_SHARE, MODAL_OWN_SHARE = 0.7, 0.4  # of gaps near N, 2N or 3N; near N itself
LEAST_SKIPPED = 6  # with fewer days left out of the window no gap statistic can tell bursts from chance
HISTOGRAM = 3 * MODAL_GAPS[1] + 4


@njit(cache=True, nogil=True)
def _near(below: np.ndarray, centre: int, width: int) -> int:
    """Return how many gaps lie within `width` of `centre`; `below[g]` counts gaps shorter than g."""
    return below[centre + width + 1] - below[centre - width]


@njit(cache=True, nogil=True)
def modal_tail(below: np.ndarray, gaps: int, span: int, log_factorial: np.ndarray) -> tuple[float, int]:
    """Return the corrected tail of the best period N, and N (0 where none holds enough gaps).

    Gaps within w of N, 2N, 3N against their exact chance under the composition null, N in 2..60, w in 0..2, 4w <= N.
    """
    least, period = 1.0, 0
    for candidate in range(MODAL_GAPS[0], MODAL_GAPS[1] + 1):
        if _near(below, candidate, min(2, candidate // 4)) < MODAL_OWN_SHARE * gaps:
            continue
        for width in range(min(2, candidate // 4) + 1):
            own = _near(below, candidate, width)
            if own < MODAL_OWN_SHARE * gaps:
                continue
            hits = own + _near(below, 2 * candidate, width) + _near(below, 3 * candidate, width)
            if hits < MODAL_SHARE * gaps:
                continue
            chance = 0.0
            for beat in range(1, 4):
                for gap in range(beat * candidate - width, beat * candidate + width + 1):
                    if gap < span:
                        chance += math.exp(
                            log_choose(span - gap - 1, gaps - 2, log_factorial)
                            - log_choose(span - 1, gaps - 1, log_factorial)
                        )
            tail = binomial_tail(hits, gaps, min(1.0, chance), log_factorial)
            if tail < least:
                least, period = tail, candidate
    return sidak(least, MODAL_LOOKS), period


@njit(cache=True, nogil=True)
def _median_gap(below: np.ndarray, day: np.ndarray) -> float:
    """Return the median gap, from the histogram where it reaches, else by sorting."""
    gaps = len(day) - 1
    lower, upper = (gaps - 1) // 2, gaps // 2
    if below[HISTOGRAM] <= upper:
        ordered = np.sort(day[1:] - day[:-1])
        return 0.5 * (ordered[lower] + ordered[upper])
    gap = 1
    while below[gap + 1] <= lower:
        gap += 1
    first = gap
    while below[gap + 1] <= upper:
        gap += 1
    return 0.5 * (first + gap)


@njit(cache=True, nogil=True)
def _fit_renewal(day: np.ndarray, s: float, period: int, out: np.ndarray) -> tuple[float, float, float]:
    """Write the BIC of the better renewal; return its period in days, its share and half share."""
    gaps = len(day) - 1
    mean = (day[gaps] - day[0]) / gaps
    plain = gamma_bic(gaps, mean, s)
    skipping, fitted = missed_beat_bic(day, max(1, period))
    out[RENEWAL_BIC] = min(plain, skipping)
    beat = fitted if skipping < plain else mean
    share, half_share = on_beat(day, beat, 1 if skipping < plain else 0)
    return beat, share, half_share


@njit(cache=True, nogil=True)
def _describe(day: np.ndarray, ignored: int, below: np.ndarray, out: np.ndarray) -> float:
    """Write the columns that need no model and the histogram of gaps; return s, 0 for equal gaps.

    `ignored` dates of the window are no days of silence: they count neither for coverage nor for the hazard.
    """
    gaps = len(day) - 1
    span = day[gaps] - day[0]
    mean = span / gaps
    below[:] = 0
    logs, squares, equal = 0.0, 0.0, True
    for number in range(gaps):
        gap = day[number + 1] - day[number]
        logs += log_whole(gap)
        squares += (gap - mean) ** 2
        equal &= gap == day[1] - day[0]
        if gap < HISTOGRAM:
            below[gap + 1] += 1
    for gap in range(1, HISTOGRAM + 1):
        below[gap] += below[gap - 1]
    out[COVERAGE] = len(day) / (span + 1 - ignored)
    out[MEDIAN] = _median_gap(below, day)
    out[CV] = math.sqrt(squares / (gaps - 1)) / mean
    out[HAZARD_BIC] = -2.0 * two_rates(gaps, span - ignored) + math.log(gaps)
    return 0.0 if equal else max(1e-12, math.log(mean) - logs / gaps)


@njit(cache=True, nogil=True)
def _score_user(
    day: np.ndarray,
    ignored: int,
    moran: tuple,
    log_factorial: np.ndarray,
    below: np.ndarray,
    out: np.ndarray,
    pvalues: np.ndarray,
) -> int:
    """Write the columns and both p-values of one user; return the period in whole days."""
    gaps = len(day) - 1
    span = day[gaps] - day[0]
    mean = span / gaps
    s = _describe(day, ignored, below, out)
    (clocks, bursts), grids = moran
    log_gaps, log_mean = log_whole(gaps), math.log(mean)
    upper = 1.0
    if s > 0.0 and span - gaps >= LEAST_SKIPPED:
        upper = moran_tail(s, log_gaps, log_mean, bursts, grids)
    pvalues[BURSTY] = upper
    period = 0
    tested = mean >= LEAST_MEAN_GAP
    if tested:
        slope, spread, clock_share, clock_half = clock_fit(day)
        if s > 0.0:
            clock = moran_tail(clock_statistic(s, spread, mean, gaps), log_gaps, log_mean, clocks, grids)
        else:
            clock = max(TINY, math.exp(-log_choose(span - 1, gaps - 1, log_factorial)))
        modal, period = modal_tail(below, gaps, span, log_factorial)
        if upper <= 0.5:
            modal = 1.0
        pvalues[CADENCE] = min(1.0, clock / CLOCK_LEVEL, modal / MODAL_LEVEL)
    beat, share, half_share = _fit_renewal(day, s, period if period else int(out[MEDIAN] + 0.5), out)
    if tested and clock_explains(clock_share, clock_half, share, half_share):
        beat, share, half_share = slope, clock_share, clock_half
    out[SHARE], out[HALF] = share, half_share
    return int(beat + 0.5)


@njit(cache=True, nogil=True)
def score_gaps(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, least_days: int, log_factorial: np.ndarray,
    ignored: np.ndarray, moran: tuple, scores: np.ndarray, details: np.ndarray, pvalues: np.ndarray,
) -> None:  # fmt: skip
    """Score the users rows[0]..rows[1]; arrays come one by one because numba has no keyword objects.

    Parameters
    ----------
    ignored
        Dates nobody is expected on (days since 1970), ascending.
    moran
        ((lower quantiles of T, upper quantiles of s), grids): see `moran_tail`.
    scores
        float32, shape (users, len(COLUMNS)), nan beforehand.
    details
        int16, shape (users, 1): the period in days, -1 beforehand.
    pvalues
        float64, shape (users, 2): cadence, bursty; 1 beforehand.
    """
    below = np.zeros(HISTOGRAM + 1, np.int64)
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]]
        if len(own) >= least_days:
            left_out = 0
            if len(ignored):
                left_out = np.searchsorted(ignored, own[len(own) - 1]) - np.searchsorted(ignored, own[0])
            period = _score_user(own, left_out, moran, log_factorial, below, scores[user], pvalues[user])
            details[user, 0] = min(period, 32767)
