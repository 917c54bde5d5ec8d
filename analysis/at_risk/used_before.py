"""What late people used before and stopped, never found, did last: shares of pairs, one test an event."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from analysis.activity import Activity
from analysis.compare.multiplicity import benjamini_hochberg
from analysis.compare.settings import Compare
from analysis.compare.shares import proportions
from analysis.contrasts import Contrast

Pairs = tuple[np.ndarray, np.ndarray]  # row numbers of late people and of their active partners, int64
LAST_PART = 3  # the last third of the days looked at tells what they had stopped
LEAST_DAYS = 6  # with fewer active days a third says nothing


@dataclass(frozen=True)
class UsedBefore:
    """Rows of shares, late people (`share`) against their partners (`share_rest`), largest difference first.

    Attributes
    ----------
    found
        Used within their first n active days, n as many as both of a pair have.
    stopped
        Used in the first two thirds of their last n active days, not in the last third; n again what both have, or who
        has come more often would have had more chances to use it once more.
    last
        Done on the last active day.

    p is adjusted over the rows of all three (Benjamini & Hochberg 1995).
    """

    found: tuple[Contrast, ...]
    stopped: tuple[Contrast, ...]
    last: tuple[Contrast, ...]

    @property
    def rows(self) -> tuple[Contrast, ...]:
        """All rows."""
        return (*self.found, *self.stopped, *self.last)


def used_before(activity: Activity, pairs: Pairs, how: Compare) -> UsedBefore:
    """Compare pairs of users on the 63 events with most users; an event of too few of both is not tested.

    Without two kinds of events there is nothing to compare.

    Parameters
    ----------
    pairs
        Row numbers of equal length: late people, and for each an active partner.
    """
    if not len(pairs[0]) or len(activity.event_names) < 2:  # of one kind everybody's every day has it
        return UsedBefore((), (), ())
    days = np.minimum(*(activity.active_days[side] for side in pairs))
    enough = days >= LEAST_DAYS
    many = tuple(side[enough] for side in pairs)
    tables = (
        _contrasts(activity, pairs, how, lambda side: _bits(activity, side, np.zeros_like(days), days)),
        _contrasts(activity, many, how, lambda side: _stopped(activity, side, days[enough])),
        _contrasts(activity, pairs, how, lambda side: activity.event_bits[activity.offsets[side + 1] - 1]),
    )
    adjusted = iter(benjamini_hochberg(np.array([each.pvalue for rows in tables for each in rows])).tolist())
    whole = [tuple(replace(each, pvalue_adjusted=next(adjusted)) for each in rows) for rows in tables]
    return UsedBefore(*(tuple(sorted(rows, key=lambda each: -abs(each.difference))) for rows in whole))


def _bits(activity: Activity, rows: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the events of each user on their own active days start..stop - 1, as bits; stop > start."""
    low = activity.offsets[rows]
    edges = np.column_stack([low + start, low + stop]).ravel()
    # A last edge at the end of the data would be out of range; the parts between two users are thrown away.
    bits = np.append(activity.event_bits, np.uint64(0))
    return np.bitwise_or.reduceat(bits, edges)[::2]


def _stopped(activity: Activity, rows: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the events of the first two thirds of each user's last `days` active days that the last third has not."""
    stop = activity.active_days[rows]
    cut = stop - days // LAST_PART
    return _bits(activity, rows, stop - days, cut) & ~_bits(activity, rows, cut, stop)


def _contrasts(
    activity: Activity, sides: Pairs, how: Compare, bits_of: Callable[[np.ndarray], np.ndarray]
) -> list[Contrast]:
    if not all(map(len, sides)):
        return []
    bits = [bits_of(side) for side in sides]
    rows = []
    for place, event in enumerate(activity.event_names):
        used = [int(((each >> np.uint64(place)) & np.uint64(1)).sum()) for each in bits]
        if sum(used) >= how.min_adopters:
            rows.append(_contrast(event, (used[0], len(sides[0]), used[1], len(sides[1])), how.level))
    return rows


def _contrast(event: str, counts: tuple[int, int, int, int], level: float) -> Contrast:
    outcome = proportions(*counts, level=level)
    share, rest = outcome.estimates
    effect = outcome.effects[0]
    ratio = share / rest if rest > 0 else math.nan
    numbers = (counts[1], counts[3], share, rest, ratio, effect.value, effect.interval, outcome.pvalue)
    return Contrast("event", "event", event, *numbers)
