"""Segments, Sizes: who passes several patterns, and which label each would have if some came first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.segmentation import CODE, KIND
from analysis.segments.overlap import BETWEEN, by_precedence, carried, combinations, in_order, with_exactly
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Who passes several patterns.

    Attributes
    ----------
    patterns
        Names that can come first, in display order.
    combinations
        Combinations of two or more, most users first.
    precedence
        Sizes now and under the order; None where no order was given.
    """

    sentence: str
    patterns: list[str]
    combinations: pd.DataFrame
    precedence: pd.DataFrame | None


def overlaps_of(study: Study, order: Sequence[str] = ()) -> Overlaps:
    """Return the combinations of patterns that the chosen users pass; `order` names those that come first."""
    labels = carried(study.segmentation)
    rows = combinations(labels, order=order, among=study.chosen)
    several, total = int(rows["users"].sum()), int(study.chosen.sum())
    return Overlaps(
        f"{wording.capital(wording.units(several, study.unit_word))} of {wording.count(total)} "
        f"{'passes' if several == 1 else 'pass'} the thresholds of more than one pattern. Each has one label all the "
        "same: the pattern that explains the days best, or “Between two patterns”.",
        list(labels),
        pd.DataFrame(
            {
                "Patterns passed at once": [_titles(text, study, labels) for text in rows["labels"]],
                wording.UNIT_TITLES[study.unit_word]: rows["users"],
                "Share of all": rows["share"],
            }
        ),
        _precedence(study, labels, order) if order else None,
    )


def _titles(text: str, study: Study, labels: dict[str, np.ndarray]) -> str:
    """Return the patterns of a combination; the very day or interval where all of these users share it."""
    names = text.split(BETWEEN)
    inside = with_exactly(labels, names) & study.chosen
    return wording.listed([wording.segment_title(_shared_name(name, inside, study)) for name in names])


def _shared_name(slug: str, inside: np.ndarray, study: Study) -> str:
    column = KIND[slug].detail_column
    details = np.unique(study.prepared.scores[column][inside]) if column else ()
    return study.segmentation.name_of(CODE[slug], int(details[0])) if len(details) == 1 else slug


def _precedence(study: Study, labels: dict[str, np.ndarray], order: Sequence[str]) -> pd.DataFrame:
    """Return each pattern's size now and under the order: everyone has the first of the patterns they pass."""
    names = in_order(labels, order)
    first = by_precedence(labels, order=order)[study.chosen]
    under = np.bincount(first[first >= 0], minlength=len(names))
    now = [int((study.segmentation.is_in(name) & study.chosen).sum()) for name in names]
    table = pd.DataFrame(
        {
            "Pattern": [wording.segment_title(name) for name in names], "Now": now, "In this order": under,
            "Change": [wording.signed(int(by)) for by in under - now],
        }
    )  # fmt: skip
    return table[(table["Now"] > 0) | (table["In this order"] > 0)]
