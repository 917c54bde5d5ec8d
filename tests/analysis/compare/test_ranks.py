"""Mann-Whitney against R and SciPy; the shift against all differences written out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.compare import kruskal_wallis, mann_whitney

VALUES = st.lists(st.integers(-20, 20).map(float) | st.floats(-1e6, 1e6), min_size=1, max_size=12)


def test_exact_as_r():
    # R: wilcox.test(x, y), Hollander & Wolfe 1973, page 69 (permeability of the placenta)
    x = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    y = [1.15, 0.88, 0.90, 0.74, 1.21]
    result = mann_whitney(x, y)
    assert result.statistic == 35
    assert result.pvalue == pytest.approx(0.2544, abs=5e-5)
    assert (result.effect.interval.low, result.effect.interval.high) == pytest.approx((-0.15, 0.76))


def test_ties_as_r():
    # R: wilcox.test(extra ~ group, sleep), normal approximation with continuity correction
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    result = mann_whitney(first, second)
    assert result.statistic == 25.5
    assert result.pvalue == pytest.approx(0.06933, abs=5e-6)


def test_more_groups_and_ties_as_r():
    # R: wilcox.test and kruskal.test of airquality Ozone, May against August and by month
    months = [
        [41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37],
        [29, 71, 39, 23, 21, 37, 20, 12, 13],
        [135, 49, 32, 64, 40, 77, 97, 97, 85, 10, 27, 7, 48, 35, 61, 79, 63, 16, 80, 108, 20, 52, 82, 50, 64, 59],
        [39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85],
        [96, 78, 73, 91, 47, 32, 20, 23, 21, 24, 44, 21, 28, 9, 13, 46, 18, 13, 24, 16, 13, 23, 36, 7, 14, 30, 14, 18,
         20],
    ]  # fmt: skip
    result = mann_whitney(months[0], months[3])
    assert result.statistic == 127.5
    assert result.pvalue == pytest.approx(0.0001208, abs=5e-8)
    every = kruskal_wallis(months)
    assert every.statistic == pytest.approx(29.267, abs=5e-4)
    assert every.pvalue == pytest.approx(6.901e-6, rel=1e-3)


@settings(deadline=None)  # the first call may compile the kernel
@given(VALUES, VALUES)
def test_shift_and_language_are_those_of_all_pairs(a, b):
    differences = np.subtract.outer(np.array(a), np.array(b)).ravel()
    shift, language = mann_whitney(a, b).effects
    assert shift.value == pytest.approx(np.median(differences), abs=1e-9)
    assert language.value == pytest.approx(np.mean(differences > 0) + np.mean(differences == 0) / 2)
    assert language.interval.low <= language.value <= language.interval.high
    assert language.interval.low < language.interval.high
    if not math.isnan(shift.interval.low):
        assert shift.interval.low <= shift.value <= shift.interval.high


def test_as_scipy_on_many():
    generator = np.random.default_rng(0)
    a, b = generator.lognormal(1, 1, 3000), generator.lognormal(1.1, 1, 700)
    expected = stats.mannwhitneyu(a, b)
    result = mann_whitney(a, b)
    assert result.statistic == pytest.approx(expected.statistic)
    assert result.pvalue == pytest.approx(expected.pvalue)
    assert result.effect.value == pytest.approx(np.median(np.subtract.outer(a, b)))


def test_separated_groups_keep_an_interval():
    result = mann_whitney(np.arange(10.0), np.arange(20.0, 30.0))
    assert result.effects[1].value == 0
    assert 0 < result.effects[1].interval.high < 0.5


def test_missing_values_are_left_out():
    assert mann_whitney([1.0, np.nan, 3.0], [2.0, 5.0]) == mann_whitney([1.0, 3.0], [2.0, 5.0])


def test_normal_approximation_as_r():
    # R: wilcox.test(x, y, exact = FALSE)
    x = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    y = [1.15, 0.88, 0.90, 0.74, 1.21]
    assert mann_whitney(x, y, method="normal").pvalue == pytest.approx(0.2446, abs=5e-5)
    assert mann_whitney(x, y, method="exact").pvalue == pytest.approx(0.2544, abs=5e-5)


def test_one_group_alone_has_no_omnibus():
    assert math.isnan(kruskal_wallis([[1.0, 2.0]]).pvalue)
    assert math.isnan(kruskal_wallis([]).pvalue)
