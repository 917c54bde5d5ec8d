"""How closely visits keep to a fixed clock: the least-squares line through (visit number, day).

Gaps alone do not know their order. By a clock, a visit that comes late leaves a short gap after it, so visits stay near
one line however many there are; where each gap starts anew, errors add up and visits wander off it.
"""

import numpy as np
from numba import njit

from analysis.kernels.renewal import TOLERANCE

TOLERANCE_PARTS = round(1 / TOLERANCE)  # a whole number for whole-number arithmetic


@njit(cache=True, nogil=True)
def clock_line(day: np.ndarray) -> tuple[int, int, int]:
    """Return the least-squares line of at least two days as (scale, height, product): see `off_clock`.

    The slope is 6 product / scale, in days a visit. With n visits `scale` is n (n^2 - 1). Whole numbers, so that
    nothing is rounded; all of them fit into 64 bits for windows of a century.
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
def off_clock(line: tuple[int, int, int], after: int, place: int) -> int:
    """Return the distance of a visit from the line, times `scale`; for arrays as well.

    `after` is in days after the first visit, `place` twice the number of the visit less the number of gaps.
    """
    scale, height, product = line
    return scale * after - height - 3 * product * place


@njit(cache=True, nogil=True)
def allowed_off(line: tuple[int, int, int]) -> int:
    """Return how far off a visit is still on the beat, times `scale`: a quarter of the slope, at least a day."""
    return max(line[0], 6 * line[2] // TOLERANCE_PARTS)


@njit(cache=True, nogil=True)
def clock_fit(day: np.ndarray) -> tuple[float, float, float, float]:
    """Return how closely at least three visits keep to their line.

    Returns
    -------
    tuple
        Slope (days a visit); half the distance in days between the visits furthest above and below the line; share of
        visits after the first that are on the beat; the smaller share of the two halves.
    """
    line = clock_line(day)
    gaps = len(day) - 1
    allowed = allowed_off(line)
    lowest = highest = off_clock(line, 0, -gaps)
    hits, first_hits = 0, 0
    for visit in range(1, gaps + 1):
        off = off_clock(line, np.int64(day[visit]) - day[0], 2 * visit - gaps)
        lowest, highest = min(lowest, off), max(highest, off)
        hits += abs(off) <= allowed
        if visit == gaps // 2:
            first_hits = hits
    half_share = min(first_hits / (gaps // 2), (hits - first_hits) / (gaps - gaps // 2))
    return 6.0 * line[2] / line[0], 0.5 * (highest - lowest) / line[0], hits / gaps, half_share


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
