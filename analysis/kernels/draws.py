"""Random days without replacement, the same on every machine and on any number of threads."""

import numpy as np
from numba import njit, uint64

# Sequential choice reads every slot once; above this many slots a drawn day, drawing and sorting is cheaper.
SPARSE = 6
INSERTION_SORTED = 40


@njit(cache=True, nogil=True)
def next_uniform(state: np.ndarray) -> float:
    """Return the next number in [0, 1) of splitmix64 (Steele, Lea, Flood 2014); `state` is uint64, shape (1,)."""
    state[0] += uint64(0x9E3779B97F4A7C15)
    mixed = state[0]
    mixed = (mixed ^ (mixed >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> uint64(27))) * uint64(0x94D049BB133111EB)
    mixed ^= mixed >> uint64(31)
    return (mixed >> uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True, nogil=True)
def start_stream(state: np.ndarray, seed: int, user: int) -> None:
    """Begin the stream of random numbers of one user, which no other user or seed shares; `state` as above."""
    state[0] = uint64(seed) * uint64(0xD1342543DE82EF95) + uint64(user) * uint64(0x2545F4914F6CDD1D)


@njit(cache=True, nogil=True)
def _sort(values: np.ndarray) -> None:
    if len(values) > INSERTION_SORTED:
        values.sort()
        return
    for place in range(1, len(values)):
        value = values[place]
        before = place
        while before > 0 and values[before - 1] > value:
            values[before] = values[before - 1]
            before -= 1
        values[before] = value


@njit(cache=True, nogil=True)
def draw_sorted(out: np.ndarray, slots: int, state: np.ndarray, seen: np.ndarray, mark: int) -> None:
    """Fill `out` (int) with an ascending random choice of its length from 0..slots-1, every choice equally likely.

    `seen` (int64, shape (>= slots,)) is scratch that must not hold `mark` yet.
    """
    wanted = len(out)
    if slots <= SPARSE * wanted:
        taken = 0
        slot = 0
        while taken < wanted:
            if next_uniform(state) * (slots - slot) < wanted - taken:
                out[taken] = slot
                taken += 1
            slot += 1
        return
    taken = 0
    while taken < wanted:
        slot = int(next_uniform(state) * slots)
        if seen[slot] != mark:
            seen[slot] = mark
            out[taken] = slot
            taken += 1
    _sort(out)


@njit(cache=True, nogil=True)
def redraw_days(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, out: np.ndarray, longest: int, seed: int
) -> None:
    """Write new days for the users rows[0]..rows[1]: first and last day stay, those between are drawn anew.

    `longest` is the longest window in days. Every user has a stream of their own, so slices change nothing.
    """
    state = np.zeros(1, np.uint64)
    seen = np.full(longest + 1, -1, np.int64)
    for user in range(rows[0], rows[1]):
        start, stop = offsets[user], offsets[user + 1]
        out[start], out[stop - 1] = day[start], day[stop - 1]
        if stop - start > 2:
            start_stream(state, seed, user)
            between = out[start + 1 : stop - 1]
            draw_sorted(between, day[stop - 1] - day[start] - 1, state, seen, user)
            between += day[start] + 1
