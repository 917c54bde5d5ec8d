"""How closely visits keep to a fixed clock: the least-squares line through (visit number, day).

Gaps alone do not know their order. By a clock, a visit that comes late leaves a short gap after it, so visits stay near
one line however many there are; where each gap starts anew, errors add up and visits wander off it.
"""

import numpy as np
from numba import njit

from analysis.kernels.renewal import TOLERANCE

TOLERANCE_PARTS = round(1 / TOLERANCE)


@njit(cache=True, nogil=True)
def clock_line(day: np.ndarray) -> tuple[int, int, int]:
    """Return the line as whole numbers (scale, height, product), so that nothing is rounded.

    `scale` times the distance of visit i from the line, i from 0 to the number of gaps m, is
    scale (day[i] - day[0]) - height - 3 product (2i - m); the slope is 6 product / scale. With n = m + 1 visits, scale
    is n (n^2 - 1): all of it fits 64 bits for windows of a century.
    """
    gaps = len(day) - 1
    total, product = 0, 0
    for visit in range(1, gaps + 1):
        after = np.int64(day[visit]) - day[0]
        total += after
        product += (2 * visit - gaps) * after
    squares = (gaps + 1) * (gaps + 1) - 1
    return (gaps + 1) * squares, total * squares, product


@njit(cache=True, nogil=True)
def clock_fit(day: np.ndarray) -> tuple[float, float, float, float]:
    """Return how closely the visits keep to their line; for at least three active days.

    Returns
    -------
    tuple
        Slope (days a visit), half the distance in days between the visits furthest above and below the line, share of
        visits after the first within a quarter of the slope (at least a day) of it, the smaller of the halves' shares.
    """
    scale, height, product = clock_line(day)
    gaps = len(day) - 1
    allowed = max(scale, 6 * product // TOLERANCE_PARTS)
    lowest = highest = 3 * product * gaps - height
    hits, first_hits = 0, 0
    for visit in range(1, gaps + 1):
        off = scale * (np.int64(day[visit]) - day[0]) - height - 3 * product * (2 * visit - gaps)
        lowest, highest = min(lowest, off), max(highest, off)
        hits += abs(off) <= allowed
        if visit == gaps // 2:
            first_hits = hits
    halves = min(first_hits / (gaps // 2), (hits - first_hits) / (gaps - gaps // 2))
    return 6.0 * product / scale, 0.5 * (highest - lowest) / scale, hits / gaps, halves


@njit(cache=True, nogil=True)
def clock_statistic(s: float, spread: float, mean: float, gaps: int) -> float:
    """Return T = s (spread / mean gap)^2 / gaps: small where gaps are even and visits stay near the line.

    `s` is Moran's statistic of the gaps, `spread` the second result of `clock_fit`, `mean` the mean gap, in days. T is
    the same for days shifted, stretched or read backwards. Random visits wander off by the root of their number;
    divided by it T hardly depends on it, so its quantiles may be interpolated.
    """
    return s * (spread / mean) ** 2 / gaps


@njit(cache=True, nogil=True)
def clock_explains(share: float, half_share: float, gap_share: float, gap_half_share: float) -> bool:
    """Return whether the clock holds more visits than the gaps do, and no fewer in the weaker half."""
    return share > gap_share and half_share >= gap_half_share
