"""Two activities as one: user-days of either, those of both counted once, events and their bits under one set of names.

Only user-days are kept, so that a day is taken over whole: from the newer file where it covers the day from midnight to
midnight, which all days between its first and its last do; on these two, where it may be cut, from the file that saw
more events.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from analysis.activity import OTHER_EVENTS_BIT, Activity
from analysis.ingest.interner import Names
from analysis.ingest.uses_union import Dropped, united_uses

_DAY_BITS = 20


@dataclass(frozen=True, eq=False)
class Union:
    """The activity of two files, and how they met.

    Attributes
    ----------
    both, differing
        User-days in both files, and those of them with other events, hours, names or amounts.
    only_older
        User-days between the newer file's first and last day that only the older one has; they stay.
    new_users, returned_users
        Users the older file does not know; those it knows who come again after its last day.
    gained
        User-days that the older file does not have.
    estimated_uses
        Pairs of a user and an event whose count or amount within the days of both files is an estimate.
    """

    activity: Activity
    both: int
    differing: int
    only_older: int
    new_users: int
    returned_users: int
    gained: int
    estimated_uses: int


def unite(old: Activity, new: Activity) -> Union:
    """Return the user-days of both."""
    ids = Names.of(pa.concat_arrays([old.user_ids, new.user_ids]))
    rank_old, rank_new = np.split(ids.rank[:-1].astype(np.int64), [old.users])
    keys = [_keys(old, rank_old), _keys(new, rank_new)]
    at_old, at_new = _shared(*keys)
    takes_new = _takes_new(old, new, at_old, at_new)
    counts = _counts(old, new, (rank_old, rank_new), (at_old, at_new))
    is_known = len(at_new) == new.user_days and not (takes_new & _differ(old, new, at_old, at_new)).any()
    if is_known and old.observed_from <= new.observed_from and new.observed_to <= old.observed_to:
        return Union(old, *counts, 0)
    keep_old, keep_new = np.ones(old.user_days, bool), np.ones(new.user_days, bool)
    keep_old[at_old[takes_new]], keep_new[at_new[~takes_new]] = False, False
    dropped = (Dropped(old, rank_old, ~keep_old), Dropped(new, rank_new, ~keep_new))
    uses, names, estimated = united_uses(*dropped)
    order = np.argsort(np.concatenate((keys[0][keep_old], keys[1][keep_new])), kind="stable")

    def joined(of_old: np.ndarray, of_new: np.ndarray) -> np.ndarray:
        return np.concatenate((of_old[keep_old], of_new[keep_new]))[order]

    owner = joined(rank_old[old.user], rank_new[new.user])
    has_amount = old.amount is not None or new.amount is not None
    activity = Activity(
        user_ids=ids.texts,
        offsets=np.searchsorted(owner, np.arange(len(ids.texts) + 1)).astype(np.int64),
        day=joined(old.day, new.day),
        events=joined(old.events, new.events),
        hours=joined(old.hours, new.hours),
        event_bits=joined(renamed_bits(old, names), renamed_bits(new, names)),
        amount=joined(_amount(old), _amount(new)) if has_amount else None,
        event_names=names,
        uses=uses,
        observed_from=min(old.observed_from, new.observed_from),
        observed_to=max(old.observed_to, new.observed_to),
        ignored_days=np.union1d(old.ignored_days, new.ignored_days).astype(np.int32),
    )
    return Union(activity, *counts, estimated)


def _counts(
    old: Activity, new: Activity, ranks: tuple[np.ndarray, np.ndarray], shared: tuple[np.ndarray, np.ndarray]
) -> tuple[int, ...]:
    """Return what Union counts, in its order, but for the estimates."""
    within = (old.day >= new.observed_from) & (old.day <= new.observed_to)
    known = np.isin(ranks[1], ranks[0])
    later = np.zeros(new.users, bool)
    later[new.user[new.day > old.observed_to]] = True
    both = len(shared[0])
    return (
        both,
        int(_differ(old, new, *shared).sum()),
        int(within.sum()) - both,
        int((~known).sum()),
        int((later & known).sum()),
        new.user_days - both,
    )


def renamed_bits(activity: Activity, names: tuple[str, ...]) -> np.ndarray:
    """Return event bits under other names; a name that is none of them shares the last bit."""
    places = [names.index(name) if name in names else OTHER_EVENTS_BIT for name in activity.event_names]
    if places == list(range(len(places))):
        return activity.event_bits
    patterns, which = np.unique(activity.event_bits, return_inverse=True)
    moved = patterns & (np.uint64(1) << np.uint64(OTHER_EVENTS_BIT))
    for bit, place in enumerate(places):
        moved |= ((patterns >> np.uint64(bit)) & np.uint64(1)) << np.uint64(place)
    return moved[which]


def _keys(activity: Activity, rank: np.ndarray) -> np.ndarray:
    """Return user and day of each user-day as one number, ascending."""
    return (rank[activity.user] << _DAY_BITS) + activity.day


def _shared(old: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where the user-days of both stand in either, in one order."""
    _, at_old, at_new = np.intersect1d(old, new, assume_unique=True, return_indices=True)
    return at_old, at_new


def _differ(old: Activity, new: Activity, at_old: np.ndarray, at_new: np.ndarray) -> np.ndarray:
    names = tuple(dict.fromkeys((*old.event_names, *new.event_names)))[:OTHER_EVENTS_BIT]
    differ = old.events[at_old] != new.events[at_new]
    differ |= old.hours[at_old] != new.hours[at_new]
    differ |= renamed_bits(old, names)[at_old] != renamed_bits(new, names)[at_new]
    return differ | (_amount(old)[at_old] != _amount(new)[at_new])


def _takes_new(old: Activity, new: Activity, at_old: np.ndarray, at_new: np.ndarray) -> np.ndarray:
    day = new.day[at_new]
    is_edge = (day == new.observed_from) | (day == new.observed_to)
    return ~is_edge | (new.events[at_new] >= old.events[at_old])


def _amount(activity: Activity) -> np.ndarray:
    return np.zeros(activity.user_days) if activity.amount is None else activity.amount
