"""Days redrawn over each user's own window by a profile: how likely each kind of date is, such as each weekday."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from analysis.kernels.draws import next_uniform, start_stream
from analysis.kernels.parallel import over_slices

SMALLEST_SLICE = 500  # a user costs as much as the days of their window, some microseconds


@dataclass(frozen=True, eq=False)
class DateProfile:
    """How likely each date is, up to one's own frequency.

    Attributes
    ----------
    first_day
        The date of `kind[0]`, days since 1970-01-01.
    kind
        Small whole numbers >= 0: the kind of each date, such as its weekday.
    weight
        float64, one a kind, >= 0; nobody comes on a kind of weight 0.
    """

    first_day: int
    kind: np.ndarray
    weight: np.ndarray


def redraw_by_profile(
    rows: np.ndarray, offsets: np.ndarray, day: np.ndarray, *, profile: DateProfile, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets and days of the users `rows` with first day, last day and number of days kept, the rest drawn.

    A date of kind k is drawn with probability min(1, c * weight[k]), each date for itself, with the user's own c such
    that the expected number is right; days too many are then dropped, days missing added, by the odds of chance. So
    the shares of the kinds follow the weights for users who come seldom and for users who come nearly always.

    Parameters
    ----------
    rows
        Row numbers in `offsets`, `day` (as in `Activity`).
    seed
        Every user has a stream of their own, so the result does not depend on the number of cores.

    Raises ValueError where a weight is not finite, or a user has more days than dates of positive weight.
    """
    counts = (offsets[1:] - offsets[:-1])[rows]
    new_offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    out = np.empty(new_offsets[-1], day.dtype)
    kind, first_day, weight = profile.kind, profile.first_day, np.asarray(profile.weight, np.float64)
    if not np.isfinite(weight).all():
        raise ValueError("a weight is not finite: a kind without any date has weight 0")

    def work(start: int, stop: int) -> None:
        _redraw((start, stop), rows, offsets, day, kind, first_day, weight, seed, new_offsets, out)

    over_slices(work, len(rows), smallest=SMALLEST_SLICE)
    return new_offsets, out


@njit(cache=True, nogil=True)
def _chances(slots: np.ndarray, weight: np.ndarray, wanted: int, chance: np.ndarray) -> None:
    """Fill `chance` with min(1, c * weight), where c makes the expected number of days `wanted`."""
    chance[:] = 0.0
    certain = True
    while certain:
        left, mass = float(wanted), 0.0
        for k in range(len(weight)):
            if chance[k] >= 1.0:
                left -= slots[k]
            else:
                mass += slots[k] * weight[k]
        certain = False
        for k in range(len(weight)):
            if chance[k] < 1.0 and mass > 0:
                chance[k] = min(1.0, max(0.0, left) * weight[k] / mass)
                certain |= chance[k] >= 1.0 and slots[k] > 0


@njit(cache=True, nogil=True)
def _redraw(
    bounds: tuple[int, int], rows: np.ndarray, offsets: np.ndarray, day: np.ndarray, kind: np.ndarray, first_day: int,
    weight: np.ndarray, seed: int, new_offsets: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    state = np.zeros(1, np.uint64)
    slots = np.zeros(len(weight), np.int64)
    chance = np.zeros(len(weight), np.float64)
    taken = np.zeros(len(kind), np.bool_)
    for place in range(bounds[0], bounds[1]):
        user = rows[place]
        begin, end, put = offsets[user], offsets[user + 1], new_offsets[place]
        if end == begin:
            continue
        out[put], out[put + end - begin - 1] = day[begin], day[end - 1]
        wanted = end - begin - 2
        if wanted <= 0:
            continue
        low, window = day[begin] - first_day + 1, day[end - 1] - day[begin] - 1
        start_stream(state, seed, user)
        slots[:] = 0
        for slot in range(window):
            slots[kind[low + slot]] += 1
        if wanted > slots[weight > 0].sum():
            raise ValueError("a user has more days than there are dates of positive weight")
        _chances(slots, weight, wanted, chance)
        over = -wanted
        for slot in range(window):
            taken[slot] = next_uniform(state) < chance[kind[low + slot]]
            over += taken[slot]
        while over != 0:
            slot = int(next_uniform(state) * window)
            likely = chance[kind[low + slot]]
            if taken[slot] and over > 0 and next_uniform(state) >= likely:
                taken[slot] = False
                over -= 1
            elif not taken[slot] and over < 0 and next_uniform(state) < likely:
                taken[slot] = True
                over += 1
        put += 1
        for slot in range(window):
            if taken[slot]:
                out[put] = day[begin] + 1 + slot
                put += 1
