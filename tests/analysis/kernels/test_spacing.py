"""Median gaps against numpy's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.kernels.spacing import median_gaps


@given(st.lists(st.lists(st.integers(0, 400), unique=True, max_size=30), max_size=8))
def test_median_gaps_are_numpys(histories):
    own = [np.sort(np.array(days, np.int32)) for days in histories]
    offsets = np.cumsum([0, *map(len, own)])
    plain = [np.median(np.diff(days)) if len(days) > 1 else np.nan for days in own]
    found = median_gaps(offsets, np.concatenate([np.zeros(0, np.int32), *own]))
    np.testing.assert_array_equal(found, np.array(plain, float))
