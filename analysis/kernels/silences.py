"""One pass over every user's days up to some day: their gaps, and the silence since. Its plain twin is in the tests."""

import math

import numpy as np
from numba import njit

from analysis.kernels.parallel import over_slices

COLUMNS = (
    "gaps", "first_day", "last_day", "sum_days", "squares", "log_sum", "longest_days", "silence_days", "longer_gaps",
    "weekday_share", "month_share",
)  # fmt: skip
NEAR_DAYS = 1  # a day of the month is kept where a visit is at most this many days off
MONTH_CELLS = 31


def silences(
    offsets: np.ndarray, day: np.ndarray, clock: np.ndarray, *, rows: np.ndarray, until: int, now: int,
    month: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Return the figures of `COLUMNS` for some users, float64, shape (len(COLUMNS), users), of days up to `until`.

    A user without a day by then has -1 gaps. Gaps and silences are counted on `clock`, days with those nobody is
    expected on left out; the first and last day and the calendar shares are those of `day`.

    Parameters
    ----------
    clock
        int32, shape (user_days,): `day` counted without the dates left out.
    now
        `until` on that clock.
    month
        int8, shape (days of the data, 2): day of the month less 1, and days to its end; row 0 is the day `month` starts
        with, which is the first of `day`.
    """
    table = np.zeros((len(rows), len(COLUMNS)))
    table[:, 0] = -1
    if len(rows):
        first = int(day.min())

        def work(start: int, stop: int) -> None:
            _fill((offsets, rows[start:stop]), (day, clock), (until, now), (first, month), table[start:stop])

        over_slices(work, len(rows))
    return np.ascontiguousarray(table.T)


@njit(cache=True, nogil=True)
def first_after(offsets: np.ndarray, day: np.ndarray, rows: np.ndarray, until: int) -> np.ndarray:
    """Return the first active day after `until` of some users, int64, shape (len(rows),); -1 where there is none."""
    found = np.full(len(rows), -1, np.int64)
    for place in range(len(rows)):
        own = day[offsets[rows[place]] : offsets[rows[place] + 1]]
        after = np.searchsorted(own, until + 1)
        if after < len(own):
            found[place] = own[after]
    return found


@njit(cache=True, nogil=True)
def gap_with_longer(days: tuple, rows: np.ndarray, until: int, longer: np.ndarray) -> np.ndarray:
    """Return the shortest silence that at most `longer` of a user's gaps up to `until` exceed, float64, in days.

    Infinite where `longer` is negative.

    Parameters
    ----------
    days
        (offsets, day, clock), as in `silences`.
    longer
        int64, shape (len(rows),).
    """
    offsets, day, clock = days
    found = np.full(len(rows), np.inf)
    for place in range(len(rows)):
        low, high = offsets[rows[place]], offsets[rows[place] + 1]
        count = np.searchsorted(day[low:high], until + 1) - 1
        if longer[place] >= 0:
            gaps = np.sort(np.diff(clock[low : low + count + 1]))
            found[place] = gaps[count - 1 - longer[place]] if longer[place] < count else 0
    return found


@njit(cache=True, nogil=True)
def _fill(users: tuple, days: tuple, limits: tuple, calendar: tuple, out: np.ndarray) -> None:
    """Write one row a user of `users` (offsets, rows)."""
    offsets, rows = users
    day, clock = days
    until, now = limits
    first, month = calendar
    weekdays = np.zeros(7, np.int64)
    from_start, to_end = np.zeros(MONTH_CELLS, np.int64), np.zeros(MONTH_CELLS, np.int64)
    for place in range(len(rows)):
        low, high = offsets[rows[place]], offsets[rows[place] + 1]
        high = low + np.searchsorted(day[low:high], until + 1)
        if high == low:
            continue
        _gap_sums(clock[low:high], now, out[place])
        out[place, 1], out[place, 2] = day[low], day[high - 1]
        weekdays[:], from_start[:], to_end[:] = 0, 0, 0
        for row in range(low, high):
            weekdays[(day[row] + 3) % 7] += 1
            from_start[month[day[row] - first, 0]] += 1
            to_end[month[day[row] - first, 1]] += 1
        out[place, 9] = weekdays.max() / (high - low)
        out[place, 10] = max(_fullest(from_start), _fullest(to_end)) / (high - low)


@njit(cache=True, nogil=True)
def _gap_sums(clock: np.ndarray, now: int, out: np.ndarray) -> None:
    """Write the number, sums and longest of one user's gaps, the silence since, and the gaps longer than it."""
    silence = now - clock[len(clock) - 1]
    total, squares, logs, longest, longer = 0, 0.0, 0.0, 0, 0
    for row in range(1, len(clock)):
        gap = clock[row] - clock[row - 1]
        total += gap
        squares += gap * gap
        logs += math.log(gap) if gap > 1 else 0.0
        longest = max(longest, gap)
        longer += gap > silence
    out[0], out[3], out[4], out[5] = len(clock) - 1, total, squares, logs
    out[6], out[7], out[8] = longest, silence, longer


@njit(cache=True, nogil=True)
def _fullest(cells: np.ndarray) -> int:
    """Return the most visits within `NEAR_DAYS` of one cell; months differ in length, so it is no ring."""
    best = 0
    for centre in range(len(cells)):
        best = max(best, cells[max(0, centre - NEAR_DAYS) : centre + NEAR_DAYS + 1].sum())
    return best
