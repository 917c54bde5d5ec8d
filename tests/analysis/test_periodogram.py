"""The population's periodogram finds planted beats, and none that the site's weekdays explain."""

import numpy as np
import pytest

from analysis.activity import weekday_of
from analysis.fold import MONTH_DAYS
from analysis.kernels.periods import PERIODS
from analysis.periodogram import FEWEST_TURNS, FEWEST_USERS, PEAK_COLUMNS, Periodogram, periodogram, weekday_profile
from analysis.synthetic.planted import FIRST_DAY, activity_of, mixed_activity, planted_activity

FEWEST_DAYS = 6


def own_periods(found: Periodogram) -> list[float]:
    return found.peaks.loc[found.peaks["overtone_of_days"] == 0, "fold_days"].tolist()


def at(found: Periodogram, period_days: int) -> dict:
    return found.frame.set_index("period_days").loc[period_days].to_dict()


def office(seed: int, *, tens: int = 0) -> list[np.ndarray]:
    """300 people who come Monday to Friday, each with a frequency of their own, and seldom at weekends."""
    rng, dates = np.random.default_rng(seed), np.arange(FIRST_DAY, FIRST_DAY + 365)
    rates = rng.uniform(0.05, 0.98, 300)
    people = [dates[rng.random(365) < np.where(weekday_of(dates) < 5, rate, 0.06 * rate)] for rate in rates]
    return people + [dates[start::10] for start in rng.integers(0, 10, tens)]


@pytest.mark.parametrize("kind", ["every_10_days", "every_10_days_loose"])
def test_a_planted_beat_stands_out_and_stands_for_itself(kind):
    found = periodogram(mixed_activity({kind: 60, "random": 400}, 1)[0], fewest_days=FEWEST_DAYS)
    assert own_periods(found) == [10.0]
    ten = at(found, 10)
    assert ten["share"] > ten["band_high_share"]
    assert 0 < ten["excess_low_users"] < ten["excess_users"] < ten["excess_high_users"] <= 460


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_office_has_no_seven_day_peak_against_its_own_profile(seed):
    found = periodogram(activity_of(office(seed)), fewest_days=FEWEST_DAYS)
    seven = at(found, 7)
    assert seven["share"] > 0.5  # the week is there
    assert seven["expected_share"] == pytest.approx(seven["share"], abs=0.1)  # and it is everybody's
    assert found.peaks.empty


def test_a_beat_inside_an_office_is_found():
    found = periodogram(activity_of(office(4, tens=40)), fewest_days=FEWEST_DAYS)
    assert 10.0 in own_periods(found)
    assert at(found, 10)["excess_users"] == pytest.approx(40, abs=8)


@pytest.mark.parametrize("kind", ["random", "streaks", "two_week_bursts", "heavy_gaps", "renewal", "daily"])
def test_people_without_a_shared_beat_give_none(kind):
    assert periodogram(planted_activity(kind, 300, seed=7), fewest_days=FEWEST_DAYS).peaks.empty


def test_tuesday_people_among_others_are_more_than_the_sites_tuesdays():
    found = periodogram(mixed_activity({"tuesday": 40, "random": 400}, 2)[0], fewest_days=FEWEST_DAYS)
    assert own_periods(found) == [7.0]


def test_half_of_two_weeks_is_an_overtone_unless_others_keep_it():
    alone = periodogram(mixed_activity({"every_14_days": 60, "random": 300}, 3)[0], fewest_days=FEWEST_DAYS)
    assert own_periods(alone) == [14.0]
    assert alone.peaks.set_index("period_days")["overtone_of_days"].get(7, 14) == 14
    both = {"every_14_days": 60, "tuesday": 80, "random": 300}
    assert own_periods(periodogram(mixed_activity(both, 3)[0], fewest_days=FEWEST_DAYS)) == [7.0, 14.0]


def test_a_month_is_folded_at_its_mean_length():
    found = periodogram(mixed_activity({"month_end": 60, "random": 300}, 4)[0], fewest_days=FEWEST_DAYS)
    assert own_periods(found) == [MONTH_DAYS]
    assert set(found.peaks["overtone_of_days"]) <= {0, 30, 31}


def test_the_sample_shows_its_planted_beats(saas):
    found = periodogram(saas.activity, fewest_days=FEWEST_DAYS)
    assert set(own_periods(found)) == {7.0, 10.0, MONTH_DAYS}
    assert tuple(found.peaks) == PEAK_COLUMNS


def test_too_few_people_stay_undefined():
    found = periodogram(planted_activity("every_10_days", FEWEST_USERS - 1, seed=1), fewest_days=FEWEST_DAYS)
    assert not found.is_defined
    assert found.tested_users == FEWEST_USERS - 1
    assert found.peaks.empty
    shown = found.frame.drop(columns=["period_days", "tested_users", "strong_users"])
    assert shown.isna().all(axis=None)


def test_a_short_history_is_asked_for_short_periods_only():
    found = periodogram(planted_activity("random", 200, seed=1, window_days=40), fewest_days=FEWEST_DAYS)
    asked = found.frame["share"].notna()
    assert asked[PERIODS == 5].all()
    assert not asked[PERIODS * FEWEST_TURNS > 40].any()


def test_same_data_same_numbers():
    crowd = mixed_activity({"every_10_days": 20, "random": 100}, 5)[0]
    first, again = (periodogram(crowd, fewest_days=FEWEST_DAYS).frame for _ in range(2))
    assert first.equals(again)


def test_the_profile_is_days_on_a_weekday_per_date_in_own_windows():
    monday = FIRST_DAY
    crowd = activity_of([np.array([monday, monday + 7]), np.array([monday + 1, monday + 3])])
    profile = weekday_profile(crowd, np.arange(2))
    assert profile.weight.tolist() == [1, 0.5, 0, 0.5, 0, 0, 0, 0]


def test_ignored_dates_are_no_dates():
    crowd = planted_activity("random", 50, seed=2, window_days=70)
    mondays = np.arange(FIRST_DAY, FIRST_DAY + 70, 7)
    left = crowd.without_days(mondays)
    profile = weekday_profile(left, np.arange(left.users))
    assert profile.weight[0] == profile.weight[7] == 0
    assert (profile.kind[mondays - FIRST_DAY] == 7).all()
    assert (profile.weight[1:7] > 0).all()
