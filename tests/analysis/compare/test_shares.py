"""Shares and tables against R and the published intervals."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.compare import contingency, fisher, proportions, wilson


def test_newcombe_as_published():
    # Newcombe, Statistics in Medicine 17, 1998, table II, method 10
    for counts, low, high in [
        ((56, 70, 48, 80), 0.0524, 0.3339), ((5, 56, 0, 29), -0.0381, 0.1926), ((0, 10, 0, 20), -0.1611, 0.2775),
    ]:  # fmt: skip
        interval = proportions(*counts).effect.interval
        assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


def test_wilson_as_published():
    # Newcombe, Statistics in Medicine 17, 1998, page 861: 81/263 and 0/20
    assert (wilson(81, 263).low, wilson(81, 263).high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert (wilson(0, 20).low, wilson(0, 20).high) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_wilson_holds_its_level():
    # What defines it: each bound lies z of its own standard errors from the share.
    narrow = wilson(1, 4, level=0.8)
    assert narrow.level == 0.8
    for bound in (narrow.low, narrow.high):
        assert abs(0.25 - bound) == pytest.approx(stats.norm.ppf(0.9) * math.sqrt(bound * (1 - bound) / 4))
    assert math.isnan(wilson(0, 0).low)
    assert (wilson(4, 4).high, wilson(0, 4).low) == (1, 0)


def test_tables_as_r():
    # R: chisq.test(correct = FALSE), Agresti 2007 page 39; prop.test of smokers, Fleiss 1981
    wide = contingency([[762, 327, 468], [484, 239, 477]])
    assert (wide.statistic, wide.degrees) == pytest.approx((30.07, 2), abs=5e-3)
    assert wide.pvalue == pytest.approx(2.954e-7, rel=1e-3)
    square = contingency([[12, 7], [5, 7]])
    assert (square.statistic, square.pvalue) == pytest.approx((1.3716, 0.2415), abs=5e-5)
    smokers = contingency([[83, 3], [90, 3], [129, 7], [70, 12]])
    assert (smokers.statistic, smokers.degrees) == (pytest.approx(12.6, abs=0.05), 3)
    assert smokers.pvalue == pytest.approx(0.005585, abs=5e-7)
    tea = contingency([[3, 1], [1, 3]])
    assert tea.pvalue == pytest.approx(0.4857, abs=5e-5)


def test_large_fisher_as_r():
    # R: fisher.test(Job), p 0.7826849; here 20,000 drawn tables
    job = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
    result = contingency(job)
    assert result.test == "Fisher exact (drawn)"
    assert result.pvalue == pytest.approx(0.7826849, abs=0.01)
    assert contingency(job) == result


def test_test_is_chosen_by_expected_counts():
    assert proportions(20, 40, 10, 40).test == "chi-square"
    assert proportions(20, 40, 10, 40).statistic == pytest.approx(
        stats.chi2_contingency([[20, 20], [10, 30]], correction=False).statistic
    )
    few = proportions(3, 4, 1, 4)
    assert few.test == "Fisher mid-p"
    # tea tasting: R's fisher.test .4857 less half the chance of the table, 16 of 70
    assert few.pvalue == pytest.approx(34 / 70 - 8 / 70)


def test_nothing_to_test():
    nobody = proportions(0, 30, 0, 40)
    assert math.isnan(nobody.pvalue)
    assert nobody.effect.value == 0
    assert nobody.effect.interval.low < 0 < nobody.effect.interval.high
    assert math.isnan(proportions(0, 0, 3, 4).effect.value)
    assert math.isnan(contingency(np.array([[3, 0], [5, 0]])).pvalue)
    with pytest.raises(ValueError, match="counts"):
        proportions(5, 4, 1, 2)


def test_fisher_and_conditional_odds_as_r():
    # R: fisher.test, whose odds and bounds are roots found to a coarse tolerance
    tea = contingency([[3, 1], [1, 3]])
    assert tea.effect.value == pytest.approx(6.408309, rel=1e-5)
    assert tea.effect.interval.low == pytest.approx(0.2117329, abs=5e-6)
    assert tea.effect.interval.high == pytest.approx(621.9337505, rel=0.01)
    rows = fisher([[2, 15], [10, 3]])
    assert rows.pvalue == pytest.approx(0.0005367, abs=5e-8)
    assert rows.effect.value == pytest.approx(0.04693661, rel=1e-3)
    assert (rows.effect.interval.low, rows.effect.interval.high) == pytest.approx((0.003325764, 0.363182271), rel=5e-3)


@pytest.mark.parametrize("table", [[[1, -1], [2, 3]], [[1, float("nan")], [2, 3]], [1, 2], [[1, float("inf")], [2, 3]]])
def test_a_table_of_anything_but_counts_is_refused(table):
    with pytest.raises(ValueError, match="counts"):
        contingency(table)
