"""Named sets of days (the 5th, the first Monday, a quarter's end, a list of dates) and how many a user's window holds.

A new set is one more template in one of these files; a new family of sets is one more file and one entry in
`ANCHORS`. The kernel of `analysis.kernels.anchors` reads any.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from analysis.daysets.date_lists import DateList
from analysis.daysets.day_sets import Calendar, DaySets, Template
from analysis.daysets.month_days import MONTH_DAYS
from analysis.daysets.nth_weekdays import NTH_WEEKDAYS
from analysis.daysets.quarter_ends import QUARTER_ENDS

__all__ = ["ANCHORS", "Calendar", "DateList", "DaySets", "Template", "day_sets", "sets_of"]

# The slug of a rhythm -> the sets its visits may keep to. "dates" are a person's own lists and come with the data.
ANCHORS: Mapping[str, tuple[Template, ...]] = MappingProxyType(
    {"month_day": MONTH_DAYS, "nth_weekday": NTH_WEEKDAYS, "quarter_end": QUARTER_ENDS}
)


def sets_of(slug: str, lists: Sequence[DateList] = ()) -> tuple[Template, ...]:
    """Return the sets of days of one rhythm; `lists` are those of "dates"."""
    return ANCHORS.get(slug, tuple(each.template for each in lists))


def day_sets(
    slugs: Sequence[str],
    first_day: int,
    last_day: int,
    *,
    lists: Sequence[DateList] = (),
    ignored: np.ndarray | None = None,
) -> DaySets:
    """Return the sets of some rhythms, one after the other, over first_day..last_day (days since 1970, inclusive)."""
    left_out = () if ignored is None else tuple(ignored.tolist())
    return _day_sets(tuple(slugs), first_day, last_day, tuple(lists), left_out)


@lru_cache(maxsize=8)
def _day_sets(
    slugs: tuple[str, ...], first_day: int, last_day: int, lists: tuple[DateList, ...], ignored: tuple[int, ...]
) -> DaySets:
    templates = [template for slug in slugs for template in sets_of(slug, lists)]
    return DaySets.of(Calendar.of(first_day, last_day), templates, np.array(ignored, np.int32))
