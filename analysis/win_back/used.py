"""What people used: what they did last, what they used most, and what those who stayed found first and they did not."""

from dataclasses import dataclass

import numpy as np

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
    bits = activity.event_bits[activity.offsets[rows + 1] - 1]
    return [wording.listed(_named(int(each), activity.event_names)[:MOST_NAMED]) for each in bits]


def _named(bits: int, names: tuple[str, ...]) -> list[str]:
    """Return the events of a bit set, those fewest users used first."""
    known = [names[place] for place in reversed(range(len(names))) if bits >> place & 1]
    return known + ([OTHER] if bits >> OTHER_EVENTS_BIT & 1 else [])


def most_used(study: Study, rows: np.ndarray) -> list[str]:
    """Return what each user used on most days, up to three events, leaving out what nearly everybody uses."""
    telling = [place for place, name in enumerate(study.activity.event_names) if name not in basic_events(study)]
    days = np.stack([_days_with(study, place)[rows] for place in telling], axis=1) if telling else None
    if days is None:
        return [""] * len(rows)
    names = [study.activity.event_names[place] for place in telling]
    order = np.argsort(-days, axis=1, kind="stable")[:, :MOST_NAMED]
    return [wording.listed([names[each] for each in best if own[each]]) for own, best in zip(days, order, strict=True)]


def _days_with(study: Study, place: int) -> np.ndarray:
    seen = (study.activity.event_bits >> np.uint64(place)) & np.uint64(1)
    return np.add.reduceat(seen, study.activity.offsets[:-1], dtype=np.int64)


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


def suggestions(study: Study, rows: np.ndarray, stayed: np.ndarray) -> list[tuple[str, str]]:
    """Return for each user the event most stayers of the same pattern found first and this one never used.

    Pairs of the event and what is said of it; the event is "" where there is none, and then the reason is said.
    """
    if len(study.activity.event_names) < 2:
        return [("", "the data name no events")] * len(rows)
    found, used = found_first(study, stayed), _used_by(study, rows)
    return [_suggestion(found.get(int(study.segmentation.rhythm[row])), used.get(int(row), set())) for row in rows]


def _used_by(study: Study, rows: np.ndarray) -> dict[int, set[str]]:
    uses = study.activity.uses
    own = uses[np.isin(uses["user"], rows)]
    return {int(user): set(names) for user, names in own.groupby("user")["event"]}


def _suggestion(stayers: Stayers | None, used: set[str]) -> tuple[str, str]:
    if stayers is None:
        return "", "too few who stayed have this pattern"
    for name, users in stayers.found:
        if name not in used:
            return name, f"found first by {100 * users / stayers.people:.0f} of 100 who stayed"
    return "", "used all that those who stayed found first"
