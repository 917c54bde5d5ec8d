"""Rows dealt out to parts, and packed: user, day, hour and event in one number that sorts by them in this order."""

import numpy as np
from numba import int64, njit, uint32

HOURS_A_DAY = 24
RANK_BITS = 32
_MOST_PARTS = 256


@njit(cache=True, nogil=True)
def pack_by_part(
    columns: tuple[np.ndarray, np.ndarray, np.ndarray],
    ranks: tuple[np.ndarray, np.ndarray],
    layout: tuple[int, int, int, bool],
    packed: np.ndarray,
    order: np.ndarray,
) -> np.ndarray:
    """Write the rows of each part one after the other, in the order they come; return where each part ends.

    `columns` are the numbers of users and events and hours since the earliest day, `ranks` what these numbers stand
    for (-1 the last one): of a user the part and, in the lower 32 bits, the rank. `layout` holds the first day, the
    bits of a day and of an event, and whether hours count. `order` takes the row that stands at each place, where it
    has room. At most 256 parts.
    """
    users, events, hours = columns
    users_at, event_rank = ranks
    first_day, day_bits, name_bits, has_times = layout
    places = np.empty(len(users), np.int64)  # looked up once: they are too many to be near
    place = np.zeros(_MOST_PARTS + 1, np.int64)
    for row in range(len(users)):
        places[row] = users_at[users[row]]
        place[(places[row] >> RANK_BITS) + 1] += 1
    place = np.cumsum(place)
    has_order = len(order) > 0
    for row in range(len(users)):
        part, rank = places[row] >> RANK_BITS, places[row] & ((int64(1) << RANK_BITS) - 1)
        hour = uint32(hours[row])
        day = hour // uint32(HOURS_A_DAY)
        clock = int64(hour - day * uint32(HOURS_A_DAY)) if has_times else int64(0)
        value = (rank << day_bits) | (int64(day) - first_day)
        packed[place[part]] = (((value << 5) | clock) << name_bits) | int64(event_rank[events[row]] + 1)
        if has_order:
            order[place[part]] = row
        place[part] += 1
    return place[:-1]


@njit(cache=True, nogil=True)
def tally_hours(hours: np.ndarray, by_hour: np.ndarray) -> tuple[int, int]:
    """Add rows to the hour of the day they are in; return the first and last hour (at least one row)."""
    first = last = hours[0]
    for hour in hours:
        by_hour[uint32(hour) % uint32(HOURS_A_DAY)] += 1
        first, last = min(first, hour), max(last, hour)
    return first, last


@njit(cache=True, nogil=True)
def tally(numbers: np.ndarray, rows: np.ndarray) -> None:
    """Add one for each number."""
    for number in numbers:
        rows[number] += 1
