"""Day sets against the calendar, date by date."""

from datetime import date, timedelta

import numpy as np
import pytest

from analysis.activity import to_day
from analysis.daysets import MONTH_NAMES, month_sets

FIRST, LAST = date(2023, 12, 20), date(2024, 3, 4)  # over a leap February


def belongs(name: str, when: date) -> bool:
    """Return what a name promises, the slow way."""
    from_end = ((when.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)).day - when.day
    ends = {
        "last": from_end == 0, "last-1": from_end == 1, "last-2": from_end == 2, "last3": from_end < 3,
        "last5": from_end < 5, "first5": when.day <= 5, "last±1": from_end < 2 or when.day == 1,
    }  # fmt: skip
    if name in ends:
        return ends[name]
    first, _, last = name.partition("-")
    return int(first) <= when.day <= int(last or first)


def test_there_are_the_64_sets_of_the_study():
    assert len(MONTH_NAMES) == len(set(MONTH_NAMES)) == 64


def test_every_set_holds_the_dates_its_name_says():
    sets = month_sets(to_day(FIRST), to_day(LAST))
    for row in range((LAST - FIRST).days + 1):
        when = FIRST + timedelta(days=row)
        expected = [belongs(name, when) for name in MONTH_NAMES]
        assert sets.inside[row].tolist() == expected, when
        assert sorted(which for which in sets.members[row].tolist() if which >= 0) == np.flatnonzero(expected).tolist()


@pytest.mark.parametrize("name", ["5", "31", "last", "4-6", "last±1"])
def test_exposure_is_a_count_of_dates(name):
    sets, which = month_sets(to_day(FIRST), to_day(LAST)), MONTH_NAMES.index(name)
    start, stop = date(2024, 1, 3), date(2024, 3, 1)
    days = [start + timedelta(days=ahead) for ahead in range((stop - start).days + 1)]
    counted = sum(belongs(name, when) for when in days)
    assert sets.exposure(np.array([to_day(start)]), np.array([to_day(stop)]), which).tolist() == [counted]


def test_runs_begin_and_end_once_a_month():
    sets, which = month_sets(to_day(date(2024, 1, 1)), to_day(date(2024, 12, 31))), MONTH_NAMES.index("4-6")
    assert sets.runs_begun[-1, which] == sets.runs_ended[-1, which] == 12
