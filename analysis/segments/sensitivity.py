"""How the size of every segment reacts to every threshold: exact curves, without labelling everybody at every value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
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
FLAT_SHARE = 0.01


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

    def flat_stretches(self, *, tolerance: float = FLAT_SHARE) -> list[tuple[float, float]]:
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
    return _curves(address, _Counted(people, names, among), values)


def all_curves(names: Sequence[str], people: People, *, among: np.ndarray | None = None) -> dict[str, list[Curve]]:
    """Return `curves` of every threshold by address; only of segments that react, or whose own threshold it is."""
    counted = _Counted(people, names, among)
    found = {}
    for address in thresholds(people.settings):
        own = address.split(".")[0]
        kept = [
            each for each in _curves(address, counted, None) if each.reacts or each.segment.partition(":")[0] == own
        ]
        if kept:
            found[address] = kept
    return found


def _curves(address: str, counted: "_Counted", values: np.ndarray | None) -> list[Curve]:
    knob = counted.people.settings.knob(address)
    values = slider_values(knob) if values is None else np.asarray(values, np.float64)
    hangs = _hangs_on(address)
    around = _around(counted.people.settings.value(address), knob)
    every = np.unique(np.concatenate([values, around]))
    moved = moves(address, every, counted.people) if any(map(hangs, counted.rules.values())) else None
    places = np.searchsorted(every, values)
    step = (int(np.searchsorted(every, around[0])), int(np.searchsorted(every, around[-1])))
    found = []
    for name, rule in counted.rules.items():
        change = counted.changes(name, moved if hangs(rule) else None, len(every))
        users = counted.now[name] + np.cumsum(change.net)[places]
        found.append(Curve(address, name, values, users, change.users_within(*step)))
    return found


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


@dataclass(frozen=True, eq=False)
class _Changes:
    """Users who enter or leave a segment, the place of the value at which each does, and how many more there are."""

    rows: np.ndarray
    step: np.ndarray
    net: np.ndarray

    def users_within(self, first: int, last: int) -> int:
        """Return how many users enter or leave behind the value at one place and up to that at another."""
        return len(np.unique(self.rows[(self.step > first) & (self.step <= last)]))


class _Counted:
    """Counts segments before and after users moved; what no label decides is read once."""

    def __init__(self, people: People, names: Sequence[str], among: np.ndarray | None) -> None:
        self.people = people
        self.among = np.ones(people.users, bool) if among is None else np.asarray(among, bool)
        self._kept: dict[tuple[Leaf, bool], np.ndarray] = {}
        self.rules = {name: rule_for(name, people) for name in dict.fromkeys(names)}

    @cached_property
    def now(self) -> dict[str, int]:
        """The present size of every segment."""
        return {name: int((walk(rule, self._fixed) & self.among).sum()) for name, rule in self.rules.items()}

    def changes(self, name: str, moved: Moves | None, steps: int) -> "_Changes":
        """Return who enters and leaves a segment at each of the values."""
        if moved is None:
            return _Changes(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(steps, np.int64))
        before, after = self._sides(name, moved)
        changed = (before != after) & (moved.step < steps)
        rows, step = moved.rows[changed], moved.step[changed]
        entered = after[changed]
        net = np.bincount(step[entered], minlength=steps) - np.bincount(step[~entered], minlength=steps)
        return _Changes(rows, step, net)

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

    @cached_property
    def skipped(self) -> np.ndarray:
        """Who skipped a calendar week and came back: what `misread:weekly` asks besides the rhythm."""
        return skipped_a_week(self.people.dataset.activity)
