"""The smallest visible difference, against the power it promises."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.compare import mann_whitney, smallest_share_difference, smallest_win_share
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
