"""The population's clock: holidays and dates left out count less, a person's own silence does not."""

from datetime import timedelta

import numpy as np
import pytest

from analysis.activity import to_date
from analysis.at_risk.shared_changes import FASTEST, SLOWEST, dips, population_clock
from analysis.calibration import steady

DAYS = 200


def crowd(users: int = 400, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return steady.daily(rng, users, DAYS)


def clock_of(active: np.ndarray):
    return population_clock(steady.activity_in(active))


def test_usual_days_count_as_one():
    clock = clock_of(crowd())
    assert np.all(clock.counts_as == 1)
    assert clock.time_days[-1] == DAYS
    assert dips(clock).empty


def test_an_office_does_not_dip_at_weekends():
    rng = np.random.default_rng(2)
    assert np.all(clock_of(steady.working_daily(rng, 400, DAYS)).counts_as == 1)


def test_a_holiday_counts_as_the_share_that_came():
    active = steady.dipped(np.random.default_rng(3), crowd(), 14, 0.15)
    clock = clock_of(active)
    assert clock.counts_as[-14:].sum() == pytest.approx(14 * 0.15, rel=0.2)
    found = dips(clock)
    last = to_date(clock.first_day + DAYS - 1)
    assert found[["start", "end", "days"]].to_numpy().tolist() == [[last - timedelta(days=13), last, 14]]
    assert found["counted_days"].iloc[0] == pytest.approx(2.1, abs=0.5)


def test_a_weekend_inside_a_holiday_belongs_to_it():
    clock = clock_of(crowd())
    clock.counts_as[[100, 101, 105, 130]] = 0.2
    assert dips(clock)["days"].tolist() == [1, 6]


def test_a_rush_counts_as_more_and_both_ends_are_bounded():
    active = crowd()
    active[:, 120] = True
    active[:, 150] = False
    clock = clock_of(active)
    assert clock.counts_as[120] == FASTEST
    assert clock.counts_as[150] == SLOWEST


def test_few_people_dip_only_far():
    rng = np.random.default_rng(4)
    few = steady.daily(rng, 40, DAYS)
    few[:, 150] &= rng.random(40) < 0.7
    assert clock_of(few).counts_as[150] == 1
    many = np.concatenate([crowd(2000), few])
    many[:, 150] &= rng.random(len(many)) < 0.7
    assert clock_of(many).counts_as[150] < 0.8


def test_dates_left_out_are_no_time_and_no_dip():
    whole = steady.activity_in(crowd())
    left_out = whole.observed_from + np.arange(150, 160)
    clock = population_clock(whole.without_days(left_out))
    assert np.all(clock.counts_as[150:160] == 0)
    assert clock.time_days[-1] == DAYS - 10
    assert dips(clock).empty
