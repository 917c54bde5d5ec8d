"""Who entered and who left each own segment between two days."""

import numpy as np
import pandas as pd

from analysis.movement.then import Then, then
from analysis.study import Study

COLUMNS = ("name", "before", "now", "entered", "left")
INSIDE = 0  # the code of who is in a followed segment, as `then` has it


def own_moves(study: Study, start: int, end: int) -> pd.DataFrame:
    """Return one row an own segment, in their order: name, before, now, entered, left, of the chosen users.

    before and now are its sizes at the end of two days (days since 1970), each by what was known then; entered counts
    who is in it at the end and was not at the start (who came since included), left the other way round. Missing where
    the data had no such thing by one of the days.
    """
    # All segments on one day before any on the next: the data of a day are scored once.
    before, now = ([then(study, "segment", day, segment=name) for name in study.own_names] for day in (start, end))
    rows = [
        (name, *_counted(*pair, among=study.chosen, first_day=study.activity.first_day))
        for name, *pair in zip(study.own_names, before, now, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS[1:], "Int64"))


def _counted(before: Then, now: Then, *, among: np.ndarray, first_day: np.ndarray) -> tuple[int | None, ...]:
    was, is_now = among & (before.codes == INSIDE), among & (now.codes == INSIDE)
    told = [(each.codes >= 0).any() or not seen.any() for each in (before, now) for seen in [first_day <= each.day]]
    sizes = [int(users.sum()) if known else None for users, known in zip((was, is_now), told, strict=True)]
    if not all(told):
        return (*sizes, None, None)
    return (*sizes, int((is_now & ~was).sum()), int((was & ~is_now).sum()))
