"""Exact tails against R, against scipy over random cases, and at their edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom

from analysis.kernels.tails import binomial_tail, hypergeometric_tail, log_factorials, sidak, two_rates

LOG_FACTORIAL = log_factorials(4000)


@pytest.mark.parametrize(
    ("hits", "drawn", "inside", "total", "expected"),
    [  # phyper of R 4.2.2
        (22, 22, 22, 148, 1.0430307e-26),
        (111, 118, 289, 2023, 2.0894368e-93),
        (66, 70, 87, 606, 2.89984e-64),
        (9, 9, 70, 484, 1.7449612e-8),
        (55, 171, 71, 497, 1.0157275e-15),
    ],
)
def test_hypergeometric_tail_is_that_of_r(hits, drawn, inside, total, expected):
    assert hypergeometric_tail(hits, drawn, inside, total, LOG_FACTORIAL) == pytest.approx(expected, rel=5e-8)


@given(st.data())
def test_hypergeometric_tail_is_that_of_scipy(data):
    total = data.draw(st.integers(1, 800))
    inside, drawn = data.draw(st.integers(0, total)), data.draw(st.integers(0, total))
    hits = data.draw(st.integers(0, drawn))
    expected = hypergeom.sf(hits - 1, total, inside, drawn)
    assert hypergeometric_tail(hits, drawn, inside, total, LOG_FACTORIAL) == pytest.approx(
        expected, rel=1e-8, abs=1e-14
    )


def test_impossible_and_certain_counts():
    assert hypergeometric_tail(0, 5, 3, 10, LOG_FACTORIAL) == 1
    assert hypergeometric_tail(4, 5, 3, 10, LOG_FACTORIAL) == 0
    assert hypergeometric_tail(2, 9, 3, 10, LOG_FACTORIAL) == 1  # only seven days lie outside


@given(st.integers(1, 300), st.floats(0.001, 0.9), st.data())
def test_binomial_tail_is_that_of_scipy(drawn, chance, data):
    hits = data.draw(st.integers(min(drawn, int(drawn * chance) + 1), drawn))
    expected = binom.sf(hits - 1, drawn, chance)
    assert binomial_tail(hits, drawn, chance, LOG_FACTORIAL) == pytest.approx(expected, rel=1e-8, abs=1e-290)


def test_sidak_keeps_tiny_values():
    assert sidak(1e-40, 9.0) == pytest.approx(9e-40)
    assert sidak(0.1, 2.0) == pytest.approx(0.19)
    assert sidak(1.0, 9.0) == 1


def test_two_rates_is_the_binomial_likelihood_at_its_best_rate():
    assert two_rates(3, 10) == pytest.approx(3 * np.log(0.3) + 7 * np.log(0.7))
    assert two_rates(0, 10) == two_rates(10, 10) == 0
