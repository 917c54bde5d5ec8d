"""Day sets against the calendar, date by date."""

from datetime import date, timedelta

import numpy as np
import pytest

from analysis.activity import to_day
from analysis.daysets import DateList, day_sets, sets_of
from analysis.daysets.date_lists import DEFAULT_NAME, LONGEST_NAME
from analysis.errors import OffbeatError

MONTH_NAMES = [each.name for each in sets_of("month_day")]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
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
    sets = day_sets(("month_day",), to_day(FIRST), to_day(LAST))
    for row in range((LAST - FIRST).days + 1):
        when = FIRST + timedelta(days=row)
        expected = [belongs(name, when) for name in MONTH_NAMES]
        assert sets.inside[row].tolist() == expected, when
        assert sorted(which for which in sets.members[row].tolist() if which >= 0) == np.flatnonzero(expected).tolist()


@pytest.mark.parametrize("name", ["5", "31", "last", "4-6", "last±1"])
def test_exposure_is_a_count_of_dates(name):
    sets, which = day_sets(("month_day",), to_day(FIRST), to_day(LAST)), MONTH_NAMES.index(name)
    start, stop = date(2024, 1, 3), date(2024, 3, 1)
    days = [start + timedelta(days=ahead) for ahead in range((stop - start).days + 1)]
    counted = sum(belongs(name, when) for when in days)
    assert sets.exposure(np.array([to_day(start)]), np.array([to_day(stop)]), which).tolist() == [counted]


def test_runs_begin_and_end_once_a_month():
    sets, which = (
        day_sets(("month_day",), to_day(date(2024, 1, 1)), to_day(date(2024, 12, 31))),
        MONTH_NAMES.index("4-6"),
    )
    assert sets.runs_begun[-1, which] == sets.runs_ended[-1, which] == 12


def test_the_nth_weekday_and_the_quarter_end_hold_what_they_promise():
    first, last = date(2023, 1, 1), date(2024, 12, 31)
    nths = day_sets(("nth_weekday",), to_day(first), to_day(last))
    quarters = day_sets(("quarter_end",), to_day(first), to_day(last))
    assert len(nths.names) == 35
    for row in range((last - first).days + 1):
        when = first + timedelta(days=row)
        ahead = when + timedelta(days=7)
        expected = {f"{(when.day - 1) // 7 + 1}:{WEEKDAYS[when.weekday()]}"} if when.day <= 28 else set()
        expected |= {f"last:{WEEKDAYS[when.weekday()]}"} if ahead.month != when.month else set()
        assert {nths.names[which] for which in np.flatnonzero(nths.inside[row])} == expected, when
        left = ((when.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)).day - when.day
        closes = when.month in (3, 6, 9, 12)
        assert quarters.inside[row].tolist() == [
            closes and left < 1,
            closes and left < 3,
            closes and left < 5,
            (closes and left < 2) or (when.month in (1, 4, 7, 10) and when.day == 1),
        ], when


def test_dates_of_mine_hold_their_dates_and_the_days_after():
    mine = DateList.parse("date\n2024-01-10\n2024-02-28, 2024-01-10", name="Releases", tolerance_days=2)
    sets = day_sets(("dates",), to_day(FIRST), to_day(LAST), lists=(mine,))
    held = {
        str(date(1970, 1, 1) + timedelta(days=to_day(FIRST) + int(row))) for row in np.flatnonzero(sets.inside[:, 0])
    }
    assert held == {"2024-01-10", "2024-01-11", "2024-01-12", "2024-02-28", "2024-02-29", "2024-03-01"}
    assert sets.names == ("Releases",)
    assert len(mine.days) == 2


def test_of_a_table_of_dates_the_first_date_of_each_line_counts():
    listed = DateList.parse("day;release;made\n2024-01-10;Orange 2;2023-12-24\n2024-02-28;Lemon;\n")
    assert listed.days == tuple(to_day(each) for each in (date(2024, 1, 10), date(2024, 2, 28)))


@pytest.mark.parametrize(
    ("text", "found"), [("2024-13-01", "2024-13-01"), ("", "found 0"), ("soon\nlater 1", "later 1")]
)
def test_a_list_that_holds_no_dates_is_refused_with_what_was_found(text, found):
    with pytest.raises(OffbeatError, match=found):
        DateList.parse(text)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2026-01-15, 2026-02-30, 2026-03-01", '"2026-02-30"'),
        ("2026-01-155", '"2026-01-155"'),
        ("2026-01-15;2026-1-16", '"2026-1-16"'),
        ("2026-01-15 2026-02-16", '"2026-01-15 2026-02-16"'),
        ("2026-02-30 09:30", '"2026-02-30 09:30"'),
    ],
)
def test_a_cell_that_begins_like_a_date_and_is_none_is_refused(line, found):
    with pytest.raises(OffbeatError, match=found):
        DateList.parse(line)


@pytest.mark.parametrize("time", ["T09:30", " 09:30", " 9:30", "T09:30:00+02:00", "T09:30:00.000Z", " 09:30:00 UTC"])
def test_a_time_after_a_date_is_passed_over(time):
    assert DateList.parse(f"2026-01-15{time}, 2026-01-16").days == DateList.parse("2026-01-15, 2026-01-16").days


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("A|B", "A B"), ("A~B", "A B"), (" ~ ", DEFAULT_NAME), ("", DEFAULT_NAME), ("a\nb", "a b"),
        ("Our news: big", "Our news: big"), ("x" * 99, "x" * LONGEST_NAME),
    ],
)  # fmt: skip
def test_a_name_is_one_that_a_link_can_carry(given, kept):
    assert DateList.parse("2026-01-15", name=given).name == kept
    assert DateList.of([date(2026, 1, 15)], name=given).name == kept
    assert DateList.of([date(2026, 1, 15)], name=kept).name == kept


def test_a_tolerance_beyond_three_days_is_refused():
    with pytest.raises(OffbeatError, match="found 4"):
        DateList.parse("2024-01-01", tolerance_days=4)


def test_ignored_dates_are_no_exposure():
    ignored = np.array([to_day(date(2024, 1, 5)), to_day(date(2024, 1, 9))], np.int32)
    window = (to_day(date(2024, 1, 1)), to_day(date(2024, 3, 31)))
    all_days, left = (day_sets(("month_day",), *window, ignored=each) for each in (None, ignored))
    five = all_days.names.index("5")
    ends = (np.array([window[0]]), np.array([window[1]]))
    assert all_days.exposure(*ends, five) == 3
    assert left.exposure(*ends, five) == 2
    assert left.days_before[-1] == all_days.days_before[-1] - 2
