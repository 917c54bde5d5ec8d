"""The made-up crowds: valid rows, the same from a seed, and habits that are those of the samples' people."""

import numpy as np
import pytest

from analysis.activity import weekday_of
from analysis.calibration.crowds import CONFUSED, MIXTURE, PLANTED_RANDOM, USERS, null_crowd, planted_crowd
from analysis.calibration.nulls import NULLS, WINDOWS, on_batch_dates
from analysis.calibration.rows import Rows, joined, rows_of_calendar, rows_of_days
from analysis.synthetic.planted import planted_activity


def assert_valid(rows, users):
    assert rows.users == users
    assert rows.offsets[0] == 0
    assert rows.offsets[-1] == len(rows.day)
    counts = np.diff(rows.offsets)
    assert counts.min() >= 1
    rises = np.diff(rows.day) > 0
    rises[rows.offsets[1:-1] - 1] = True  # from one user to the next anything goes
    assert rises.all()


def gap_cv(rows):
    gaps = np.diff(rows.day)
    within = np.ones(len(gaps), bool)
    within[rows.offsets[1:-1] - 1] = False
    return gaps[within].std() / gaps[within].mean()


@pytest.mark.parametrize("name", NULLS)
def test_nulls_are_valid_and_seeded(name):
    rows = NULLS[name].draw(np.random.default_rng(1), 300)
    assert_valid(rows, 300)
    spans = rows.day[rows.offsets[1:] - 1] - rows.day[rows.offsets[:-1]] + 1
    assert spans.max() <= max(WINDOWS)
    again = NULLS[name].draw(np.random.default_rng(1), 300)
    other = NULLS[name].draw(np.random.default_rng(2), 300)
    assert rows.day.tolist() == again.day.tolist() != other.day.tolist()


@pytest.mark.parametrize(
    ("null", "kind"),
    [
        ("random", "random"),
        ("streaks", "streaks"),
        ("bursts", "two_week_bursts"),
        ("renewal", "renewal"),
        ("drifting", "drifting_weekly"),
    ],
)
def test_habits_are_those_of_the_samples(null, kind, monkeypatch):
    monkeypatch.setattr("analysis.calibration.nulls.WINDOWS", (365,))
    crowd = NULLS[null].draw(np.random.default_rng(3), 1500)
    people = planted_activity(kind, 1500, 3)
    people = Rows(people.offsets, people.day)
    assert len(crowd.day) == pytest.approx(len(people.day), rel=0.08)
    assert gap_cv(crowd) == pytest.approx(gap_cv(people), rel=0.08)


def test_shared_dates_are_shared():
    rows = on_batch_dates(np.random.default_rng(4), 5000)
    on_date = np.sort(np.bincount(rows.day - rows.day.min()))[::-1]
    assert on_date[7] > on_date[8] + 800


def test_working_days_have_no_weekend():
    rows = NULLS["working_days"].draw(np.random.default_rng(5), 2000)
    alone = np.diff(rows.offsets)[np.repeat(np.arange(2000), np.diff(rows.offsets))] == 1  # the one day nobody lacks
    assert (weekday_of(rows.day[~alone]) < 5).all()


def test_rows_of_tables_are_sorted_without_doubles():
    rows = rows_of_days(np.array([[9, 5, 9], [7, 8, 6]]), np.array([[True, True, True], [True, False, True]]))
    assert rows.offsets.tolist() == [0, 2, 4]
    assert rows.day.tolist() == [5, 9, 6, 7]
    calendar = np.array([[False, True, True], [False, False, False]])
    assert rows_of_calendar(calendar, np.array([10, 20])).day.tolist() == [11, 12, 20]
    both = joined([rows, rows_of_calendar(calendar, np.array([10, 20]))])
    assert both.offsets.tolist() == [0, 2, 4, 6, 7]
    assert_valid(both, 4)


@pytest.mark.parametrize("name", [MIXTURE, PLANTED_RANDOM])
def test_mixtures_know_what_is_true_of_everybody(name):
    crowd = null_crowd(name, 6)
    assert_valid(crowd.rows, USERS)
    planted = [right for right in crowd.right if right in [(row.slug,) for row in CONFUSED.values()]]
    assert len(planted) >= len(CONFUSED)
    assert (np.bincount(crowd.truth)[-len(CONFUSED) :] == 50).all()


def test_planted_people_come_first():
    crowd = planted_crowd(CONFUSED["tuesday"], 7)
    assert (crowd.truth[:500] == 0).all()
    assert (crowd.truth[500:] == 1).all()
    mine = crowd.rows.day[: crowd.rows.offsets[500]]
    assert np.mean(weekday_of(mine) == 1) > 0.85
