"""One pass over every user's active days: gaps, weekdays and hours. Its numpy twin is in the tests."""

import math

import numpy as np
from numba import njit

from analysis.kernels.parallel import over_slices

COLUMNS = (
    "gap_mean_days", "gap_median_days", "gap_cv", "regularity_k",
    "weekday_share", "weekend_share", "top_hour_share", "active_hours",
)  # fmt: skip
# Above this k a gamma is a metronome for every purpose here and the estimate is rounding noise.
REGULARITY_CAP = 99.0
HOURS = 24


def day_features(offsets: np.ndarray, day: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """Return the figures of `COLUMNS`, float64, shape (len(COLUMNS), users), nan where undefined.

    Gaps need two active days, their spread and k three; hours are nan for users without a known hour.
    k is Minka's start value (3 - s + sqrt((s - 3)^2 + 24 s)) / (12 s) with s = ln(mean gap) - mean(ln gap).
    """
    users = len(offsets) - 1
    table = np.full((users, len(COLUMNS)), np.nan)
    if users:
        log_of_gap = np.log(np.arange(int(day.max() - day.min()) + 2).clip(1))
        longest = int(np.diff(offsets).max())

        def work(start: int, stop: int) -> None:
            _fill(offsets[start : stop + 1], day, hours, log_of_gap, np.empty(longest, np.int32), table[start:stop])

        over_slices(work, users)
    return np.ascontiguousarray(table.T)


@njit(cache=True, nogil=True)
def _fill(
    offsets: np.ndarray, day: np.ndarray, hours: np.ndarray, log_of_gap: np.ndarray, gaps: np.ndarray, out: np.ndarray
) -> None:
    """Write one row a user; `gaps` is room for the longest history, so that the loop allocates nothing."""
    weekdays = np.zeros(7, np.int64)
    by_hour = np.zeros(HOURS, np.uint32)
    for user in range(len(out)):
        low, high = offsets[user], offsets[user + 1]
        for row in range(low, high - 1):
            gaps[row - low] = day[row + 1] - day[row]
        if high - low > 1:
            _gap_figures(gaps[: high - low - 1], log_of_gap, out[user])
        _calendar_figures(day[low:high], hours[low:high], weekdays, by_hour, out[user])


@njit(cache=True, nogil=True)
def _gap_figures(gaps: np.ndarray, log_of_gap: np.ndarray, out: np.ndarray) -> None:
    """Write mean, median, coefficient of variation and gamma shape of one user's gaps; sorts them in place."""
    count = len(gaps)
    total = 0
    logs = 0.0
    for gap in gaps:
        total += gap
        logs += log_of_gap[gap]
    mean = total / count
    gaps.sort()
    out[0] = mean
    out[1] = 0.5 * (gaps[(count - 1) // 2] + gaps[count // 2])
    if count < 2:
        return
    squares = 0.0
    for gap in gaps:
        squares += (gap - mean) ** 2
    out[2] = math.sqrt(squares / (count - 1)) / mean
    # All gaps equal leaves s = 0 up to rounding; compare the gaps themselves.
    s = 0.0 if gaps[0] == gaps[-1] else math.log(mean) - logs / count
    k = (3.0 - s + math.sqrt((s - 3.0) ** 2 + 24.0 * s)) / (12.0 * s) if s > 0.0 else REGULARITY_CAP
    out[3] = min(k, REGULARITY_CAP)


@njit(cache=True, nogil=True)
def _calendar_figures(
    day: np.ndarray, hours: np.ndarray, weekdays: np.ndarray, by_hour: np.ndarray, out: np.ndarray
) -> None:
    """Write top weekday share, weekend share, top hour share and hours an active day of one user."""
    weekdays[:] = 0
    by_hour[:] = 0
    for row in range(len(day)):
        weekdays[(day[row] + 3) % 7] += 1
        # No branch and one width throughout: the compiler takes several hours at once.
        for hour in range(HOURS):
            by_hour[hour] += (hours[row] >> np.uint32(hour)) & np.uint32(1)
    out[4] = weekdays.max() / len(day)
    out[5] = (weekdays[5] + weekdays[6]) / len(day)
    hour_count = by_hour.sum()
    if hour_count:
        out[6] = by_hour.max() / len(day)
        out[7] = hour_count / len(day)
