"""How well a beat of the user's own explains their gaps: gamma renewal, and a renewal that misses beats."""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import two_rates

TOLERANCE = 0.25  # a gap within max(1, N/4) days of N is on the beat
DAY_RESOLUTION = 0.4  # smallest spread of gaps a calendar day can show


@njit(cache=True, nogil=True)
def gamma_bic(gaps: int, mean: float, s: float) -> float:
    """Return BIC of gamma renewal with the shape of Minka (2002), capped at the resolution of a day."""
    cap = (mean / DAY_RESOLUTION) ** 2
    k = cap if s <= 0.0 else min(cap, (3.0 - s + math.sqrt((s - 3.0) ** 2 + 24.0 * s)) / (12.0 * s))
    log_mean = math.log(mean)
    likelihood = (k - 1.0) * gaps * (log_mean - s) - k * gaps + gaps * k * (math.log(k) - log_mean)
    return -2.0 * min(0.0, likelihood - gaps * math.lgamma(k)) + 2.0 * math.log(gaps)


@njit(cache=True, nogil=True)
def _beats(gap: int, period: float) -> int:
    return max(1, math.floor(gap / period + 0.5))


@njit(cache=True, nogil=True)
def missed_beat_bic(day: np.ndarray, period: int) -> tuple[float, float]:
    """Return BIC of a renewal that skips beats, and its period in days, from a first guess of the period."""
    gaps = len(day) - 1
    span = day[gaps] - day[0]
    beats = 0
    for number in range(gaps):
        beats += _beats(day[number + 1] - day[number], period)
    fitted = span / beats
    squares = 0.0
    for number in range(gaps):
        gap = day[number + 1] - day[number]
        squares += (gap - _beats(gap, period) * fitted) ** 2
    spread = max(DAY_RESOLUTION, math.sqrt(squares / gaps))
    likelihood = -gaps * math.log(spread * math.sqrt(2.0 * math.pi)) - squares / (2.0 * spread * spread)
    # Each visit ends a geometric number of beats: `gaps` visits at `beats` beats.
    likelihood += two_rates(gaps, beats)
    parameters = 3.0 if beats > gaps else 2.0
    return -2.0 * min(0.0, likelihood) + parameters * math.log(gaps), fitted


@njit(cache=True, nogil=True)
def on_beat(day: np.ndarray, period: float, skips: int) -> tuple[float, float]:
    """Return the share of gaps on the beat, and the smaller of the two halves' shares."""
    gaps = len(day) - 1
    allowed = max(1.0, TOLERANCE * period)
    halves = np.zeros(2)
    for number in range(gaps):
        gap = day[number + 1] - day[number]
        beats = _beats(gap, period) if skips else 1
        if abs(gap - beats * period) <= allowed:
            halves[0 if number < gaps // 2 else 1] += 1.0
    share = (halves[0] + halves[1]) / gaps
    return share, min(halves[0] / (gaps // 2), halves[1] / (gaps - gaps // 2))
