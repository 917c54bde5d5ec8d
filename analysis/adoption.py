"""What do they do that the others don't: the share of two groups who ever used each event, largest difference first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import wording
from analysis.compare.looked import Looked, Question
from analysis.compare.measured import Sources
from analysis.compare.multiplicity import Correction
from analysis.compare.results import Caveat
from analysis.contrasts import Contrast, Sides, event_rows
from analysis.dataset import Dataset
from analysis.profile import event_caveats
from analysis.segments.titles import title_of

if TYPE_CHECKING:
    from analysis.settings import Settings


@dataclass(frozen=True)
class Adoption:
    """Events two groups ever used.

    Attributes
    ----------
    names
        The two groups; the second may be "rest".
    rows
        One an event, largest difference first: share is of the first group, share_rest of the second; p is adjusted
        over all rows (Benjamini & Hochberg), or as `adjusted` was asked.
    hidden
        Events too few users of both groups together ever used: neither shown nor tested.
    overlap
        Users in both groups, counted in neither.
    caveats
        Why the events need care.
    level
        Confidence level of the intervals.
    left_out
        Events a group was chosen by, one sentence each.
    least
        Users of both groups together who must have used an event for it to be shown.
    """

    names: tuple[str, str]
    rows: tuple[Contrast, ...]
    hidden: int
    overlap: int
    caveats: tuple[Caveat, ...]
    level: float
    left_out: tuple[str, ...] = ()
    least: int = 0

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every test, for the ledger of what was looked at: the same as comparing on `adopts:EVENT`."""
        pair = frozenset(self.names)
        return tuple(Question(f"adopts:{each.value}", pair, each.pvalue) for each in self.rows)

    def adjusted(self, looked: Looked, correction: Correction) -> "Adoption":
        """Return the same with p adjusted over the events and over everything looked at before."""
        adjusted, _ = looked.adjusted(self.questions, correction)
        rows = (replace(each, pvalue_adjusted=float(p)) for each, p in zip(self.rows, adjusted, strict=True))
        return replace(self, rows=tuple(rows))

    @property
    def sentences(self) -> tuple[str, ...]:
        """One plain sentence a row."""
        return tuple(_sentence(each, self.names, self.level) for each in self.rows)


def adoption(
    dataset: Dataset,
    names: tuple[str, str],
    members: Sides,
    settings: "Settings",
    *,
    features: pd.DataFrame,
    rest_of: Sequence[str] = (),
) -> Adoption:
    """Compare the share of two groups who ever used each event.

    Chi-square or Fisher's mid-p, Newcombe's interval (`analysis.contrasts`). Which events are tested hangs on how many
    users of both groups together used them (`compare.min_adopters`), never on the difference, so it favours none. An
    event either group was chosen by is left out.

    Parameters
    ----------
    members
        Who is in either group, bool, shape (users,) each.
    features
        `analysis.features.features(dataset)`.
    rest_of
        Groups beside these two whose users "rest" leaves out: events they were chosen by are left out too.
    """
    a, b = (np.asarray(each, bool) for each in members)
    sides = a & ~b, b & ~a
    how, overlap = settings.compare, int((a & b).sum())
    if min(int(side.sum()) for side in sides) == 0:
        return Adoption(names, (), 0, overlap, (), how.level)
    found, left_out = event_rows(dataset.activity, (*names, *rest_of), sides, how.level)
    shown = [each for each in found if _adopters(each) >= how.min_adopters]
    rows = tuple(sorted(shown, key=lambda each: -abs(each.difference)))
    caveats = event_caveats(Sources(dataset, features, settings), names, sides)
    hidden = len(found) - len(shown)
    unadjusted = Adoption(names, rows, hidden, overlap, caveats, how.level, tuple(left_out), how.min_adopters)
    return unadjusted.adjusted(Looked(), "benjamini_hochberg")


def _adopters(row: Contrast) -> int:
    return round(row.share * row.n) + round(row.share_rest * row.n_rest)


def _sentence(row: Contrast, names: tuple[str, str], level: float) -> str:
    a, b = (title_of(name) for name in names)
    low, high = (wording.decimal(100 * bound) for bound in (row.interval.low, row.interval.high))
    interval = f"{wording.share(level)} interval {wording.interval(low, high)}"
    facts = (
        f"{wording.share(row.share)} of {a} ever used it and {wording.share(row.share_rest)} of {b}, difference "
        f"{wording.decimal(100 * row.difference)} points ({interval})"
    )
    if math.isnan(row.pvalue):
        return f"{row.value}: no test is possible; {facts}."
    proof = f"{wording.pvalue(row.pvalue_adjusted)} (adjusted)"
    clear = "" if row.pvalue_adjusted <= 1 - level else "no clear difference; "
    return f"{row.value}: {clear}{facts}, {proof}."
