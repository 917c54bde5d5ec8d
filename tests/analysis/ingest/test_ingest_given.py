"""Which values are given, against Arrow's own way to tell."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from analysis.ingest.given import given_of, whole_numbers

numbers = st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), max_size=40)


@given(numbers, st.integers(0, 20), st.integers(0, 20))
def test_a_slice_tells_what_arrow_tells(values, start, rows):
    array = pa.array(values, pa.int64())[start : start + rows]
    assert given_of(array).tolist() == [value is not None for value in array.to_pylist()]


@given(numbers)
def test_there_and_back(values):
    array = pa.array(values, pa.int64())
    plain = np.array([value or 0 for value in values], np.int64)
    back = whole_numbers(plain, given_of(array))
    back.validate(full=True)
    assert back.to_pylist() == values
