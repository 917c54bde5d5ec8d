"""Rows dealt out by user: the parts cover every user once, none holds more than it need, and nothing is no deal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.ingest.dealing import _ends


@given(rows=st.lists(st.integers(1, 50), min_size=1, max_size=60), most_rows=st.integers(1, 200))
def test_parts_cover_every_user_once_and_end_where_they_are_full(rows, most_rows):
    ends = _ends(np.array(rows), most_rows)
    assert ends[-1] == len(rows)
    assert ends == sorted(set(ends))
    held = [sum(rows[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    assert max(held) <= most_rows + max(rows)


def test_no_rows_are_no_deal():
    with pytest.raises(ValueError, match="found none"):
        _ends(np.zeros(3, np.int64), 100)
