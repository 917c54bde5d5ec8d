"""Time of day: one circular mean hour an active day, and the fullest window of one to six hours of each user."""

import math

import numpy as np
from numba import njit

from analysis.kernels.parallel import over_slices
from analysis.kernels.tails import binomial_tail, log_factorials

HOURS = 24
MOST_HOURS = 6  # a quarter of the day: a longer window is no time of day
UNKNOWN = -1
CHUNK_USERS = 1 << 16  # votes are added up chunk by chunk, so that their sum does not depend on the number of cores
_HALF_BITS = 12
_NO_DIRECTION = 1e-9  # hours that lie opposite one another have no middle
_ROUNDING = 1e-6  # a middle on the full hour belongs to the hour it begins, whatever the rounding of the sines


def _half_tables() -> np.ndarray:
    """Return summed sines and cosines of the hours' middles for each 12-bit half of an hour map, shape (2, 2, 4096)."""
    bits = (np.arange(1 << _HALF_BITS)[:, None] >> np.arange(_HALF_BITS)) & 1
    angle = (np.arange(HOURS).reshape(2, _HALF_BITS) + 0.5) * (2 * np.pi / HOURS)
    return np.stack([[bits @ np.sin(half), bits @ np.cos(half)] for half in angle])


def mean_hours(offsets: np.ndarray, hours: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return each user-day's mean hour, each user's known days and concentration, and everybody's hours of the day.

    Mean hour: int8, shape (user_days,), the hour in which the circular mean of the day's active hours lies; -1 where
    none is known or they cancel. Known days: int32, shape (users,). Concentration: float32, shape (users,), the mean
    resultant length of the user's daily means in [0, 1] (Mardia and Jupp 2000, section 2.3); nan without a known day.
    Hours of the day: float64, shape (24,), the mean over users with a known day of each hour's share of their days.
    """
    users = len(offsets) - 1
    chunks = -(-users // CHUNK_USERS)
    hour, known = np.empty(len(hours), np.int8), np.zeros(users, np.int32)
    concentration, votes = np.full(users, np.nan, np.float32), np.zeros((chunks, HOURS))
    tables = _half_tables()

    def work(start: int, stop: int) -> None:
        for chunk in range(start, stop):
            low, high = chunk * CHUNK_USERS, min(users, (chunk + 1) * CHUNK_USERS)
            _fill_means((low, high), offsets, hours, tables, hour, known, concentration, votes[chunk])

    if users:
        over_slices(work, chunks, smallest=1)
    voters = np.count_nonzero(known)
    return hour, known, concentration, votes.sum(axis=0) / voters if voters else np.full(HOURS, np.nan)


@njit(cache=True, nogil=True)
def _fill_means(
    users: tuple[int, int],
    offsets: np.ndarray,
    hours: np.ndarray,
    tables: np.ndarray,
    hour: np.ndarray,
    known: np.ndarray,
    concentration: np.ndarray,
    votes: np.ndarray,
) -> None:
    """Write mean hours, known days and concentration of a slice of users, and add their votes."""
    counts = np.zeros(HOURS, np.int64)
    for user in range(users[0], users[1]):
        counts[:] = 0
        days = 0
        sine_sum = 0.0
        cosine_sum = 0.0
        for row in range(offsets[user], offsets[user + 1]):
            late, early = hours[row] >> np.uint32(_HALF_BITS), hours[row] & np.uint32((1 << _HALF_BITS) - 1)
            sine = tables[0, 0, early] + tables[1, 0, late]
            cosine = tables[0, 1, early] + tables[1, 1, late]
            length = math.sqrt(sine * sine + cosine * cosine)
            if length < _NO_DIRECTION:
                hour[row] = UNKNOWN
                continue
            turn = math.atan2(sine, cosine) / (2.0 * math.pi)
            middle = math.floor(turn * HOURS + _ROUNDING) % HOURS
            hour[row] = middle
            counts[middle] += 1
            days += 1
            sine_sum += sine / length
            cosine_sum += cosine / length
        known[user] = days
        if days:
            concentration[user] = math.sqrt(sine_sum * sine_sum + cosine_sum * cosine_sum) / days
            for each in range(HOURS):
                votes[each] += counts[each] / days


def best_windows(
    offsets: np.ndarray, hour: np.ndarray, profile: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return each user's fullest window of 1, 2, ... 6 hours: start, share, share of the weaker half, tail.

    Each of shape (users, 6): start int8 (-1 without a known day), shares float32 (nan), tail float64 (nan): the exact
    binomial chance that as many of the user's known days fall in the window as do, or more, where a day falls there as
    often as `profile` (shape (24,), sums to 1) has it. Of equally full windows the one where fewer others are, then
    the earliest.
    """
    users = len(offsets) - 1
    start = np.full((users, MOST_HOURS), UNKNOWN, np.int8)
    share, half = np.full((2, users, MOST_HOURS), np.nan, np.float32)
    tail = np.full((users, MOST_HOURS), np.nan)
    mass = np.stack([sum(np.roll(profile, -k) for k in range(width)) for width in range(1, MOST_HOURS + 1)])
    log_factorial = log_factorials(int(np.diff(offsets).max(initial=0)) + 1)

    def work(low: int, high: int) -> None:
        _fill_windows((low, high), offsets, hour, mass, log_factorial, start, share, half, tail)

    over_slices(work, users)
    return start, share, half, tail


@njit(cache=True, nogil=True)
def _count_before(hour: np.ndarray, known: int, counts: np.ndarray, early: np.ndarray, late: np.ndarray) -> None:
    """Write how many mean hours of the first half of the `known` days lie before each hour, and of the second half.

    The sums run on past midnight for the longest window, so that a window is one subtraction.
    """
    counts[:] = 0
    seen = 0
    for each in hour:
        if each >= 0:
            counts[0 if seen < known // 2 else 1, each] += 1
            seen += 1
    for place in range(HOURS + MOST_HOURS):
        early[place + 1] = early[place] + counts[0, place % HOURS]
        late[place + 1] = late[place] + counts[1, place % HOURS]


@njit(cache=True, nogil=True)
def _fullest(early: np.ndarray, late: np.ndarray, width: int, mass: np.ndarray) -> int:
    """Return where the fullest window of `width` hours starts; of equals the one with least `mass`, then the first."""
    place, most = 0, -1
    for first in range(HOURS):
        inside = early[first + width] - early[first] + late[first + width] - late[first]
        if inside > most or (inside == most and mass[first] < mass[place]):
            place, most = first, inside
    return place


@njit(cache=True, nogil=True)
def _fill_windows(
    users: tuple[int, int],
    offsets: np.ndarray,
    hour: np.ndarray,
    mass: np.ndarray,
    log_factorial: np.ndarray,
    start: np.ndarray,
    share: np.ndarray,
    half: np.ndarray,
    tail: np.ndarray,
) -> None:
    """Write one row a user and one column a width."""
    counts = np.zeros((2, HOURS), np.int32)
    early = np.zeros(HOURS + MOST_HOURS + 1, np.int32)
    late = np.zeros(HOURS + MOST_HOURS + 1, np.int32)
    for user in range(users[0], users[1]):
        days = hour[offsets[user] : offsets[user + 1]]
        known = 0
        for each in days:
            known += each >= 0
        if known == 0:
            continue
        _count_before(days, known, counts, early, late)
        before, after = known // 2, known - known // 2
        for width in range(1, MOST_HOURS + 1):
            place = _fullest(early, late, width, mass[width - 1])
            in_early, in_late = early[place + width] - early[place], late[place + width] - late[place]
            inside = in_early + in_late
            start[user, width - 1] = place
            share[user, width - 1] = inside / known
            tail[user, width - 1] = binomial_tail(inside, known, mass[width - 1, place], log_factorial)
            if before:
                half[user, width - 1] = min(in_early / before, in_late / after)
