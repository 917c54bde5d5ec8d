"""Replay: precision against the fixed rule, no rhythm singled out, nothing later used, printed chances hold."""

from dataclasses import replace

import numpy as np
import pytest

from analysis import read
from analysis.activity import Activity
from analysis.at_risk.late import late
from analysis.at_risk.logistic import fit_logistic
from analysis.at_risk.piles import BETWEEN, GONE, piles_of
from analysis.at_risk.replay import came_back, chance_back
from analysis.at_risk.settings import LateCuts
from analysis.calibration.late_people import living_called_gone, precision_ratio
from analysis.calibration.mixes import MIXES, mixed_lives
from analysis.study import Filters, study
from analysis.synthetic.planted import activity_of


@pytest.fixture(scope="module", params=MIXES)
def mixed(request):
    return mixed_lives(request.param, 2500, seed=7)


def test_replay_beats_the_fixed_rule_at_the_same_recall(mixed):
    assert precision_ratio(mixed, chance_back(mixed.activity, mixed.now)) >= 1.2


def test_no_habit_is_singled_out(mixed):
    called = living_called_gone(mixed)
    assert max(called.values()) <= 0.15, called


def test_a_broken_chance_is_noticed(mixed):
    chances = chance_back(mixed.activity, mixed.now)
    blind = np.random.default_rng(1).permutation(chances.chance)
    assert precision_ratio(mixed, replace(chances, chance=blind)) < 1


def test_nothing_after_the_as_of_day_is_used():
    mixed = mixed_lives("A", 800, seed=2)
    whole, cut = chance_back(mixed.activity, mixed.now), chance_back(mixed.activity.until(mixed.now))
    there = whole.gaps.gaps >= 0
    np.testing.assert_array_equal(whole.chance[there], cut.chance)
    np.testing.assert_array_equal(whole.horizon_days[there], cut.horizon_days)
    assert whole.replays == cut.replays
    assert whole.few_gaps(30) == cut.few_gaps(30)


def test_replayed_outcomes_lie_before_the_as_of_day():
    mixed = mixed_lives("C", 800, seed=4)
    chances = chance_back(mixed.activity, mixed.now)
    assert 2 <= len(chances.replays) <= 6
    assert all(each.day < mixed.now and 0 <= each.came_back <= each.people for each in chances.replays)
    assert np.nanmax(chances.horizon_days) <= (mixed.now - mixed.activity.observed_from) // 2


def test_too_short_a_history_says_so():
    activity = activity_of([np.arange(20000, 20040, 3), np.arange(20000, 20050, 7)])
    chances = chance_back(activity)
    assert not chances.replays
    assert "could not be checked" in chances.reason
    assert np.isnan(chances.chance).all()
    pile = piles_of(chances, np.ones(2, bool), np.full(2, -1), LateCuts())
    assert (pile >= 0).all()


def test_chance_is_a_function_of_the_data_alone():
    mixed = mixed_lives("B", 400, seed=2)
    first, second = (chance_back(mixed.activity, mixed.now).chance for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_logistic_finds_known_weights():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(40_000, 2))
    y = rng.random(40_000) < 1 / (1 + np.exp(-(0.5 + 2 * x[:, 0] - x[:, 1])))
    model = fit_logistic(x, y)
    slope = model.weights[1:] / model.scale
    np.testing.assert_allclose(slope, [2, -1], atol=0.06)
    assert model.chance(np.zeros((1, 2)))[0] == pytest.approx(1 / (1 + np.exp(-0.5)), abs=0.02)


def test_logistic_of_equal_outcomes_stays_finite():
    model = fit_logistic(np.ones((50, 3)), np.ones(50, bool))
    assert 0.9 < model.chance(np.ones((1, 3)))[0] < 1


def held_out(activity: Activity, day: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pile and chance of everyone silent for 30 days on a day, and who came back within their horizon."""
    chances = chance_back(activity, day)
    known = np.isfinite(chances.chance) & (chances.gaps.silence_days >= 30)
    whole = known & (day + np.nan_to_num(chances.horizon_days) <= activity.observed_to)
    pile = piles_of(chances, whole, np.full(activity.users, -1), LateCuts())
    return pile, np.where(whole, chances.chance, np.nan), came_back(activity, chances.gaps, chances.horizon_days)


@pytest.mark.parametrize(
    ("name", "held_out_days"),
    [("cdnow_transactions.csv.gz", 185), ("numpy_commits.csv.gz", 1328), ("pytest_commits.csv.gz", 1000)],
)
def test_piles_and_chances_hold_on_the_end_of_real_data(real_data, name, held_out_days):
    activity = read([real_data / name])[0].activity
    pile, chance, came = held_out(activity, activity.observed_to - held_out_days)
    if (pile == BETWEEN).sum() >= 100:
        assert came[pile == BETWEEN].mean() >= 0.8
    if (pile == GONE).sum() >= 100:
        assert came[pile == GONE].mean() <= 0.3
    for low in np.arange(0, 1, 0.1):
        tenth = (chance >= low) & (chance < low + 0.1)
        if tenth.sum() >= 100:
            assert came[tenth].mean() == pytest.approx(chance[tenth].mean(), abs=0.1)


def test_as_of_gives_what_was_known_then(saas):
    activity = saas.activity
    day = activity.observed_to - 120
    there = late(study(saas, Filters(as_of=np.datetime64(day, "D").item())))
    then = chance_back(activity, day)
    np.testing.assert_array_equal(there.chances.chance, then.chance[then.gaps.gaps >= 0])
