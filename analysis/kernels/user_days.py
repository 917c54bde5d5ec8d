"""Sorted packed rows -> user-days and uses, read off in one walk each.

A packed row holds user, day, hour and event rank + 1 (0 is none), from the highest bit to the lowest; `bits` are those
of day, hour and event. Rows with an amount come once more, sorted, with their amounts in millionths.
"""

import numpy as np
from numba import int64, njit, uint32, uint64

USES = 8  # columns of `fill_uses`
_SHORT = 32


@njit(cache=True, nogil=True)
def count_runs(rows: np.ndarray, shift: int) -> int:
    """Return how many different values sorted rows have without their lowest `shift` bits."""
    runs = int64(len(rows) > 0)
    for row in range(1, len(rows)):
        runs += int64((rows[row] >> shift) != (rows[row - 1] >> shift))
    return runs


@njit(cache=True, nogil=True)
def fill_days(
    rows: np.ndarray,
    paid: np.ndarray,
    micros: np.ndarray,
    bits: tuple[int, int, int],
    bit_of: np.ndarray,
    per_user: np.ndarray,
    days: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """Fill day (from the first), events, hours, event bits and millionths, one a run of user and day, in order.

    `bit_of` is the bit of each event rank + 1. `per_user[i]`, zero before, becomes the days of user i: of all users,
    not of these alone.
    """
    day_bits, hour_bits, name_bits = bits
    shift, day_mask, name_mask = hour_bits + name_bits, (int64(1) << day_bits) - 1, (int64(1) << name_bits) - 1
    day, events, hours, event_bits, sums = days
    run, spent, value = -1, 0, int64(-1)
    for row in rows:
        if row >> shift != value:
            value, run = row >> shift, run + 1
            per_user[value >> day_bits] += 1
            day[run], events[run], hours[run], event_bits[run], sums[run] = value & day_mask, 0, 0, 0, 0
            while spent < len(paid) and paid[spent] >> shift == value:
                sums[run] += micros[spent]
                spent += 1
        events[run] += uint32(1)
        hours[run] |= uint32(1) << uint32((row >> name_bits) & ((1 << hour_bits) - 1))
        event_bits[run] |= uint64(bit_of[row & name_mask])


@njit(cache=True, nogil=True)
def fill_uses(
    rows: np.ndarray,
    paid: np.ndarray,
    micros: np.ndarray,
    bits: tuple[int, int, int],
    names: int,
    uses: np.ndarray,
) -> int:
    """Fill `uses`, int64 of shape (entries, 8), one entry a user and event in this order; return how many there are.

    Its columns: user, event rank, days, count, first and last day (from the first), millionths, rows with an amount.
    """
    day_bits, hour_bits, name_bits = bits
    above, day_mask, name_mask = hour_bits + name_bits, (int64(1) << day_bits) - 1, (int64(1) << name_bits) - 1
    seen, by_name = np.zeros(names + 1, np.int64), np.zeros((names + 1, 6), np.int64)
    few, use, spent = 0, 0, 0
    user = int64(-1)
    for row in range(len(rows)):
        user = rows[row] >> (above + day_bits)
        name, day = rows[row] & name_mask, (rows[row] >> above) & day_mask
        held = by_name[name]
        if not held[1]:
            seen[few], few = name, few + 1
            held[0], held[2], held[3], held[4], held[5] = 0, day, -1, 0, 0
        held[0] += int64(held[3] != day)
        held[1] += 1
        held[3] = day
        if row + 1 < len(rows) and rows[row + 1] >> (above + day_bits) == user:
            continue
        while spent < len(paid) and paid[spent] >> (above + day_bits) == user:
            by_name[paid[spent] & name_mask, 4] += micros[spent]
            by_name[paid[spent] & name_mask, 5] += 1
            spent += 1
        _sort_few(seen, few)
        for place in range(few):
            if seen[place]:
                uses[use, 0], uses[use, 1] = user, seen[place] - 1
                uses[use, 2:] = by_name[seen[place]]
                use += 1
            by_name[seen[place], 1] = 0
        few = 0
    return use


@njit(cache=True, nogil=True)
def _sort_few(values: np.ndarray, few: int) -> None:
    """Sort the first `few` values; nearly always they are so few that comparing neighbours is quickest."""
    if few > _SHORT:
        values[:few] = np.sort(values[:few])
        return
    for place in range(1, few):
        value, at = values[place], place
        while at and values[at - 1] > value:
            values[at] = values[at - 1]
            at -= 1
        values[at] = value
