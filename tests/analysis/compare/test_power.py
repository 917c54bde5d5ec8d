"""The smallest visible difference, against the power it promises."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.compare import (
    log_rank,
    mann_whitney,
    permutation,
    smallest_effect,
    smallest_share_difference,
    smallest_win_share,
    volume_ratio,
)
from analysis.compare.shares import proportions


def test_share_as_r():
    # R: power.prop.test(n = 100, p1 = .5, power = .8) has p2 = .6928
    assert smallest_share_difference(100, 100, 0.5) == pytest.approx(0.1928, abs=5e-4)


def test_promised_power_is_kept():
    generator = np.random.default_rng(0)
    rise = smallest_share_difference(150, 300, 0.2)
    seen = [proportions(generator.binomial(150, 0.2 + rise), 150, generator.binomial(300, 0.2), 300).pvalue < 0.05
            for _ in range(800)]  # fmt: skip
    assert np.mean(seen) == pytest.approx(0.8, abs=0.05)


def test_too_small_groups_show_nothing():
    assert math.isnan(smallest_share_difference(2, 2, 0.9))
    assert math.isnan(smallest_share_difference(0, 20, 0.5))


def test_wins_as_noether():
    # Noether (1987), two equal groups, level .05, power .9, P = .7: N = 1.96 + 1.2816 squared / (12 / 4 * .04) = 87.6
    assert smallest_win_share(44, 44, power=0.9) == pytest.approx(0.7, abs=5e-3)


def test_promised_power_of_wins_is_kept():
    generator = np.random.default_rng(5)
    wins = smallest_win_share(40, 160)
    shift = math.sqrt(2) * stats.norm.ppf(wins)
    seen = [mann_whitney(generator.normal(shift, 1, 40), generator.normal(0, 1, 160)).pvalue < 0.05 for _ in range(500)]
    assert np.mean(seen) == pytest.approx(0.8, abs=0.06)


def test_wins_of_tiny_groups_show_nothing():
    assert math.isnan(smallest_win_share(2, 2))
    assert math.isnan(smallest_win_share(0, 20))


def _power_of(draw, test, shift):
    """Share of 400 tests that find what `smallest_effect` promises of groups alike on average, at sizes 80 and 160."""
    generator = np.random.default_rng(9)
    alike = [test(draw(generator, 80), draw(generator, 160)) for _ in range(60)]
    least = float(np.mean([smallest_effect(each, (80, 160)).value for each in alike]))
    return np.mean([test(shift(draw(generator, 80), least), draw(generator, 160)).pvalue < 0.05 for _ in range(400)])


def test_smallest_effects_show_with_the_power_they_promise():
    def gamma(generator, users):
        return generator.gamma(4, 2, users)

    for test in (mann_whitney, lambda a, b: permutation(a, b, draws=399)):
        assert _power_of(gamma, test, np.add) == pytest.approx(0.8, abs=0.1)

    def both(generator, users):
        base = generator.poisson(5, users) + 1.0
        return base * generator.gamma(4, 2, users), base

    def times(volume, factor):
        return volume[0] * factor, volume[1]

    ratio = _power_of(both, lambda a, b: volume_ratio(a, b, draws=199), times)
    assert ratio == pytest.approx(0.8, abs=0.12)


def test_smallest_effect_of_ties_is_told_in_wins_and_of_no_test_is_nan():
    tied = mann_whitney(np.repeat([0.0, 1.0], [95, 5]), np.repeat([0.0, 1.0], [90, 10]))
    assert tied.error == 0
    assert smallest_effect(tied, (100, 100)).name == "common_language"
    assert smallest_effect(tied, (100, 100)).value == smallest_win_share(100, 100)
    none = log_rank([3, 4, 5, 6], [0, 0, 0, 0], [0, 0, 1, 1])
    assert math.isnan(smallest_effect(none, (2, 2)).value)
    share = proportions(10, 100, 20, 200)
    all_of_b = proportions(95, 100, 200, 200)  # nothing lies above, but a fall would show
    assert smallest_effect(all_of_b, (100, 200)).value == smallest_share_difference(100, 200, 0.0)
    assert smallest_effect(share, (100, 200), power=0.9).value == smallest_share_difference(100, 200, 0.1, power=0.9)
