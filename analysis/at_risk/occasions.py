"""Occasions: the separate chances to come that a rhythm with dates names, each from its first day to its last."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.daysets import DateList
from analysis.kernels.anchors import CLUMP_DAYS
from analysis.rhythms.daily import Daily
from analysis.rhythms.evidence import ANCHOR_FAMILIES
from analysis.rhythms.user_days import NONE_IGNORED
from analysis.rhythms.weekend import Weekend
from analysis.segmentation import KIND

# Days in a row that are one occasion: a weekend, the last three days of a quarter. Of the other rhythms every date is.
IN_RUNS = (Weekend.slug, *ANCHOR_FAMILIES)


@dataclass(frozen=True, eq=False)
class Occasions:
    """The occasions of one label over a calendar, in order.

    Attributes
    ----------
    start, end
        int64, shape (occasions,): first and last day of each, days since 1970.
    early_days
        So many days before its start a visit belongs to it already: of rhythms of visits, days within three of each
        other are one visit.
    """

    start: np.ndarray
    end: np.ndarray
    early_days: int = 0

    def begun(self, day: np.ndarray | int) -> np.ndarray:
        """Return how many occasions somebody active on `day` has come to or passed."""
        return np.searchsorted(self.start - self.early_days, day, side="right")

    def over(self, day: np.ndarray | int) -> np.ndarray:
        """Return how many occasions were over before `day`."""
        return np.searchsorted(self.end, day, side="left")

    def came_to(self, day: np.ndarray) -> np.ndarray:
        """Return the number of the occasion each day belongs to, int64, -1 for none."""
        latest = self.begun(day) - 1
        return np.where((latest >= 0) & (day <= self.end[latest]), latest, -1) if len(self.end) else latest


def occasions(
    label: tuple[str, int],
    span: tuple[int, int],
    *,
    lists: Sequence[DateList] = (),
    ignored: np.ndarray = NONE_IGNORED,
) -> Occasions | None:
    """Return the occasions of a label (rhythm, detail code) from `span[0]` to `span[1]`, days since 1970, inclusive.

    None for labels that name no dates (an even beat, bursts). Dates left out are no occasion.
    """
    slug, code = label
    days = np.arange(span[0], span[1] + 1)
    inside = np.ones(len(days), bool) if slug == Daily.slug else _named(slug, code, days, lists)
    if inside is None:
        return None
    early_days = CLUMP_DAYS if slug in ANCHOR_FAMILIES else 0
    opens = inside & ~np.concatenate(([False], inside[:-1])) if slug in IN_RUNS else inside
    expected = inside & ~np.isin(days, ignored)
    run, left = np.cumsum(opens)[expected], days[expected]
    first = np.flatnonzero(np.diff(run, prepend=-1))
    last = np.append(first[1:], len(run)) - 1 if len(run) else first
    return Occasions(left[first], left[last], early_days)


def _named(slug: str, code: int, days: np.ndarray, lists: Sequence[DateList]) -> np.ndarray | None:
    return KIND[slug].belongs(code, days, lists) if slug in KIND else None
