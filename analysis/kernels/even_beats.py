"""The even beat that explains each user's days best, as the scores of `kernels.gaps` chose it, and its last tick."""

import math

import numpy as np
from numba import njit

from analysis.kernels.clock import clock_explains, clock_fit, clock_line, off_clock
from analysis.kernels.gaps import HISTOGRAM, LEAST_MEAN_GAP, modal_tail
from analysis.kernels.renewal import gamma_bic, missed_beat_bic, on_beat
from analysis.kernels.tails import log_whole

GAPS, MISSED, CLOCK = range(3)  # what keeps to the beat: each gap, each gap with beats missed, visits to a line


@njit(cache=True, nogil=True)
def _first_guess(day: np.ndarray, log_factorial: np.ndarray) -> int:
    """Return the commonest gap and its multiples' period, else the median gap, in days."""
    gaps = day[1:] - day[:-1]
    span, period = day[-1] - day[0], 0
    if span / len(gaps) >= LEAST_MEAN_GAP:
        below = np.zeros(HISTOGRAM + 1, np.int64)
        for gap in gaps:
            if gap < HISTOGRAM:
                below[gap + 1] += 1
        _, period = modal_tail(np.cumsum(below), len(gaps), span, log_factorial)
    return max(1, period if period else int(np.median(gaps) + 0.5))


@njit(cache=True, nogil=True)
def own_beat(day: np.ndarray, log_factorial: np.ndarray) -> tuple[float, int, float]:
    """Return the beat of at least three days: period in days, way (GAPS, MISSED or CLOCK) and last tick.

    The last tick (days since 1970) is the last day, of a clock where its line puts the last visit. `log_factorial`
    holds at least two entries more than the days from first to last.
    """
    gaps = len(day) - 1
    last = np.float64(day[gaps])
    mean = (day[gaps] - day[0]) / gaps
    logs, equal = 0.0, True
    for number in range(gaps):
        gap = day[number + 1] - day[number]
        logs += log_whole(gap)
        equal &= gap == day[1] - day[0]
    spread = 0.0 if equal else max(1e-12, math.log(mean) - logs / gaps)
    skipping, fitted = missed_beat_bic(day, _first_guess(day, log_factorial))
    way = MISSED if skipping < gamma_bic(gaps, mean, spread) else GAPS
    period = fitted if way == MISSED else mean
    slope, _, clock_share, clock_half = clock_fit(day)
    share, half_share = on_beat(day, period, way)
    if mean >= LEAST_MEAN_GAP and clock_explains(clock_share, clock_half, share, half_share):
        line = clock_line(day)
        return slope, CLOCK, last - off_clock(line, np.int64(day[gaps]) - day[0], gaps) / line[0]
    return period, way, last


@njit(cache=True, nogil=True)
def own_beats(
    rows: np.ndarray, offsets: np.ndarray, day: np.ndarray, log_factorial: np.ndarray, found: np.ndarray
) -> None:
    """Write period and last tick of the users `rows` into `found`, float64, shape (len(rows), 2): see `own_beat`."""
    for place in range(len(rows)):
        own = day[offsets[rows[place]] : offsets[rows[place] + 1]]
        found[place, 0], _, found[place, 1] = own_beat(own, log_factorial)
