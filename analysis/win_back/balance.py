"""Were the two groups alike before the contact? What was known of them then, side by side."""

from collections.abc import Iterator

import numpy as np

from analysis.compare.ranks import mann_whitney
from analysis.win_back.moments import Moments

# Three figures are looked at, so that a fair draw is called unequal once in a hundred.
LEAST_PVALUE = 0.01 / 3


def unequal(moments: Moments, groups: tuple[np.ndarray, np.ndarray], sent_day: int) -> list[str]:
    """Return in plain words what differed between two groups (row numbers) before `sent_day`, further than by chance.

    Compared by ranks: days since the last visit, active days, amount so far.
    """
    if min(map(len, groups)) == 0:
        return []
    figures = (tuple(of(rows) for rows in groups) for of in _figures(moments, sent_day))
    names = ("days since the last visit", "active days", "money spent")
    found = zip(names, figures, strict=False)
    return [name for name, (a, b) in found if mann_whitney(a, b).pvalue < LEAST_PVALUE]


def _figures(moments: Moments, sent_day: int) -> Iterator:
    yield lambda rows: moments.silence_days(rows, sent_day).astype(float)
    yield lambda rows: moments.active_days(rows, sent_day).astype(float)
    if moments.activity.amount is not None:
        before = np.concatenate(([0.0], np.cumsum(np.nan_to_num(moments.activity.amount))))
        yield lambda rows: before[moments.places(rows, sent_day)] - before[moments.activity.offsets[rows]]
