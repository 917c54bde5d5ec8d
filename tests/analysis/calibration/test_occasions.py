"""The planted crowds hold what their titles say: visits, days and gaps."""

import numpy as np
import pytest

from analysis.activity import to_date, weekday_of
from analysis.calibration import occasions
from analysis.calibration.crowds import CONFUSED, FOUND, NEIGHBOURS

ROWS = {**{f"{name}_again": row for name, row in CONFUSED.items()}, **NEIGHBOURS, **FOUND}


def drawn(name, users=200):
    row = ROWS[name]
    return row.draw(np.random.default_rng(1), users, row.visits)


def table(rows, visits):
    return rows.day.reshape(-1, visits)


@pytest.mark.parametrize("name", ROWS)
def test_one_visit_an_occasion(name):
    counts = np.diff(drawn(name).offsets)
    assert counts.max() <= ROWS[name].visits
    if "missed" in name:
        assert 0.7 < counts.mean() / ROWS[name].visits < 0.95
    elif not name.startswith("day_5_"):  # a stray visit may meet the next month's
        assert counts.min() == ROWS[name].visits


def test_weekly_people_keep_their_share():
    rows = drawn("tuesday_20", 2000)
    assert np.mean(weekday_of(rows.day) == 1) == pytest.approx(0.9, abs=0.01)
    assert (np.diff((table(rows, 20) + 3) // 7, axis=1) == 1).all()
    whole = table(drawn("mon_wed_fri"), 24)
    assert (weekday_of(whole) == np.tile([0, 2, 4], 8)).all()
    stray = weekday_of(drawn("mon_wed_fri_90", 2000).day)
    assert np.isin(stray, (0, 2, 4)).mean() == pytest.approx(0.9, abs=0.01)
    weekend = weekday_of(drawn("weekend", 2000).day)
    assert (weekend >= 5).mean() == pytest.approx(0.9, abs=0.01)
    assert (weekday_of(drawn("weekdays_30").day) < 5).all()


def test_monthly_people_are_on_their_date():
    assert {to_date(day).day for day in drawn("day_5").day} == {5}
    on_fifth = np.mean([to_date(day).day == 5 for day in drawn("day_5_90", 1000).day])
    assert on_fifth == pytest.approx(0.9 + 0.1 / 30.4, abs=0.01)
    ends = {(to_date(day + 2).day, to_date(day).month != to_date(day + 2).month) for day in drawn("month_end").day}
    assert {day for day, _ in ends} == {1, 2, 3}  # two days later than the last but one, the last, and the first


def test_nth_weekdays_and_quarter_ends():
    first_mondays = drawn("first_monday").day
    assert (weekday_of(first_mondays) == 0).all()
    assert max(to_date(day).day for day in first_mondays) <= 7
    last = occasions.on_nth_weekday(np.random.default_rng(1), 50, 12, which=4, weekday=4).day
    assert (weekday_of(last) == 4).all()
    assert all(to_date(day + 7).month != to_date(day).month for day in last)
    quarter_ends = [to_date(day) for day in drawn("quarter_end").day]
    assert {day.month for day in quarter_ends} == {3, 6, 9, 12}
    assert min(day.day for day in quarter_ends) >= 28


def test_gaps_and_clocks():
    gaps = np.diff(table(drawn("every_10"), 8), axis=1)
    assert set(np.unique(gaps)) == {8, 9, 10, 11, 12}
    clock = table(drawn("clock_2"), 8)
    assert np.abs(clock - clock[:, :1] - 10 * np.arange(8)).max() <= 4
    free = np.diff(occasions.renewing(np.random.default_rng(1), 500, 20, gap_days=10, sd_days=2).day.reshape(-1, 20))
    assert free.mean() == pytest.approx(10, abs=0.1)
    assert free.std() == pytest.approx(2, abs=0.1)
