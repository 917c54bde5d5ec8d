"""Which users carry several labels at once, and which label each would have under another order of precedence."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import OffbeatError, UnknownNameError

if TYPE_CHECKING:  # labels builds on what this package declares, so it cannot be imported with it
    from analysis.labels import Segmentation

COLUMNS = ("labels", "first", "users", "share")
MOST_LABELS = 62  # labels of one user are bits of one int64
BETWEEN = " + "


def carried(segmentation: "Segmentation") -> dict[str, np.ndarray]:
    """Return who passes the thresholds of each rhythm, bool by slug, in display order; rhythms overlap here.

    Labels that follow from the decision between rhythms (mixed, irregular, too few) are left out: they overlap nothing.
    """
    from analysis.segmentation import DERIVED

    return {slug: inside for slug, inside in segmentation.memberships.items() if slug not in DERIVED}


def combinations(
    labels: Mapping[str, np.ndarray],
    *,
    order: Sequence[str] = (),
    least_labels: int = 2,
    among: np.ndarray | None = None,
) -> pd.DataFrame:
    """Return the combinations of labels that users carry, most users first.

    Parameters
    ----------
    labels
        Members by name, bool arrays of shape (users,); those of `carried`, or any segments.
    order
        Names that come first, in order of precedence; the others follow in the order of `labels`.
    least_labels
        Combinations of fewer labels are left out.
    among
        bool, shape (users,): counts only these users.

    Returns
    -------
    DataFrame
        `labels` (the names in order of precedence, "weekday + cadence"), `first` (the one that comes first), `users`
        (who carry exactly these), `share` (of the counted users; nan where there are none). Raises UnknownNameError
        for a name in `order` that is no label, OffbeatError for more than 62 labels.
    """
    names = in_order(labels, order)
    bits = _bits(labels, names)
    bits = bits if among is None else bits[among]
    kinds, users = np.unique(bits, return_counts=True)
    sets = [[name for place, name in enumerate(names) if kind >> place & 1] for kind in kinds.tolist()]
    rows = [
        (BETWEEN.join(each), each[0] if each else "", int(count), int(count) / len(bits))
        for each, count in zip(sets, users, strict=True)
        if len(each) >= least_labels
    ]
    rows.sort(key=lambda row: (-row[2], row[0]))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"labels": "str", "first": "str", "users": "int64"})


def with_exactly(labels: Mapping[str, np.ndarray], names: Sequence[str]) -> np.ndarray:
    """Return who carries these labels and none of the others, bool, shape (users,); raises UnknownNameError."""
    ordered = in_order(labels, names)
    wanted = sum(1 << ordered.index(name) for name in names)
    return _bits(labels, ordered) == wanted


def by_precedence(labels: Mapping[str, np.ndarray], *, order: Sequence[str] = ()) -> np.ndarray:
    """Return the label of each user that comes first in the order, as its place in `in_order`; -1 for none, int8."""
    first = np.full(len(next(iter(labels.values()), ())), -1, np.int8)
    for place, name in reversed(list(enumerate(in_order(labels, order)))):
        first[labels[name]] = place
    return first


def in_order(labels: Mapping[str, np.ndarray], order: Sequence[str]) -> list[str]:
    """Return the names of the labels, those of `order` first; raises UnknownNameError, OffbeatError for too many."""
    for name in order:
        if name not in labels:
            raise UnknownNameError.of("label", name, labels)
    if len(labels) > MOST_LABELS:
        raise OffbeatError(
            f"Expected at most {MOST_LABELS} labels at once, found {len(labels)}.", hint="choose those to look at."
        )
    first = list(dict.fromkeys(order))
    return [*first, *(name for name in labels if name not in first)]


def _bits(labels: Mapping[str, np.ndarray], names: Sequence[str]) -> np.ndarray:
    bits = np.zeros(len(next(iter(labels.values()), ())), np.int64)
    for place, name in enumerate(names):
        bits |= labels[name].astype(np.int64) << place
    return bits
