"""Would they keep it: do both halves of a member's history carry the label that the whole has?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.chosen import rule_for
from analysis.segments.frequency import FREQUENCY_CLASSES, Frequency
from analysis.segments.people import People
from analysis.segments.rules import Name
from analysis.segments.rules.evaluate import holds
from analysis.segments.spacing import Spacing

if TYPE_CHECKING:  # labels builds on what this package declares, so it cannot be imported with it
    from analysis.labels import Segmentation
    from analysis.rhythms.user_days import UserDays

TOO_SHORT = "no member has enough days in both halves of their history"
NO_LABEL = "this segment is no pattern and no frequency, so there is nothing to keep"


@dataclass(frozen=True, kw_only=True)
class Stability:
    """How many members keep a label between the halves of their history.

    Attributes
    ----------
    members, tested
        Members, and those of them with enough days in both halves.
    kept
        Tested members both of whose halves carry the label, or lean to it where it is a pattern.
    share, low, high
        kept / tested with its 95 % Wilson interval; nan where nobody was tested.
    reason
        Why the share is not defined, "" where it is.
    """

    segment: str
    members: int
    tested: int
    kept: int
    share: float
    low: float
    high: float
    reason: str = ""


def stability(names: Sequence[str], people: People, *, among: np.ndarray | None = None) -> list[Stability]:
    """Return who keeps each label, in the order of `names` (or rules, which name no label); raises UnknownNameError.

    A half is the first or the last half of a user's active days (the middle one of an odd number is in the later half).
    It is labelled alone, under the same thresholds, all halves under one control of false discoveries; as half the days
    prove less, a half that leans to the label counts as carrying it. Members were chosen by both halves together, so
    this says how steady a habit has been, and is no forecast. `among` (bool, shape (users,)) counts only these users.
    """
    halves = _Halves(people)
    among = np.ones(people.users, bool) if among is None else among
    return [_of_segment(name, among, halves) for name in names]


def _of_segment(name: str, among: np.ndarray, halves: "_Halves") -> Stability:
    from analysis.rhythms.intervals import wilson_interval

    rule = rule_for(name, halves.people)
    members = holds(rule, halves.people) & among
    answer = halves.keep(rule.text) if isinstance(rule, Name) else None
    if answer is None:
        nan = float("nan")
        return Stability(
            segment=name, members=int(members.sum()), tested=0, kept=0, share=nan, low=nan, high=nan, reason=NO_LABEL
        )
    tested, kept = (int((members & each).sum()) for each in answer)
    share = kept / tested if tested else float("nan")
    low, high = (float(each) for each in wilson_interval(kept, tested))
    return Stability(
        segment=name, members=int(members.sum()), tested=tested, kept=kept, share=share, low=low, high=high,
        reason="" if tested else TOO_SHORT,
    )  # fmt: skip


class _Halves:
    """Both halves of everybody, labelled; entry i is user i's earlier half, entry users + i the later."""

    def __init__(self, people: People) -> None:
        from analysis.labels import label
        from analysis.rhythms.scoring import score_user_days

        self.people = people
        days = halves_of(people.segmentation.scores.days)
        self.labels: Segmentation = label(score_user_days(days), people.settings)
        self.days = np.diff(days.offsets)
        self.classes = people.settings.frequency.classify(Spacing(days.offsets, days.day))

    def keep(self, name: str) -> tuple[np.ndarray, np.ndarray] | None:
        """Return (tested, kept), bool, shape (users,): enough days in both halves, both carry it; None for no label."""
        slug, _, detail = name.partition(":")
        if slug == Frequency.slug and detail != "too_few":
            return self._keep_frequency(detail)
        if slug not in self.labels.rhythm_slugs or slug == "too_few":
            return None
        tested = self._both(self._testable(slug))
        carried = self.labels.is_in(name)
        if slug not in ("mixed", "irregular", "daily", "bursty"):
            carried = carried | self.labels.is_in(f"leaning:{name}")
        return tested, tested & self._both(carried)

    def _testable(self, slug: str) -> np.ndarray:
        from analysis.rhythms.evidence import LEAST_MONTHS

        enough = self.days >= self.people.settings.evidence.min_active_days
        return enough & (self.labels.scores["visit_months"] >= LEAST_MONTHS[slug]) if slug in LEAST_MONTHS else enough

    def _keep_frequency(self, detail: str) -> tuple[np.ndarray, np.ndarray]:
        tested = self._both(self.classes != FREQUENCY_CLASSES.index("too_few"))
        return tested, tested & self._both(self.classes == FREQUENCY_CLASSES.index(detail))

    def _both(self, each: np.ndarray) -> np.ndarray:
        return each.reshape(2, -1).all(axis=0)


def halves_of(days: "UserDays") -> "UserDays":
    """Return the earlier half of everybody's active days, then the later of everybody's, as users of their own."""
    counts = np.diff(days.offsets)
    early = counts // 2
    lengths = np.concatenate([early, counts - early])
    starts = np.concatenate([days.offsets[:-1], days.offsets[:-1] + early])
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    day = days.day[np.repeat(starts - offsets[:-1], lengths) + np.arange(offsets[-1])]
    return replace(days, offsets=offsets, day=day)
