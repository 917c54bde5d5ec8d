"""What moved, in sentences: whole months and weeks by name, changes apart from what has become known, nobody, money."""

from datetime import date

import pandas as pd
import pytest

from analysis.activity import to_day
from analysis.movement.digest import digest
from analysis.movement.pulse import pulse
from analysis.movement.sentences import labels_moved, pulse_told, when
from analysis.segments.own import OwnSegment
from analysis.study import Filters, study


def table(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["from", "to", "users"])


@pytest.mark.parametrize(("start", "end", "said"), [
    (date(2026, 5, 31), date(2026, 6, 30), "In June 2026"),
    (date(2024, 1, 31), date(2024, 2, 29), "In February 2024"),
    (date(2026, 6, 21), date(2026, 6, 28), "In the week to 28 Jun 2026"),
    (date(2026, 6, 20), date(2026, 6, 27), "Between 20 Jun 2026 and 27 Jun 2026"),
    (date(2026, 4, 30), date(2026, 6, 30), "Between 30 Apr 2026 and 30 Jun 2026"),
])  # fmt: skip
def test_the_time_between_two_days(start, end, said):
    assert when(to_day(start), to_day(end)) == said


def test_who_became_known_has_not_changed():
    moved = table(
        ("frequency:weekly", "frequency:daily", 3), ("frequency:too_few", "frequency:daily", 5),
        ("not_yet", "frequency:weekly", 2), ("frequency:daily", "frequency:daily", 90),
    )  # fmt: skip
    assert labels_moved(moved, "frequency", unit="people") == (
        "3 people changed how often they come (3 from “About weekly” to “About daily”); for 7 a frequency can be told "
        "that could not be before."
    )
    lost = table(("weekday", "irregular", 1), ("not_yet", "too_few", 4))
    assert labels_moved(lost, "rhythm", unit="accounts") == (
        "nobody changed from one pattern to another; for 1 the pattern can no longer be told."
    )


def test_many_moves_are_summed_and_segments_say_both_sides():
    many = table(*((f"lifecycle:{a}", f"lifecycle:{b}", n) for n, (a, b) in enumerate(
        [("new", "returning"), ("new", "dormant"), ("returning", "dormant"), ("dormant", "resurrected")], start=2
    )))  # fmt: skip
    said = labels_moved(many, "lifecycle", unit="people")
    assert said.startswith("14 people went from one state to another (5 from “Gone quiet” to “Back again”")
    assert said.endswith("and 2 in other ways).")
    own = table(("Heavy", "Heavy", 10), ("Heavy", "rest", 2), ("rest", "Heavy", 1), ("not_yet", "Heavy", 4))
    assert labels_moved(own, "segment", unit="people", segment="Heavy") == (
        "“Heavy” went from 12 to 15 people: 5 entered, 2 left."
    )


def test_the_pulse_is_said_beside_the_one_before(dataset_of):
    monday = to_day(date(2026, 1, 5))
    days = [[monday, monday + 7, monday + 14], [monday], [monday, monday + 7], [monday + 8], [monday + 15]]
    told = pulse_told(pulse(dataset_of(days, until=monday + 20).activity, "week"), "week")
    assert told == (
        "In the whole week from 19 Jan 2026, 1 came who had not come in the week before, and 2 stayed away who had: "
        "0.50 for each who stayed away, 1.00 in the week before."
    )
    assert pulse_told(pulse(dataset_of([[monday]], until=monday + 6).activity, "week"), "week") == ""


def test_a_week_without_a_pulse_is_not_skipped():
    weeks = pd.DataFrame({
        "period": [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)], "new": [2, 3, 1], "resurrected": [0, 0, 0],
        "dormant": [1, 0, 2], "pulse": [2.0, float("nan"), 0.5],
    })  # fmt: skip
    assert pulse_told(weeks, "week") == (
        "In the whole week from 19 Jan 2026, 1 came who had not come in the week before, and 2 stayed away who had: "
        "0.50 for each who stayed away."
    )


@pytest.fixture(scope="module")
def small(dataset_of):
    """Ten who come every week, of whom four stop on day 200, and two who begin on day 260."""
    stays = [list(range(user % 7, 300, 7)) for user in range(6)]
    stops = [list(range(user % 7, 200, 7)) for user in range(4)]
    return study(dataset_of([*stays, *stops, [260, 267], [262, 290]], until=299),
                 Filters(segments=(OwnSegment("A*b <x>", "active_days >= 40"),)))  # fmt: skip


def test_a_digest_by_hand(small):
    said = digest(small, 199)
    assert said.startswith("# What changed from 19 Jul 1970 to 27 Oct 1970\n\nThese data: 12 people shown.\n\n- ")
    assert "- 7 people came in the last 28 days, 10 in the 28 days to 19 Jul 1970 (−3).\n" in said
    assert "- 2 people came for the first time; 0 in the 100 days before.\n" in said
    assert "- 5 people went silent for 30 days or longer; 0 in the 100 days before.\n" in said
    assert "- “A\\*b \\<x\\>” went from 0 to 6 people: 6 entered, 0 left." in said
    assert "silent for 30 days or longer; the data begin too late" in digest(small, 100)


def test_a_digest_of_nothing_new_says_so(small):
    assert "Nothing is known after 27 Oct 1970" in digest(small, 299)


def test_a_digest_of_nobody_is_no_error(small):
    nobody = study(small.dataset, Filters(who="weekend"), small.settings)
    assert not nobody.chosen.any()
    said = digest(nobody, 199)
    assert "0 people shown, only “Weekends”." in said
    assert said.count("Nobody changed") == 2
