"""How the size of every segment reacts to every threshold: exact curves, without labelling everybody at every value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import OffbeatError
from analysis.segments.chosen import rule_for
from analysis.segments.frequency import Frequency
from analysis.segments.misread import MISREAD_WEEKLY, skipped_a_week, with_calendar_rhythm
from analysis.segments.moves import Labels, Moves, moves
from analysis.segments.people import People
from analysis.segments.rules import Leaf, Name, Rule, leaves
from analysis.segments.rules.evaluate import read_leaf, walk

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.knobs import Knob
    from analysis.settings import Settings

# A slider drawn 400 px wide lets nobody tell more apart.
MOST_VALUES = 101
LEAST_FLAT_VALUES = 3


@dataclass(frozen=True, eq=False)
class Curve:
    """How the size of one segment reacts to one threshold.

    Attributes
    ----------
    values, users
        The size at each value of the threshold, ascending; all else stays at its present value.
    near
        Users who enter or leave between one step of the slider below the present value and one above.
    """

    address: str
    segment: str
    values: np.ndarray
    users: np.ndarray
    near: int

    @property
    def reacts(self) -> bool:
        """Whether the size changes at all."""
        return bool((self.users != self.users[0]).any())

    def flat_stretches(self, *, tolerance: float = 0.0) -> list[tuple[float, float]]:
        """Return the stretches (first value, last value) over which the size hardly changes, longest possible.

        Within one the largest and the smallest size differ by at most `tolerance`, a share of the largest; 0 asks that
        the size stays the same. A stretch has at least three values; stretches do not overlap.
        """
        found, start = [], 0
        while start < len(self.users):
            stop = start + 1
            while stop < len(self.users) and _is_flat(self.users[start : stop + 1], tolerance):
                stop += 1
            if stop - start >= LEAST_FLAT_VALUES:
                found.append((float(self.values[start]), float(self.values[stop - 1])))
            start = stop
        return found


def _is_flat(users: np.ndarray, tolerance: float) -> bool:
    return users.max() - users.min() <= tolerance * users.max()


def slider_values(knob: "Knob") -> np.ndarray:
    """Return the values a slider can take within its span, at most `MOST_VALUES` of them, ends included."""
    low, high = knob.span
    steps = round((high - low) / knob.step)
    places = np.unique(np.round(np.linspace(0, steps, min(steps + 1, MOST_VALUES))).astype(int))
    return np.minimum(np.round(low + places * knob.step, 10), high)


def thresholds(settings: "Settings") -> tuple[str, ...]:
    """Return the addresses of every threshold that decides labels or frequency classes, in display order."""
    from analysis.rhythms import RHYTHMS  # labels and settings both build on this package

    slugs = {"evidence", Frequency.slug, *(rhythm.slug for rhythm in RHYTHMS)}
    return tuple(address for address, knob in settings.knobs() if address.split(".")[0] in slugs and not knob.is_switch)


def curves(
    address: str,
    names: Sequence[str],
    people: People,
    *,
    among: np.ndarray | None = None,
    values: np.ndarray | None = None,
) -> list[Curve]:
    """Return the curve of each segment over one threshold, exactly as labelling anew at every value gives it.

    Parameters
    ----------
    address
        Of `thresholds`, "weekday.min_share" for example; OffbeatError for another.
    names
        Names or rules.
    among
        bool, shape (users,): counts only these users.
    values
        Ascending; those of the slider where absent.
    """
    if address not in thresholds(people.settings):
        raise OffbeatError(
            f"Expected a threshold that decides who is in a segment, found {address}.",
            hint="those of the patterns, of frequency and of evidence do.",
        )
    counted = _Counted(people, names, np.ones(people.users, bool) if among is None else among)
    knob = people.settings.knob(address)
    values = slider_values(knob) if values is None else np.asarray(values, np.float64)
    touched = any(map(_hangs_on(address), counted.rules.values()))
    moved = moves(address, values, people) if touched else None
    around = moves(address, _around(people.settings.value(address), knob), people) if touched else None
    return [
        Curve(address, name, values, counted.sizes(name, moved, len(values)), counted.crossing(name, around))
        for name in counted.rules
    ]


def _around(value: float, knob: "Knob") -> np.ndarray:
    """Return the present value with its neighbours on the slider, as far as they are valid."""
    around = np.round(value + np.array([-1, 0, 1]) * knob.step, 10)
    return np.unique(np.clip(around, *knob.bounds))


def _hangs_on(address: str) -> Callable[[Rule], bool]:
    """Return whether a rule names a label that the threshold at an address decides; the others need no labelling."""
    slug, knob = address.split(".")
    only_leaning = knob.startswith("leaning")

    def hangs(rule: Rule) -> bool:
        names = [leaf.text for leaf in leaves(rule) if isinstance(leaf, Name)]
        if slug == Frequency.slug:
            return any(name.startswith("frequency:") for name in names)
        return any(_is_label(name) and (not only_leaning or name.startswith("leaning:")) for name in names)

    return hangs


def _is_label(name: str) -> bool:
    """Whether a name is a rhythm's, or made of them."""
    from analysis.segmentation import CODE

    slug = name.partition(":")[0]
    return slug in CODE or slug == "leaning" or name == MISREAD_WEEKLY


class _Counted:
    """Counts segments before and after users moved; what no label decides is read once."""

    def __init__(self, people: People, names: Sequence[str], among: np.ndarray) -> None:
        self.people, self.among = people, among
        self.rules = {name: rule_for(name, people) for name in dict.fromkeys(names)}
        self._kept: dict[tuple[Leaf, bool], np.ndarray] = {}
        self._skipped: np.ndarray | None = None

    def sizes(self, name: str, moved: Moves | None, steps: int) -> np.ndarray:
        """Return the size at every value, int64: the present one and everything that entered or left since."""
        now = walk(self.rules[name], self._fixed) & self.among
        change = np.zeros(steps, np.int64)
        if moved is not None:
            before, after = self._sides(name, moved)
            entered, left = moved.step[after & ~before], moved.step[before & ~after]
            change += np.bincount(entered, minlength=steps)[:steps] - np.bincount(left, minlength=steps)[:steps]
        return np.count_nonzero(now) + np.cumsum(change)

    def crossing(self, name: str, around: Moves | None) -> int:
        """Return how many users enter or leave after the first value."""
        if around is None:
            return 0
        before, after = self._sides(name, around)
        return len(np.unique(around.rows[(before != after) & (around.step > 0)]))

    def _sides(self, name: str, moved: Moves) -> list[np.ndarray]:
        among = self.among[moved.rows]
        return [among & walk(self.rules[name], self._reader(moved.rows, side)) for side in (moved.before, moved.after)]

    def _reader(self, rows: np.ndarray, labels: Labels) -> Callable[..., np.ndarray]:
        """Return who of the moving users a test or a name holds for, under their labels on one side."""
        of_frequency = not hasattr(labels, "rhythm")

        def read(leaf: Leaf, *, truth: bool) -> np.ndarray:
            name = leaf.text if isinstance(leaf, Name) else ""
            if name.startswith("frequency:") and of_frequency:
                return labels.is_in(name) == truth
            if not of_frequency and name == MISREAD_WEEKLY:
                return (with_calendar_rhythm(labels) & self.skipped[rows]) == truth
            if not of_frequency and name and _is_label(name):
                return labels.is_in(name) == truth
            return self._fixed(leaf, truth=truth)[rows]

        return read

    def _fixed(self, leaf: Leaf, *, truth: bool) -> np.ndarray:
        if (leaf, truth) not in self._kept:
            self._kept[leaf, truth] = read_leaf(leaf, self.people, truth=truth)
        return self._kept[leaf, truth]

    @property
    def skipped(self) -> np.ndarray:
        if self._skipped is None:
            self._skipped = skipped_a_week(self.people.dataset.activity)
        return self._skipped
