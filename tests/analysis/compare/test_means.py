"""Means against R, and reshuffling against every reshuffle."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from analysis.compare import permutation, welch
from analysis.compare.means import MIN_USERS_FOR_MEAN_INTERVAL, MOST_USERS_TO_RESHUFFLE, reshuffled_columns

SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


def test_welch_as_r():
    # R: t.test(extra ~ group, sleep)
    result = welch(*SLEEP)
    interval = result.effect.interval
    assert (result.statistic, result.degrees) == pytest.approx((-1.8608, 17.776), abs=5e-4)
    assert result.pvalue == pytest.approx(0.07939, abs=5e-6)
    assert (interval.low, interval.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


def test_welch_on_unequal_groups_as_r():
    # R: t.test(mpg ~ am, mtcars)
    automatic = [21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 21.5, 15.5, 15.2,
                 13.3, 19.2]  # fmt: skip
    manual = [21.0, 21.0, 22.8, 32.4, 30.4, 33.9, 27.3, 26.0, 30.4, 15.8, 19.7, 15.0, 21.4]
    result = welch(automatic, manual)
    assert (result.statistic, result.degrees) == pytest.approx((-3.7671, 18.332), abs=5e-4)
    assert result.pvalue == pytest.approx(0.001374, abs=5e-7)
    assert result.effect.interval.low == pytest.approx(-11.280194, abs=5e-7)


def test_reshuffling_agrees_with_every_reshuffle():
    a, b = np.array([1.0, 5.0, 9.0, 4.0]), np.array([2.0, 0.0, 3.0, 1.0, 2.0])
    pooled = np.concatenate((a, b))
    gaps = [abs(pooled[list(rows)].mean() - np.delete(pooled, rows).mean())
            for rows in itertools.combinations(range(9), 4)]  # fmt: skip
    exact = np.mean(np.array(gaps) >= abs(a.mean() - b.mean()) - 1e-12)
    assert permutation(a, b, draws=20_000).pvalue == pytest.approx(exact, abs=0.01)


def test_seed_decides_and_user_order_does_not():
    generator = np.random.default_rng(3)
    a, b = generator.exponential(1, 60), generator.exponential(1.3, 80)
    assert permutation(a, b) == permutation(a, b)
    assert permutation(a[::-1], b[::-1]).pvalue == permutation(a, b).pvalue
    assert permutation(a, b, seed=2).pvalue != permutation(a, b, seed=1).pvalue


def test_limit_for_many_users_agrees_with_reshuffles():
    generator = np.random.default_rng(5)
    a, b = generator.exponential(1, 8000), generator.exponential(1.03, MOST_USERS_TO_RESHUFFLE - 8000)
    drawn = permutation(a, b, draws=1000)
    limit = permutation(np.append(a, a.mean()), b, draws=1000)
    assert drawn.pvalue == pytest.approx(limit.pvalue, abs=0.04)


def test_few_users_get_no_interval_for_a_mean():
    few, enough = np.arange(20.0), np.arange(float(MIN_USERS_FOR_MEAN_INTERVAL))
    assert math.isnan(permutation(few, enough).effect.interval.low)
    assert [each.slug for each in permutation(few, enough).caveats] == ["too_few"]
    assert (
        permutation(enough, enough + 1).effect.interval.low < -1 < permutation(enough, enough + 1).effect.interval.high
    )


def _rare(users: int) -> np.ndarray:
    """Shares as of rare hours: most users have none."""
    generator = np.random.default_rng(7)
    values = generator.random((users, 3)) * (generator.random((users, 3)) < [0.02, 0.2, 0.9])
    return np.column_stack([values, np.zeros(users)])


def test_many_columns_agree_with_scipy():
    values, in_a = _rare(60), np.arange(60) < 20
    pvalues, reach = reshuffled_columns(values, in_a, draws=4000)
    for column in (1, 2):
        ours = values[:, column]
        scipy = stats.permutation_test(
            (ours[in_a], ours[~in_a]), lambda a, b, axis: a.mean(axis) - b.mean(axis), vectorized=True,
            n_resamples=4000, rng=np.random.default_rng(1),
        )  # fmt: skip
        assert pvalues[column] == pytest.approx(scipy.pvalue, abs=0.03)
        assert reach[column] == pytest.approx(np.quantile(np.abs(scipy.null_distribution), 0.95), rel=0.05)
    assert np.isnan(pvalues[3])


def test_many_columns_keep_their_level_where_welch_does_not():
    values, generator = _rare(600), np.random.default_rng(3)
    found, welch_found = [], []
    for seed in range(150):
        in_a = np.zeros(600, bool)
        in_a[generator.choice(600, 15, replace=False)] = True
        found.append(reshuffled_columns(values, in_a, draws=200, seed=seed)[0][0] <= 0.05)
        welch_found.append(welch(values[in_a, 0], values[~in_a, 0]).pvalue <= 0.05)
    assert np.mean(found) <= 0.09
    assert np.mean(welch_found) > 0.5


def test_many_columns_do_not_depend_on_which_group_is_called_a():
    values, in_a = _rare(80), np.arange(80) < 30
    ours, theirs = reshuffled_columns(values, in_a), reshuffled_columns(values, ~in_a)
    assert ours[0] == pytest.approx(theirs[0], nan_ok=True)
    assert ours[1] == pytest.approx(theirs[1])


def test_many_columns_of_large_groups_take_the_normal_limit(monkeypatch):
    values, in_a = _rare(2000), np.arange(2000) < 900
    drawn = reshuffled_columns(values, in_a)
    monkeypatch.setattr("analysis.compare.means.MOST_USERS_TO_DRAW", 100)
    limit = reshuffled_columns(values, in_a)
    assert limit[0][:3] == pytest.approx(drawn[0][:3], abs=0.04)
    assert limit[1] == pytest.approx(drawn[1], rel=0.1, abs=1e-12)


def test_studentised_interval_keeps_its_level_on_skewed_money():
    generator = np.random.default_rng(11)
    true, hits, welch_hits = math.exp(0.5) * (1.5 - 1), [], []
    for seed in range(300):
        a, b = 1.5 * generator.lognormal(0, 1, 60), generator.lognormal(0, 1, 60)
        for each, kept in ((permutation(a, b, draws=400, seed=seed), hits), (welch(a, b), welch_hits)):
            kept.append(each.effect.interval.low <= true <= each.effect.interval.high)
    assert 0.92 <= np.mean(hits) <= 0.985
    assert np.mean(welch_hits) > 0.85


def test_studentised_interval_leans_to_the_long_tail():
    generator = np.random.default_rng(2)
    a, b = generator.lognormal(0, 1.5, 80), generator.normal(1, 0.1, 80)
    interval, value = permutation(a, b).effect.interval, permutation(a, b).effect.value
    assert interval.high - value > 1.2 * (value - interval.low)
    swapped = permutation(b, a).effect.interval
    assert (swapped.low, swapped.high) == (-interval.high, -interval.low)


def test_constant_groups_that_differ_are_told_apart():
    found = permutation(np.full(60, 2.0), np.full(60, 1.0))
    assert found.pvalue < 0.001
    assert math.isnan(found.effect.interval.low)
    assert math.isnan(welch(np.full(60, 2.0), np.full(60, 1.0)).pvalue)
