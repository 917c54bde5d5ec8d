"""Random parts: disjoint, together everybody, the same for the same id, even in size."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import OffbeatError
from analysis.segments.splits import in_split
from analysis.study import study

IDS = [f"user {number}" for number in range(3000)]


@given(st.integers(1, 12), st.integers(0, 10**6), st.lists(st.text(max_size=5), max_size=20))
def test_parts_are_disjoint_and_leave_nobody_out(parts, seed, ids):
    inside = [in_split(f"split:{part}/{parts}:{seed}", ids) for part in range(1, parts + 1)]
    assert np.sum(inside, axis=0).tolist() == [1] * len(ids)


def test_an_id_stays_in_its_part_whoever_else_is_there():
    order = np.random.default_rng(3).permutation(len(IDS))
    whole = in_split("split:1/3:5", IDS)
    np.testing.assert_array_equal(in_split("split:1/3:5", [IDS[place] for place in order[:100]]), whole[order[:100]])


def test_parts_are_even_and_seeds_differ():
    for part in (1, 2, 3):
        assert abs(in_split(f"split:{part}/3:5", IDS).mean() - 1 / 3) < 0.04
    both = in_split("split:1/2:1", IDS) & in_split("split:1/2:2", IDS)
    assert abs(both.mean() - 0.25) < 0.04


def test_place_is_the_start_of_the_hash():
    place = int(hashlib.md5(b"7:ann").hexdigest()[:8], 16)
    assert in_split("split:1/2:7", ["ann"])[0] == (place < 2**31)


@pytest.mark.parametrize("name", ["split:0/2:1", "split:3/2:1", "split:1/2", "split:half", "split:1/0:1"])
def test_wrong_splits_are_told(name):
    with pytest.raises(OffbeatError, match="PART/PARTS:SEED"):
        in_split(name, IDS)


def test_split_of_a_segment(saas):
    studied = study(saas)
    weekend, halves = studied.members("weekend"), [studied.members(f"split:{part}/2:4 of weekend") for part in (1, 2)]
    np.testing.assert_array_equal(halves[0] | halves[1], weekend)
    assert not (halves[0] & halves[1]).any()
    assert halves[0].any()
    either = studied.members("split:1/2:4 of (weekend or daily)")
    np.testing.assert_array_equal(either, studied.members("split:1/2:4") & studied.members("weekend or daily"))
