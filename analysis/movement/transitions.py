"""Sizes over time, and who went from which label to which between two days."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.movement.then import NOT_YET, Kind, Then, then
from analysis.study import Study


def sizes_on(study: Study, kind: Kind, days: Iterable[int], *, segment: str = "") -> pd.DataFrame:
    """Return the size of every label at the end of each day among the chosen users: day, name, users.

    A row for every label of the kind, with 0 where nobody had it, in the labels' order; who is not seen yet is in none.
    A day on which nobody could be labelled has no rows.
    """
    found = (then(study, kind, day, segment=segment) for day in days)
    each = [one for one in found if (one.codes >= 0).any()]
    counts = [np.bincount(one.codes[study.chosen & (one.codes >= 0)], minlength=len(one.names)) for one in each]
    return pd.DataFrame({
        "day": np.repeat([one.day for one in each], [len(one.names) for one in each]).astype(np.int64),
        "name": pd.array([name for one in each for name in one.names], dtype="str"),
        "users": np.concatenate(counts).astype(np.int64) if counts else np.zeros(0, np.int64),
    })  # fmt: skip


def transitions(before: Then, after: Then, *, among: np.ndarray) -> pd.DataFrame:
    """Return how many went from which label to which: from, to, users, share (of all with that first label).

    Parameters
    ----------
    before, after
        Labels of one kind on two days, the earlier first.
    among
        Who is counted, bool, shape (users,).

    Only pairs somebody makes, in the labels' order, `NOT_YET` last; who was seen on neither day is in none.
    """
    kinds = len(before.names)
    seen = among & (after.codes >= 0)
    start = np.where(before.codes[seen] < 0, kinds, before.codes[seen])  # codes below 0 cannot be counted
    pairs = np.bincount(start * np.int64(kinds) + after.codes[seen], minlength=(kinds + 1) * kinds)
    table = pairs.reshape(kinds + 1, kinds)
    row, column = np.nonzero(table)
    names = np.array([*before.names, NOT_YET], object)
    users = table[row, column]
    return pd.DataFrame(
        {"from": names[row], "to": names[column], "users": users, "share": users / table.sum(axis=1)[row]}
    )


def movers(before: Then, after: Then, start: str, end: str, *, among: np.ndarray) -> np.ndarray:
    """Return who went from the label `start` to the label `end`, row numbers, ascending."""
    first = -1 if start == NOT_YET else before.names.index(start)
    return np.flatnonzero(among & (before.codes == first) & (after.codes == after.names.index(end)))
