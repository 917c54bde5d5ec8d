"""What people used: what they did last, what they used most, and what those who stayed found first and they did not."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import OTHER_EVENTS_BIT
from analysis.study import Study

MOST_NAMED = 3
LEAST_STAYERS = 30  # of fewer, what was found first says little
OTHER = "something else"


@dataclass(frozen=True)
class Stayers:
    """What the stayers of one pattern found first: events by how many of them, the most first."""

    people: int
    found: tuple[tuple[str, int], ...]


def last_done(study: Study, rows: np.ndarray) -> list[str]:
    """Return what each user did on their last active day, the rarest first, up to three; "" without event names."""
    activity = study.activity
    if not activity.event_names:
        return [""] * len(rows)
    bits, same = np.unique(activity.event_bits[activity.offsets[rows + 1] - 1], return_inverse=True)
    said = [wording.listed(_named(int(each), activity.event_names)[:MOST_NAMED]) for each in bits]
    return np.array(said, object)[same].tolist()


def _named(bits: int, names: tuple[str, ...]) -> list[str]:
    """Return the events of a bit set, those fewest users used first."""
    known = [names[place] for place in reversed(range(len(names))) if bits >> place & 1]
    return known + ([OTHER] if bits >> OTHER_EVENTS_BIT & 1 else [])


def most_used(study: Study, rows: np.ndarray) -> list[str]:
    """Return what each user used on most days, up to three events, leaving out what nearly everybody uses."""
    basic = basic_events(study)
    names = [name for name in study.activity.event_names if name not in basic]
    if not names:
        return [""] * len(rows)
    uses = study.activity.uses
    place = pd.Index(names, dtype="str").get_indexer(uses["event"])
    user = uses["user"].to_numpy(np.int64)
    asked = np.zeros(study.activity.users, bool)
    asked[rows] = True
    kept = np.flatnonzero((place >= 0) & asked[user])
    kept = kept[np.lexsort((place[kept], -uses["days"].to_numpy(np.int64)[kept], user[kept]))]
    first = np.searchsorted(user[kept], user[kept])
    rank = np.arange(len(kept)) - first
    best = np.full((study.activity.users, MOST_NAMED), -1)
    top = rank < MOST_NAMED
    best[user[kept][top], rank[top]] = place[kept][top]
    # One number for the three: whole rows are sorted ten times slower.
    codes = np.ravel_multi_index(tuple(best[rows].T + 1), (len(names) + 1,) * MOST_NAMED)
    _, where, same = np.unique(codes, return_index=True, return_inverse=True)
    said = [wording.listed([names[each] for each in own if each >= 0]) for own in best[rows[where]].tolist()]
    return np.array(said, object)[same].tolist()


def basic_events(study: Study) -> frozenset[str]:
    """Return the events that at least `quiet.basic_share` of all users ever used: they tell nobody apart."""
    counts = study.activity.uses["event"].value_counts()
    return frozenset(counts.index[counts >= study.settings.quiet.basic_share * study.activity.users])


def found_first(study: Study, stayed: np.ndarray) -> dict[int, Stayers]:
    """Return what those who stayed (bool, shape (users,)) found first, by the code of their pattern.

    Of each the events of the first day on which they used one that not nearly everybody uses. Patterns with fewer than
    30 such stayers are left out.
    """
    uses = study.activity.uses
    uses = uses[stayed[uses["user"]] & ~uses["event"].isin(basic_events(study))]
    first = uses[uses["first_day"] == uses.groupby("user")["first_day"].transform("min")]
    rhythm = study.segmentation.rhythm
    found = {}
    for code, rows in first.groupby(rhythm[first["user"]]):
        people = int(rows["user"].nunique())
        if people >= LEAST_STAYERS:
            counts = rows["event"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
            found[int(code)] = Stayers(people, tuple((name, int(users)) for name, users in counts.items()))
    return found


def suggestions(study: Study, rows: np.ndarray, stayed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each user the event most stayers of the same pattern found first and this one never used.

    Two arrays of text: the event and what is said of it; the event is "" where there is none, and then the reason is
    said.
    """
    event, said = np.full(len(rows), "", object), np.full(len(rows), "too few who stayed have this pattern", object)
    if len(study.activity.event_names) < 2:
        return event, np.full(len(rows), "the data tell no events apart", object)
    rhythm = study.segmentation.rhythm[rows]
    for code, stayers in found_first(study, stayed).items():
        left = np.flatnonzero(rhythm == code)
        said[left] = "used all that those who stayed found first"
        for name, users in stayers.found:
            has = _used(study, name)[rows[left]]
            event[left[~has]] = name
            said[left[~has]] = f"found first by {100 * users / stayers.people:.0f} of 100 who stayed"
            left = left[has]
            if not len(left):
                break
    return event, said


def _used(study: Study, event: str) -> np.ndarray:
    """Return who ever used an event, bool, shape (users,)."""
    uses = study.activity.uses
    used = np.zeros(study.activity.users, bool)
    used[uses["user"].to_numpy()[(uses["event"] == event).to_numpy()]] = True
    return used
