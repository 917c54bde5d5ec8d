"""How far active days lie apart: the gap a frequency class goes by, the share of days, weeks and months used."""

import math

import numpy as np
from numba import njit

from analysis.kernels.parallel import over_slices

BLOCK_DAYS = (1, 7, 30)  # a day, a week and a month of one's own, counted from the first active day


def coverage(offsets: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return gap_cv and the shares of own days, weeks and months with an active day, float64, shape (4, users).

    gap_cv as `analysis.features`. The shares are of the blocks of `BLOCK_DAYS` days from the first active day to the
    one that holds the last. nan for what is not defined; a user may have no day.
    """
    table = np.full((len(offsets) - 1, 4), np.nan)

    def work(start: int, stop: int) -> None:
        _cover(offsets[start : stop + 1], day, table[start:stop])

    if len(table):
        over_slices(work, len(table))
    return np.ascontiguousarray(table.T)


def held_gap(offsets: np.ndarray, day: np.ndarray, band_share: float) -> np.ndarray:
    """Return the gap in days that each user's frequency class goes by, float64, shape (users,), nan below two days.

    It starts as the mean of the first two gaps, and with each further gap moves as far as the median of all gaps so
    far asks for: it is clipped to [median / (1 + band), median * (1 + band)] (of an even number of gaps from the lower
    to the upper of the two in the middle). This is the play operator of hysteresis (Visintin, Differential Models of
    Hysteresis, 1994): for any cut c, held > c says on which side a user is who changes sides only when the median is
    past c by the band.
    """
    held = np.full(len(offsets) - 1, np.nan)
    longest = int(np.diff(offsets).max(initial=1))

    def work(start: int, stop: int) -> None:
        _hold(offsets[start : stop + 1], day, 1.0 + band_share, np.empty(longest, np.int32), held[start:stop])

    if len(held):
        over_slices(work, len(held))
    return held


def median_gaps(offsets: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the median gap of each user in days, float64, shape (users,), nan with fewer than two active days."""
    found = np.full(len(offsets) - 1, np.nan)
    longest = int(np.diff(offsets).max(initial=1))

    def work(start: int, stop: int) -> None:
        _median(offsets[start : stop + 1], day, np.empty(longest, np.int32), found[start:stop])

    if len(found):
        over_slices(work, len(found))
    return found


@njit(cache=True, nogil=True)
def _median(offsets: np.ndarray, day: np.ndarray, gaps: np.ndarray, out: np.ndarray) -> None:
    """Write one figure a user; `gaps` is room for the longest history."""
    for user in range(len(out)):
        low, count = offsets[user], offsets[user + 1] - offsets[user] - 1
        if count < 1:
            continue
        for place in range(count):
            gaps[place] = day[low + place + 1] - day[low + place]
        own = gaps[:count]
        own.sort()
        out[user] = 0.5 * (own[(count - 1) // 2] + own[count // 2])


@njit(cache=True, nogil=True)
def _hold(offsets: np.ndarray, day: np.ndarray, wider: float, gaps: np.ndarray, out: np.ndarray) -> None:
    """Write one figure a user; `gaps` holds the gaps so far in order."""
    for user in range(len(out)):
        held = np.nan
        first = offsets[user] + 1
        for row in range(first, offsets[user + 1]):
            gap = day[row] - day[row - 1]
            count = row - first  # gaps before this one
            place = count
            while place > 0 and gaps[place - 1] > gap:
                gaps[place] = gaps[place - 1]
                place -= 1
            gaps[place] = gap
            if count < 2:
                held = 0.5 * (gaps[0] + gaps[count])
            else:
                held = min(max(held, gaps[count // 2] / wider), gaps[(count + 1) // 2] * wider)
        out[user] = held


@njit(cache=True, nogil=True)
def _cover(offsets: np.ndarray, day: np.ndarray, out: np.ndarray) -> None:
    for user in range(len(out)):
        low, high = offsets[user], offsets[user + 1]
        count = high - low - 1
        if count < 0:
            continue
        span = day[high - 1] - day[low]
        squares = 0.0
        for row in range(low + 1, high):
            squares += (day[row] - day[row - 1] - span / count) ** 2
        if count > 1:
            out[user, 0] = math.sqrt(squares / (count - 1)) / (span / count)
        for place, length in enumerate(BLOCK_DAYS):
            used, ends = 0, day[low]
            for row in range(low, high):
                if day[row] >= ends:  # a new block, whose end alone needs a division
                    used += 1
                    ends = day[row] + length - (day[row] - day[low]) % length
            out[user, 1 + place] = used / (span // length + 1)
