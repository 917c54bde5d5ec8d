"""Labels as they were at the end of an earlier day, from the days known by then only; row i is always user i of now.

Nothing of a score depends on when it is asked, only on the user's days: days are cut off, and the same tests, levels
and cut-offs give what the data would have given had they ended there. A test replays the past to hold this.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analysis.errors import OffbeatError
from analysis.features import features
from analysis.labels import label, label_thresholds
from analysis.lifecycle import STATES, states_on
from analysis.rhythms import score
from analysis.rhythms.scoring import rescore
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.spacing import Spacing
from analysis.study import Prepared, Study, tune

Kind = Literal["frequency", "rhythm", "lifecycle", "segment"]
KINDS: tuple[Kind, ...] = ("frequency", "rhythm", "lifecycle", "segment")
NOT_YET = "not_yet"  # first seen later
OUTSIDE = "rest"
SILENT = "lifecycle:silent"  # seen, and in neither of the two windows of the lifecycle
UNSEEN = -1


@dataclass(frozen=True, eq=False)
class Then:
    """Everybody's label at the end of a day.

    Attributes
    ----------
    day
        Days since 1970.
    names
        What the codes mean, as segments are called; a segment that is followed stands beside `rest`.
    codes
        int8, shape (users,), one a user of the study: places in `names`, -1 for who was first seen later.
    """

    day: int
    names: tuple[str, ...]
    codes: np.ndarray


def then(study: Study, kind: Kind, day: int, *, segment: str = "") -> Then:
    """Return everybody's label at the end of `day` (days since 1970).

    Parameters
    ----------
    kind
        "frequency" (how often), "rhythm" (the primary label), "lifecycle" (28 days up to then, the 28 before), or
        "segment": in it or not.
    segment
        The name or rule of that segment; raises UnknownNameError or RuleError for a wrong one. A rule about an event
        nobody had used by then leaves everybody without a code. Counts of an event (`uses.export > 3`) and columns of
        the users table are those of now: the data do not hold their past.
    """
    kept, filters = study.prepared.kept, study.filters
    key = (_thresholds(study, kind), filters.segments, filters.value_events)
    codes = kept.once(f"then {kind} {segment} {day}", key, lambda: _codes(study, kind, day, segment))
    return Then(day, names_of(study, kind, segment=segment), codes)


def names_of(study: Study, kind: Kind, *, segment: str = "") -> tuple[str, ...]:
    """Return what the codes of a kind mean."""
    if kind == "frequency":
        return tuple(f"frequency:{each}" for each in FREQUENCY_CLASSES)
    if kind == "lifecycle":
        return (*(f"lifecycle:{each}" for each in STATES), SILENT)
    return study.segmentation.rhythm_slugs if kind == "rhythm" else (segment, OUTSIDE)


def _thresholds(study: Study, kind: Kind) -> object:
    """Return the thresholds a kind hangs on."""
    if kind == "lifecycle":
        return None
    if kind == "rhythm":
        return label_thresholds(study.settings)
    return study.settings.frequency if kind == "frequency" else study.settings.tunables()


def _codes(study: Study, kind: Kind, day: int, segment: str) -> np.ndarray:
    activity = study.activity
    seen = activity.first_day <= day
    codes = np.full(activity.users, UNSEEN, np.int8)
    if not seen.any():
        return codes
    make = {"frequency": _classes, "rhythm": _rhythms, "lifecycle": _states}
    found = make[kind](study, day) if kind != "segment" else _outside(study, day, segment, seen)
    codes[seen] = found[seen]
    return codes


def _days_until(study: Study, day: int) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets and days of everybody up to a day; who came later keeps an empty row."""
    activity = study.activity
    known = activity.day <= day
    counts = np.add.reduceat(known, activity.offsets[:-1], dtype=np.int64)
    return np.concatenate(([0], np.cumsum(counts))), activity.day[known]


def _classes(study: Study, day: int) -> np.ndarray:
    if day >= study.activity.observed_to:
        return study.settings.frequency.classify(Spacing.of(study.activity))
    return study.settings.frequency.classify(Spacing(*_days_until(study, day)))


def _rhythms(study: Study, day: int) -> np.ndarray:
    if day >= study.activity.observed_to:
        return study.segmentation.rhythm
    offsets, days = _days_until(study, day)
    known = study.prepared.scores
    cut = replace(known.days, offsets=offsets, day=days)
    return label(rescore(known, cut, study.activity.last_day > day), study.settings).rhythm


def _states(study: Study, day: int) -> np.ndarray:
    found = states_on(study.activity, day)
    return np.where(found < 0, np.int8(len(STATES)), found)


def _outside(study: Study, day: int, segment: str, seen: np.ndarray) -> np.ndarray:
    """Return 0 for who was in a segment, 1 for who was not; -1 for everybody where the data had no such thing by then.

    A wrong name is an error whatever the day.
    """
    study.members(segment)
    codes = np.full(len(seen), UNSEEN, np.int8)
    try:
        codes[seen] = ~study_on(study, day).members(segment)
    except OffbeatError:
        return codes
    return codes


def study_on(study: Study, day: int) -> Study:
    """Return the study of the data up to a day, whose users are those first seen by then, in the same order."""
    if day >= study.activity.observed_to:
        return study
    # One day at a time: several segments are asked for on the same one.
    known = study.prepared.kept.once("prepared_then", day, lambda: _prepared_on(study, day))
    return tune(known, replace(study.filters, who="all"), study.settings)


def _prepared_on(study: Study, day: int) -> Prepared:
    cut = study.dataset.with_activity(study.activity.until(day))
    known = study.prepared
    return Prepared(cut, score(cut.activity, lists=known.scores.days.lists), features(cut), known.people)
