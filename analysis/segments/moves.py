"""Which users change their label as one threshold runs over its slider, and at which value each of them does.

A user's verdict on a rhythm depends on one of its thresholds through one number: it is one verdict up to that number
and another beyond it. So two labellings, of the users whose verdict differs between the ends, say everything between.
The thresholds of the evidence move the cut-offs of every family at once: there each value labels those it crosses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from analysis.segments.frequency import FREQUENCY_CLASSES, Frequency
from analysis.segments.people import People
from analysis.segments.spacing import Spacing

if TYPE_CHECKING:  # labels and settings collect what this package declares, so they cannot be imported with it
    from analysis.knobs import Tunable
    from analysis.labels import Segmentation
    from analysis.rhythms import Scores
    from analysis.settings import Settings


class Labels(Protocol):
    """Who carries a label, bool, one entry a moving user."""

    def is_in(self, name: str) -> np.ndarray:
        """Return who carries the label of this name."""
        ...


@dataclass(frozen=True, eq=False)
class Moves:
    """Changes of label; entry i is one user who changes at one value.

    Attributes
    ----------
    rows
        The users, places in the activity; a user may be there more than once.
    step
        The place of the first value with the label `after`; 0 for a change between the present value and the first.
    before, after
        The labels on either side.
    """

    rows: np.ndarray
    step: np.ndarray
    before: Labels
    after: Labels


@dataclass(frozen=True, eq=False)
class Classes:
    """Frequency classes of some users, as codes into `FREQUENCY_CLASSES`."""

    codes: np.ndarray

    def is_in(self, name: str) -> np.ndarray:
        """Return who is in "frequency:weekly" and the like."""
        return self.codes == FREQUENCY_CLASSES.index(name.partition(":")[2])


def moves(address: str, values: np.ndarray, people: People) -> Moves:
    """Return how labels change as the threshold at `address` takes `values` (ascending), beginning with the present."""
    slug, name = address.split(".")
    if slug == Frequency.slug:
        return _frequency_moves(name, values, people)
    relabel = Relabel(people)
    if slug == "evidence":
        return _evidence_moves(name, values, relabel)
    return _rhythm_moves(address, values, relabel)


class Relabel:
    """Labels some of the users anew under other thresholds, under the cut-offs that everybody's p-values give."""

    def __init__(self, people: People) -> None:
        from analysis.rhythms import Scores
        from analysis.rhythms.evidence import FAMILY_WEIGHTS

        scores, evidence = people.segmentation.scores, people.settings.evidence
        if evidence.distinctive:  # keep the p-values in use, so that a part of the users needs no profile
            used = {f"{family}_p": scores.pvalues(family, evidence) for family in FAMILY_WEIGHTS}
            scores = Scores(scores.frame.assign(**used), scores.days)
        self.now = people.segmentation
        self.settings = replace(people.settings, evidence=evidence.replace(distinctive=0))
        self.scores = scores

    def under(self, address: str, value: float) -> "Settings":
        """Return the settings with one threshold changed."""
        return self.settings.replace_knob(address, float(value))

    def some(self, rows: np.ndarray) -> "Scores":
        """Return the scores of some users, judged like everybody."""
        return replace(self.scores, frame=self.scores.frame.iloc[rows], judged_like=self.scores)

    def label(self, some: "Scores", settings: "Settings") -> "Segmentation":
        """Return the labels of some users under other thresholds."""
        from analysis.labels import label

        return label(some, settings)


def _frequency_moves(name: str, values: np.ndarray, people: People) -> Moves:
    """Of a cut or the limit of bursts everybody has one number at which they change; else each value is read."""
    spacing, own = Spacing.of(people.dataset.activity), people.settings.frequency

    def classes(value: float) -> np.ndarray:
        return own.replace(**{name: float(value)}).classify(spacing)

    now = own.classify(spacing)
    if name not in ("band_share", "min_cover_share"):
        start, end = classes(values[0]), classes(values[-1])
        rows = np.flatnonzero((start != end) | (start != now))
        of_gaps = name != "bursty_min_gap_cv"
        changes_at = spacing.held(own.band_share) if of_gaps else spacing.coverage[0]
        step = np.searchsorted(values, changes_at[rows], side="left" if of_gaps else "right")
        return Moves(
            np.concatenate([rows, rows]), np.concatenate([np.zeros(len(rows), np.int64), step]),
            Classes(np.concatenate([now[rows], start[rows]])), Classes(np.concatenate([start[rows], end[rows]])),
        )  # fmt: skip
    return _walked(now, values, classes)


def _walked(now: np.ndarray, values: np.ndarray, classes: Callable[[float], np.ndarray]) -> Moves:
    """Compare the classes at each value with those at the value before, at the first with the present ones."""
    parts, last = [], now
    for place, value in enumerate(values):
        after = classes(value)
        rows = np.flatnonzero(after != last)
        parts.append((rows, np.full(len(rows), place), last[rows], after[rows]))
        last = after
    rows, step, before, after = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Moves(rows, step, Classes(before), Classes(after))


def _rhythm_moves(address: str, values: np.ndarray, relabel: Relabel) -> Moves:
    slug, name = address.split(".")
    evidence = relabel.settings.evidence
    ends = [relabel.under(address, value) for value in values[[0, -1]]]
    # The present comes last: scores keep the verdicts they were asked for last, and the study goes on with those.
    start, end, now = (getattr(each, slug).verdicts(relabel.scores, evidence) for each in (*ends, relabel.settings))
    rows = np.flatnonzero((start != end) | (start != now))
    some = relabel.some(rows)
    labels = [_part(relabel.now, rows), *(relabel.label(some, each) for each in ends)]
    step = _step_of(getattr(relabel.settings, slug), name, values=values, scores=some)
    return Moves(
        np.concatenate([rows, rows]), np.concatenate([np.zeros(len(rows), np.int64), step]),
        _stacked(labels[:2]), _stacked(labels[1:]),
    )  # fmt: skip


def _step_of(kind: "Tunable", name: str, *, values: np.ndarray, scores: "Scores") -> np.ndarray:
    """Return the place of the first value on the other side of each user's own number, int64.

    Compares as the verdicts do: in single precision where a description is judged by numpy, in double else.
    """
    from analysis.rhythms.rhythm import FLOAT32_SLACK

    conditions = kind.conditions()
    own = [(each.column, each.sign) for each in conditions if each.knob == name]
    column, sign = own[0] if own else (kind.share_column or conditions[0].column, 1.0)
    measured = sign * scores[column]
    measured = measured if kind.family is None else measured.astype(np.float64)
    least = (sign * values - FLOAT32_SLACK).astype(measured.dtype)
    if sign > 0:
        return np.where(np.isnan(measured), 0, np.searchsorted(least, measured, side="right"))
    reached = np.searchsorted(least[::-1], measured, side="right")
    return len(values) - np.where(np.isnan(measured), 0, reached)


def _evidence_moves(name: str, values: np.ndarray, relabel: Relabel) -> Moves:
    """Walk over the values; each labels anew those users of whom a family, or enough days, has another answer."""
    relabel.scores = replace(relabel.scores)  # without its memory: cut-offs move, and the study goes on with its own
    crossed = _Crossed(relabel.scores)
    arrays = [each.copy() for each in _arrays(relabel.now)]
    whole = _with_arrays(relabel.now, arrays)
    parts, last = [], relabel.settings
    for place, value in enumerate(values):
        settings = relabel.under(f"evidence.{name}", value)
        rows = crossed.between(last, settings)
        last = settings
        if len(rows):
            after = relabel.label(relabel.some(rows), settings)
            parts.append((rows, np.full(len(rows), place), _part(whole, rows), after))
            for array, new in zip(
                arrays, (after.rhythm, after.detail, after.leaning, after.leaning_detail), strict=True
            ):
                array[rows] = new
    none = np.zeros(0, np.int64)
    parts = parts or [(none, none, _part(whole, none), _part(whole, none))]
    rows, step, before, after = zip(*parts, strict=True)
    return Moves(np.concatenate(rows), np.concatenate(step), _stacked(before), _stacked(after))


class _Crossed:
    """Finds the users whose p-value or number of days lies between two settings of the evidence."""

    def __init__(self, scores: "Scores") -> None:
        from analysis.rhythms.evidence import FAMILY_WEIGHTS

        self.scores = scores
        self.sorted = {f"{family}_p": _ascending(scores[f"{family}_p"]) for family in FAMILY_WEIGHTS}
        self.by_days = _ascending(scores["n"])

    def between(self, one: "Settings", other: "Settings") -> np.ndarray:
        """Return the users, ascending, of whom the two settings may say different things."""
        a, b = one.evidence, other.evidence
        found = [_within(self.by_days, a.min_active_days - 1, b.min_active_days - 1)]
        for column, ascending in self.sorted.items():
            family = column.removesuffix("_p")
            found.append(_within(ascending, self.scores.cutoff(family, a), self.scores.cutoff(family, b)))
            found.append(_within(ascending, a.leaning_p, b.leaning_p))
        return np.unique(np.concatenate(found))


def _ascending(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return values in order and the users they belong to; p-values of 1 are never crossed."""
    rows = np.flatnonzero(values != 1) if values.dtype.kind == "f" else np.arange(len(values))
    rows = rows[np.argsort(values[rows], kind="stable")]
    return values[rows], rows


def _within(ascending: tuple[np.ndarray, np.ndarray], one: float, other: float) -> np.ndarray:
    """Return the users whose value lies above the smaller of two limits and at most at the larger."""
    low, high = np.searchsorted(ascending[0], sorted((one, other)), side="right")
    return ascending[1][low:high]


def _arrays(labels: "Segmentation") -> tuple[np.ndarray, ...]:
    return labels.rhythm, labels.detail, labels.leaning, labels.leaning_detail


def _with_arrays(labels: "Segmentation", arrays: Sequence[np.ndarray]) -> "Segmentation":
    rhythm, detail, leaning, leaning_detail = arrays
    return replace(labels, rhythm=rhythm, detail=detail, leaning=leaning, leaning_detail=leaning_detail)


def _part(labels: "Segmentation", rows: np.ndarray) -> "Segmentation":
    """Return the labels of some users."""
    return _with_arrays(labels, [each[rows] for each in _arrays(labels)])


def _stacked(labels: "Sequence[Segmentation]") -> "Segmentation":
    """Return labels one after the other."""
    return _with_arrays(labels[0], [np.concatenate(each) for each in zip(*map(_arrays, labels), strict=True)])
