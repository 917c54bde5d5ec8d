"""Rows dealt out to parts, and packed: user, day, hour and event in one number that sorts by them in this order."""

import numpy as np
from numba import int64, njit, uint32

HOURS_A_DAY = 24
RANK_BITS = 32


@njit(cache=True, nogil=True)
def find_places(users: np.ndarray, users_at: np.ndarray, places: np.ndarray, rows: np.ndarray) -> None:
    """Write what each row's user stands for, and add the rows to those of the parts.

    `users_at` says of a user's number the part and, in the lower 32 bits, the rank; the last one is that of -1.
    """
    for row in range(len(users)):
        places[row] = users_at[users[row]]
        rows[places[row] >> RANK_BITS] += 1


@njit(cache=True, nogil=True)
def pack_by_part(
    columns: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    event_rank: np.ndarray,
    layout: tuple[int, int, int, bool],
    at: np.ndarray,
    into: tuple[np.ndarray, np.ndarray],
) -> None:
    """Write the packed rows of each part from where it stands on, in the order they come; `at` becomes where they end.

    `columns` are the places of `find_places`, the numbers of events, hours since the earliest day, and amounts, which
    go beside the packed rows; there may be none at all. `event_rank` says what numbers of events stand for, the last
    one that of -1. `layout` holds the first day, the bits of a day and of an event, and whether hours count.
    """
    places, events, hours, micros = columns
    first_day, day_bits, name_bits, has_times = layout
    packed, amounts = into
    for row in range(len(places)):
        part, rank = places[row] >> RANK_BITS, places[row] & ((int64(1) << RANK_BITS) - 1)
        hour = uint32(hours[row])
        day = hour // uint32(HOURS_A_DAY)
        clock = int64(hour - day * uint32(HOURS_A_DAY)) if has_times else int64(0)
        value = (rank << day_bits) | (int64(day) - first_day)
        packed[at[part]] = (((value << 5) | clock) << name_bits) | int64(event_rank[events[row]] + 1)
        if len(micros) > 0:
            amounts[at[part]] = micros[row]
        at[part] += 1


@njit(cache=True, nogil=True)
def tally_hours(hours: np.ndarray, by_hour: np.ndarray) -> tuple[int, int]:
    """Add rows to the hour of the day they are in; return the first and last hour (at least one row).

    Rows take turns among the rows of `by_hour`, of shape (a power of two, 24): neighbours are often of one hour, and
    to add to a number that was just added to takes long.
    """
    first = last = hours[0]
    turns = len(by_hour) - 1
    for row in range(len(hours)):
        hour = hours[row]
        by_hour[row & turns, uint32(hour) % uint32(HOURS_A_DAY)] += 1
        first, last = min(first, hour), max(last, hour)
    return first, last


@njit(cache=True, nogil=True)
def tally(numbers: np.ndarray, rows: np.ndarray) -> None:
    """Add one for each number."""
    for number in numbers:
        rows[number] += 1
