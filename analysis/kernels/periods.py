"""How strongly each user's days repeat at every whole period from 2 to 35 days: a Rayleigh scan over clumps of days."""

from functools import lru_cache

import numpy as np
from numba import njit

from analysis.kernels.parallel import over_slices

PERIODS = np.arange(2, 36)
SMALLEST_SLICE = 2_000  # users; a thousand take a millisecond
# Days linked into one clump: below ten days only neighbours, else a week's visits would all be one clump; from ten days
# on a stay with small pauses is one visit. Each part of the periods: first, end, largest gap inside a clump.
_PARTS = ((2, 10, 1), (10, 36, 3))


def period_scan(offsets: np.ndarray, day: np.ndarray, *, rows: np.ndarray | None = None) -> np.ndarray:
    """Return each user's clump-robust Rayleigh z at every period of `PERIODS`.

    Every active day is a point on a circle whose turn is the period; the points of a clump (days close together) add
    up to one vector v. z = |sum of v|^2 / sum of |v|^2 is the number of clumps where they all repeat exactly; where
    they fall anywhere it is about exponential with mean 1 (a little less where links keep them apart; chi-square with
    one degree of freedom at two days, which has two phases only). With one vector a day a streak would look periodic.

    Parameters
    ----------
    offsets, day
        As in `Activity`; any integer type.
    rows
        Row numbers of the users scanned, ascending or not; default all.

    Returns
    -------
    float32, shape (len(rows), 34); nan for a user without a day. 136 bytes a user.
    """
    rows = np.arange(len(offsets) - 1) if rows is None else rows
    out = np.empty((len(rows), len(PERIODS)), np.float32)
    longest = _longest_window(rows, offsets, day)
    for first, end, link_days in _PARTS:
        turns = _turns(first, end, longest)
        part = slice(first - PERIODS[0], end - PERIODS[0])
        _scan_part(rows, offsets, day, turns=turns, link_days=link_days, out=out[:, part])
    return out


def _scan_part(
    rows: np.ndarray, offsets: np.ndarray, day: np.ndarray, *, turns: np.ndarray, link_days: int, out: np.ndarray
) -> None:
    def work(start: int, stop: int) -> None:
        _scan((start, stop), rows, offsets, day, turns, link_days, out)

    over_slices(work, len(rows), smallest=SMALLEST_SLICE)


@lru_cache(maxsize=4)  # redraws of the same users scan the same windows; a table of ten years is a megabyte
def _turns(first: int, end: int, longest: int) -> np.ndarray:
    """Return cos, then sin, of the angle k days on, of periods first..end - 1: float32, (longest + 1, 2 * periods)."""
    periods = np.arange(first, end)
    angle = 2 * np.pi * (np.arange(longest + 1)[:, None] % periods) / periods
    return np.concatenate((np.cos(angle), np.sin(angle)), axis=1).astype(np.float32)


@njit(cache=True, nogil=True)
def _longest_window(rows: np.ndarray, offsets: np.ndarray, day: np.ndarray) -> int:
    longest = 0
    for user in rows:
        if offsets[user + 1] > offsets[user]:
            longest = max(longest, day[offsets[user + 1] - 1] - day[offsets[user]])
    return longest


@njit(cache=True, nogil=True)
def _scan(
    bounds: tuple[int, int], rows: np.ndarray, offsets: np.ndarray, day: np.ndarray, turns: np.ndarray, link_days: int,
    out: np.ndarray,
) -> None:  # fmt: skip
    """Write z of the users rows[bounds[0]:bounds[1]].

    A day adds a row of the float32 table in one go (SIMD); a view of the row would cost a quarter more in reference
    counts.
    """
    width = turns.shape[1]
    total = np.zeros(width, np.float32)
    clump = np.zeros(width, np.float32)
    power = np.zeros(width, np.float32)
    for place in range(bounds[0], bounds[1]):
        user = rows[place]
        begin, end = offsets[user], offsets[user + 1]
        total[:] = 0
        power[:] = 0
        singles = np.float32(0)  # a clump of one day has length 1 at every period
        at = begin
        while at < end:
            stop = at + 1
            while stop < end and day[stop] - day[stop - 1] <= link_days:
                stop += 1
            turn = day[at] - day[begin]
            if stop == at + 1:
                for k in range(width):
                    total[k] += turns[turn, k]
                singles += np.float32(1)
            else:
                for k in range(width):
                    clump[k] = turns[turn, k]
                for other in range(at + 1, stop):
                    turn = day[other] - day[begin]
                    for k in range(width):
                        clump[k] += turns[turn, k]
                for k in range(width):
                    total[k] += clump[k]
                    power[k] += clump[k] * clump[k]
            at = stop
        _put_z(total, power, singles, out, place)


@njit(cache=True, nogil=True)
def _put_z(total: np.ndarray, power: np.ndarray, singles: float, out: np.ndarray, place: int) -> None:
    periods = len(total) // 2
    for k in range(periods):
        length = total[k] * total[k] + total[periods + k] * total[periods + k]
        apart = singles + power[k] + power[periods + k]
        out[place, k] = length / apart if apart > 0 else np.float32(np.nan)
