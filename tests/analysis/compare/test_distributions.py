"""Rank tests by counting against scipy's by sorting, on tied, whole, real and far apart values."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.compare import brunner_munzel, kolmogorov_smirnov, mann_whitney
from analysis.compare.tally import WIDEST_TABLE, Tally, finite

NUMBERS = st.integers(-9, 9).map(float) | st.floats(-1e6, 1e6) | st.sampled_from([1e15, -1e15, 0.5])
VALUES = st.lists(NUMBERS, min_size=2, max_size=25)


@given(VALUES, VALUES)
def test_as_scipy(a, b):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy divides by 0 where the groups do not overlap
        expected = stats.brunnermunzel(a, b)
    found = brunner_munzel(a, b)
    if math.isfinite(found.pvalue):
        assert (found.statistic, found.pvalue) == pytest.approx(
            (expected.statistic, expected.pvalue), rel=1e-6, abs=1e-9
        )
    else:
        assert found.caveats
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy's exact p gives way to the asymptotic one, and says so
        apart, same = kolmogorov_smirnov(a, b), stats.ks_2samp(a, b)
    assert (apart.statistic, apart.pvalue) == pytest.approx((same.statistic, same.pvalue))


@given(VALUES, VALUES)
def test_tally_counts_every_user_once(a, b):
    tally = Tally.of(finite(a), finite(b))
    assert (np.diff(tally.values) > 0).all()
    assert tally.sizes == (len(a), len(b))
    assert tally.medians == pytest.approx((np.median(a), np.median(b)))
    assert [int(tally.in_a[tally.values == value].sum()) for value in a] == [a.count(value) for value in a]


@pytest.mark.parametrize("step", [1, 0.5, WIDEST_TABLE])
def test_table_and_sorting_agree_on_many(step):
    generator = np.random.default_rng(2)
    a, b = step * generator.poisson(6, 12_000), step * generator.poisson(6.1, 11_000)
    for ours, scipys in ((mann_whitney, stats.mannwhitneyu), (brunner_munzel, stats.brunnermunzel),
                         (kolmogorov_smirnov, stats.ks_2samp)):  # fmt: skip
        assert ours(a, b).pvalue == pytest.approx(scipys(a, b).pvalue)
        assert ours(a, b).statistic == pytest.approx(scipys(a, b).statistic)
    assert mann_whitney(a, b).effect.value == pytest.approx(step * mann_whitney(a / step, b / step).effect.value)


def test_a_tiny_value_is_no_whole_number():
    assert len(Tally.of(np.array([-1.0]), np.array([1e-38, 0.0])).values) == 3


def test_infinite_values_are_left_out():
    assert mann_whitney([1.0, np.inf, 3.0], [2.0, 5.0, -np.inf]) == mann_whitney([1.0, 3.0], [2.0, 5.0])


@pytest.mark.parametrize("test", [brunner_munzel, kolmogorov_smirnov])
def test_one_user_is_too_few(test):
    found = test([1.0], [1.0, 2.0, 3.0])
    assert math.isnan(found.pvalue)
    assert [each.slug for each in found.caveats] == ["too_few"]


def test_groups_apart_have_no_spread_of_ranks():
    found = brunner_munzel([1.0, 2.0], [3.0, 4.0])
    assert math.isnan(found.pvalue)
    assert [each.slug for each in found.caveats] == ["heavy_ties"]
