"""Adjusted p values against Benjamini & Hochberg 1995 and R's p.adjust."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare import benjamini_hochberg, benjamini_yekutieli, holm

PVALUES = np.array(
    [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
)


def test_fifteen_values_as_r():
    bh = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182, 0.714875,
          0.75323077, 0.81321429, 1]  # fmt: skip
    by = [0.004977343, 0.009954687, 0.031523175, 0.118211908, 0.200089208, 0.211892623, 0.211892623, 0.214025770,
          0.253844518, 1, 1, 1, 1, 1, 1]  # fmt: skip
    assert benjamini_hochberg(PVALUES) == pytest.approx(bh, abs=5e-9)
    assert benjamini_yekutieli(PVALUES) == pytest.approx(by, abs=5e-10)
    assert holm(PVALUES)[:9] == pytest.approx(
        [0.0015, 0.0056, 0.0247, 0.1140, 0.2211, 0.2780, 0.2780, 0.2780, 0.3213], abs=5e-9
    )
    rejected = [int((adjust(PVALUES) <= 0.05).sum()) for adjust in (benjamini_hochberg, holm, benjamini_yekutieli)]
    assert rejected == [4, 3, 3]


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg, benjamini_yekutieli])
@given(st.lists(st.floats(0, 1) | st.just(float("nan")), max_size=12), st.randoms(use_true_random=False))
def test_order_and_missing_values_change_nothing(adjust, pvalues, random):
    pvalues = np.array(pvalues, float)
    places = list(range(len(pvalues)))
    random.shuffle(places)
    adjusted = adjust(pvalues)
    np.testing.assert_array_equal(adjusted[places], adjust(pvalues[places]))
    np.testing.assert_array_equal(np.isnan(adjusted), np.isnan(pvalues))
    known = ~np.isnan(pvalues)
    np.testing.assert_array_equal(adjusted[known], adjust(pvalues[known]))
    assert (adjusted[known] >= pvalues[known] * (1 - 1e-12)).all()
