"""Segmentation: the one label every user has, as codes; names only where they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from analysis.daysets import DateList, sets_of
from analysis.errors import UnknownNameError
from analysis.kernels.decide import NOTHING, count_labels
from analysis.rhythms import RHYTHMS, Rhythm, Scores
from analysis.rhythms.evidence import ANCHOR_FAMILIES, Family
from analysis.rhythms.irregular import Irregular
from analysis.rhythms.too_few import TooFew
from analysis.rhythms.weekday import Weekday
from analysis.rhythms.weekday_set import WeekdaySet

MIXED = "mixed"
MIXED_TITLE = "Two patterns at once"
RHYTHM_SLUGS = (
    "daily", "weekdays", "weekend", "weekday", "weekday_set", "month_day", "nth_weekday", "quarter_end", "dates",
    "cadence", MIXED, "bursty", "irregular", "too_few",
)  # fmt: skip
RHYTHM_TITLES: Mapping[str, str] = MappingProxyType({MIXED: MIXED_TITLE, **{each.slug: each.title for each in RHYTHMS}})
CODE: Mapping[str, int] = MappingProxyType({slug: code for code, slug in enumerate(RHYTHM_SLUGS)})
KIND: Mapping[str, type[Rhythm]] = MappingProxyType({each.slug: each for each in RHYTHMS})
# Labels that follow from the decision between rhythms, not from one rhythm's own thresholds.
DERIVED = (MIXED, Irregular.slug, TooFew.slug)
LEANING_PREFIX = "leaning"


@dataclass(frozen=True, eq=False)
class Segmentation:
    """The labels of all users; row i is user i of the activity.

    Attributes
    ----------
    rhythm
        int8 codes into `rhythm_slugs`.
    detail
        int16 detail codes of the rhythm, -1 where it names none.
    leaning, leaning_detail
        The same for users who lean to a rhythm (strong, not proven); -1 for the others.
    settings
        The thresholds that made it.
    rhythm_slugs
        Every label, in display order.
    """

    rhythm: np.ndarray
    detail: np.ndarray
    leaning: np.ndarray
    leaning_detail: np.ndarray
    settings: Any
    scores: Scores = field(repr=False)
    rhythm_slugs: tuple[str, ...] = RHYTHM_SLUGS

    def __len__(self) -> int:
        return len(self.rhythm)

    @cached_property
    def memberships(self) -> dict[str, np.ndarray]:
        """Every rhythm whose thresholds a user passes, bool arrays by slug; they overlap, unlike `rhythm`."""
        return {
            slug: self.rhythm == code
            if slug in DERIVED
            else getattr(self.settings, slug).matches(self.scores, self.settings.evidence)
            for code, slug in enumerate(self.rhythm_slugs)
        }

    def qvalues(self, family: Family) -> np.ndarray:
        """Return q of every user in a family of tests, nan where not tested, float64, shape (users,)."""
        evidence = self.settings.evidence
        return self.scores.keep(f"{family}_q", evidence, lambda: self.scores.qvalues(family, evidence))

    def name_of(self, code: int, detail: int = NOTHING) -> str:
        """Return what a label is called: "weekday:Tue", "weekend", "leaning" prefixes excluded."""
        slug = self.rhythm_slugs[code]
        text = self.detail_text(slug, detail)
        return f"{slug}:{text}" if text else slug

    def detail_text(self, slug: str, code: int) -> str:
        """Return a detail code of a rhythm as the label prints it, "" for none."""
        return detail_text(slug, code, self.scores.days.lists)

    def is_in(self, name: str) -> np.ndarray:
        """Return who carries a label, bool, shape (users,): "weekday", "weekday:Tue", "leaning:weekday:Tue".

        Raises UnknownNameError for a rhythm or a detail that does not exist.
        """
        if name.startswith(f"{LEANING_PREFIX}:"):
            codes, details, name = self.leaning, self.leaning_detail, name.removeprefix(f"{LEANING_PREFIX}:")
        else:
            codes, details = self.rhythm, self.detail
        slug, _, detail = name.partition(":")
        if slug not in CODE:
            raise UnknownNameError.of("segment", name, self.rhythm_slugs)
        chosen = codes == CODE[slug]
        if not detail:
            return chosen
        present = {self.detail_text(slug, int(code)): int(code) for code in np.unique(details[chosen])}
        if detail in present:
            return chosen & (details == present[detail])
        possible = possible_details(slug, self.scores.days.lists)
        if detail in possible:
            return np.zeros(len(self), bool)
        raise UnknownNameError.of("segment", name, [f"{slug}:{text}" for text in possible])

    def groups(self, *, among: np.ndarray | None = None) -> pd.DataFrame:
        """Return the primary labels with their sizes: rhythm, detail, users, leaning; largest first.

        `leaning` counts the users who lean to the label; a label nobody is sure of has 0 users. `among` (bool, shape
        (users,)) counts only these users.
        """
        chosen = slice(None) if among is None else among
        sizes = self._by_name(_sizes(self.rhythm[chosen], self.detail[chosen]))
        leanings = self._by_name(_sizes(self.leaning[chosen], self.leaning_detail[chosen]))
        rows = [(*name, sizes.get(name, 0), leanings.get(name, 0)) for name in sizes.keys() | leanings.keys()]
        rows.sort(key=lambda row: (-row[2], CODE[row[0]], row[1]))
        names = {"rhythm": [row[0] for row in rows], "detail": [row[1] for row in rows]}
        counts = np.array([row[2:] for row in rows], np.int64).reshape(-1, 2)
        texts = {name: pd.array(words, dtype="str") for name, words in names.items()}
        return pd.DataFrame({**texts, "users": counts[:, 0], "leaning": counts[:, 1]})

    def _by_name(self, sizes: dict[tuple[int, int], int]) -> dict[tuple[str, str], int]:
        """Return sizes by rhythm and detail as text; details that have no text of their own are one."""
        found: dict[tuple[str, str], int] = {}
        for (code, detail), users in sizes.items():
            slug = self.rhythm_slugs[code]
            name = (slug, self.detail_text(slug, detail))
            found[name] = found.get(name, 0) + users
        return found


def _sizes(codes: np.ndarray, details: np.ndarray) -> dict[tuple[int, int], int]:
    """Count users by (label, detail); users without a label are left out."""
    counts = np.zeros((len(RHYTHM_SLUGS), int(details.max(initial=0)) + 2), np.int64)
    count_labels(codes, details, counts)
    return {(int(code), int(cell) - 1): int(counts[code, cell]) for code, cell in np.argwhere(counts)}


def detail_text(slug: str, code: int, lists: Sequence[DateList] = ()) -> str:
    """Return a detail code of a rhythm as the label prints it, "" for none; `lists` are the dates that were scored."""
    return KIND[slug].detail_text(code, lists) if slug in KIND and code != NOTHING else ""


def possible_details(slug: str, lists: Sequence[DateList] = ()) -> tuple[str, ...]:
    """Return the details a rhythm may carry, () where it names none."""
    kind = KIND.get(slug)
    if kind is None or not kind.detail_column:
        return ()
    if kind.family in ANCHOR_FAMILIES.values():
        texts = (kind.detail_text(code, lists) for code in range(len(sets_of(slug, lists))))
        return tuple(text for text in texts if text)
    most = {Weekday.slug: 7, WeekdaySet.slug: 128}.get(slug, 366)
    return tuple(text for code in range(most) for text in [kind.detail_text(code)] if text)
