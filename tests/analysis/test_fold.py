"""The fold finds the periods that were planted, and its power is the mean of every user's own."""

import json
from datetime import date

import numpy as np
import pytest

from analysis.activity import to_day
from analysis.fold import chosen_power, find_peaks, fold_table, fold_table_of_user, periods, profile
from tests.analysis.test_curves import activity_of

YEARS = 728
START = 20_000 - (20_000 + 3) % 7


def planted(rng: np.random.Generator) -> list[list[int]]:
    """150 people each: Tuesdays, every 10 days from any day on, any day."""
    tuesdays = [[START + 7 * w + 1 for w in range(YEARS // 7) if rng.random() < 0.8] for _ in range(150)]
    tens = [[START + d for d in range(rng.integers(10), YEARS, 10) if rng.random() < 0.9] for _ in range(150)]
    noise = [sorted(START + rng.choice(YEARS, 70, replace=False)) for _ in range(150)]
    return tuesdays + tens + noise


@pytest.fixture(scope="module")
def crowd():
    return activity_of(planted(np.random.default_rng(5)))


def test_periods_hold_the_whole_numbers_and_the_month():
    chosen = periods()
    assert len(chosen) == 438
    assert {7.0, 10.0, 30.0, 30.44, 60.0} <= set(chosen.tolist())
    assert (np.diff(chosen) > 0).all()


def test_power_is_the_mean_of_each_users_own(crowd):
    chosen, total = periods(), np.zeros(len(periods()))
    few = crowd.of_users(np.arange(crowd.users) % 10 == 0)
    for row in range(few.users):
        turns = np.exp(2j * np.pi * few.days_of(row) / chosen[:, None]).sum(axis=1)
        total += np.abs(turns) ** 2 / few.active_days[row]
    assert chosen_power(few, chosen) == pytest.approx(total / few.users, rel=1e-9, abs=1e-9)


def test_planted_periods_are_named_and_their_overtones_are_not(crowd):
    table = fold_table(crowd)
    named = {table["periods"][peak["i"]]: peak for peak in table["peaks"] if not peak["of"]}
    assert set(named) == {7.0, 10.0}
    assert named[7.0]["name"] == "weekly · 7"
    assert named[10.0]["view"] == 1
    assert {peak["of"] for peak in table["peaks"] if peak["of"]} <= {"7", "10"}


def test_free_phases_cancel_by_the_calendar_and_not_by_each_users_own_clock(crowd):
    table = fold_table(crowd)
    by_calendar, own = (profile(table, 10, series=k)["times_average"].max() for k in (0, 1))
    assert by_calendar < 1.2
    assert own > 2


def test_a_week_starts_on_monday(crowd):
    table = fold_table(crowd)
    means = profile(table, 7)
    assert means.loc[means["mean"].idxmax(), "phase"] == "Tue"
    assert (to_day(date.fromisoformat(table["start"])) + 3) % 7 == 0


def test_noise_has_no_named_peak():
    rng = np.random.default_rng(8)
    table = fold_table(activity_of([sorted(START + rng.choice(YEARS, 60, replace=False)) for _ in range(400)]))
    assert table["peaks"] == []


def test_one_user(crowd):
    table = fold_table_of_user(crowd, 0)
    assert table["periods"][table["peaks"][0]["i"]] == 7.0
    assert len(table["series"]) == 1
    assert set(table["series"][0]["values"]) == {0, 1}


@pytest.mark.parametrize("days", [[[20_000]], [[20_000, 20_001]], [[20_000], [20_400]]])
def test_almost_nothing_is_still_a_table(days):
    for table in (fold_table(activity_of(days)), fold_table_of_user(activity_of(days), 0)):
        json.dumps(table, allow_nan=False)
        assert len(table["power"]) == len(table["periods"])


def test_a_flat_periodogram_has_no_peaks():
    assert find_peaks(periods(), np.ones(438)) == []


def test_a_period_known_to_stand_for_itself_is_no_overtone():
    chosen = periods()
    power = np.ones(len(chosen))
    for days, height in ((30.44, 3.0), (10.0, 3.5)):
        power += (height - 1) * np.exp(-((np.log(chosen / days) / 0.01) ** 2))
    power[np.isclose(chosen, 10)] = 1.2
    power[np.abs(chosen - 10.1466) < 0.06] = 3.5  # a beat of 10 pulled towards a third of the month
    by_itself, known = find_peaks(chosen, power), find_peaks(chosen, power, sure=(10.0,))
    assert {peak["of"] for peak in by_itself} == {"", "30.44"}
    assert {peak["name"] for peak in known} == {"monthly · 30.44", "every 10 days · 10"}
