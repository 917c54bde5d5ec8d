"""One pass over every user's active days: gaps, weekdays and hours. Its numpy twin is in the tests."""

import math

import numpy as np
from numba import njit

COLUMNS = (
    "gap_mean_days", "gap_median_days", "gap_cv", "regularity_k",
    "weekday_share", "weekend_share", "top_hour_share", "active_hours",
)  # fmt: skip
# Above this k a gamma is a metronome for every purpose here and the estimate is rounding noise.
REGULARITY_CAP = 99.0


@njit(cache=True, nogil=True)
def _gap_figures(gaps: np.ndarray, out: np.ndarray) -> None:
    """Write mean, median, coefficient of variation and gamma shape of one user's gaps."""
    count = len(gaps)
    total = 0.0
    logs = 0.0
    for gap in gaps:
        total += gap
        logs += math.log(gap)
    mean = total / count
    ordered = np.sort(gaps)
    out[0] = mean
    out[1] = 0.5 * (ordered[(count - 1) // 2] + ordered[count // 2])
    if count < 2:
        return
    squares = 0.0
    for gap in gaps:
        squares += (gap - mean) ** 2
    out[2] = math.sqrt(squares / (count - 1)) / mean
    # All gaps equal leaves s = 0 up to rounding; compare the gaps themselves.
    s = 0.0 if ordered[0] == ordered[-1] else math.log(mean) - logs / count
    k = (3.0 - s + math.sqrt((s - 3.0) ** 2 + 24.0 * s)) / (12.0 * s) if s > 0.0 else REGULARITY_CAP
    out[3] = min(k, REGULARITY_CAP)


@njit(cache=True, nogil=True)
def _calendar_figures(day: np.ndarray, hours: np.ndarray, out: np.ndarray) -> None:
    """Write top weekday share, weekend share, top hour share and hours an active day of one user."""
    weekdays = np.zeros(7, np.int64)
    by_hour = np.zeros(24, np.int64)
    hour_count = 0
    for row in range(len(day)):
        weekdays[(day[row] + 3) % 7] += 1
        left = hours[row]
        hour = 0
        while left:
            if left & 1:
                by_hour[hour] += 1
                hour_count += 1
            left >>= 1
            hour += 1
    out[4] = weekdays.max() / len(day)
    out[5] = (weekdays[5] + weekdays[6]) / len(day)
    if hour_count:
        out[6] = by_hour.max() / len(day)
        out[7] = hour_count / len(day)


@njit(cache=True, nogil=True)
def day_features(offsets: np.ndarray, day: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """Return the figures of `COLUMNS`, float64, shape (len(COLUMNS), users), nan where undefined.

    Gaps need two active days, their spread and k three; hours are nan for users without a known hour.
    k is Minka's start value (3 - s + sqrt((s - 3)^2 + 24 s)) / (12 s) with s = ln(mean gap) - mean(ln gap).
    """
    users = len(offsets) - 1
    table = np.full((len(COLUMNS), users), np.nan)
    one = np.empty(len(COLUMNS))
    for user in range(users):
        own = day[offsets[user] : offsets[user + 1]]
        one[:] = np.nan
        if len(own) > 1:
            _gap_figures(np.diff(own).astype(np.float64), one)
        _calendar_figures(own, hours[offsets[user] : offsets[user + 1]], one)
        table[:, user] = one
    return table
