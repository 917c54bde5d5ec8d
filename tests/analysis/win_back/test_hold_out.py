"""Who is left out: as many as asked, of every value, the same for the same seed; what that can show."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare.power import smallest_share_difference
from analysis.compare.settings import Compare
from analysis.win_back.hold_out import SHARES, break_even_lift, draw, power_at, suggested
from analysis.win_back.lift import Estimate, anyway, hold_out_lift, number_needed


@given(people=st.integers(0, 400), share=st.sampled_from((0.0, 0.05, 0.1, 0.25, 0.5, 0.9)), seed=st.integers(0, 99))
def test_as_many_as_asked_and_the_same_for_the_same_seed(people, share, seed):
    value = np.random.default_rng(7).lognormal(size=people)
    left_out = draw(value, share=share, seed=seed)
    assert left_out.sum() == round(people * share)
    np.testing.assert_array_equal(left_out, draw(value, share=share, seed=seed))


def test_every_stretch_of_values_gives_its_share():
    value = np.random.default_rng(1).lognormal(size=1000)
    value[::10] = np.nan
    left_out = draw(value, share=0.2, seed=4)
    order = np.argsort(-np.nan_to_num(value, nan=-1.0))
    counts = left_out[order].reshape(10, 100).sum(axis=1)
    assert set(counts.tolist()) <= {19, 20, 21}


def test_each_has_the_same_chance():
    value = np.arange(40.0)
    often = np.mean([draw(value, share=0.25, seed=seed) for seed in range(2000)], axis=0)
    assert abs(often - 0.25).max() < 0.05


def test_power_shown_is_that_of_the_two_groups():
    found = power_at(400, 0.2, base_share=0.3)
    assert (found.contacted, found.left_out) == (320, 80)
    assert found.smallest_lift == pytest.approx(smallest_share_difference(320, 80, 0.3))


def test_suggested_is_the_smallest_that_shows_it():
    found = suggested(4000, 0.08, base_share=0.2)
    assert found.smallest_lift <= 0.08
    smaller = SHARES[SHARES.index(found.share) - 1]
    assert power_at(4000, smaller, base_share=0.2).smallest_lift > 0.08
    assert suggested(100, 0.08, base_share=0.2).share == 0.2


def test_break_even():
    assert break_even_lift(2.0, 25.0) == pytest.approx(0.08)
    assert math.isnan(break_even_lift(0.0, 25.0))
    assert math.isnan(break_even_lift(2.0, math.nan))


def test_lift_of_shares_is_newcombe():
    """56/70 against 48/80: 0.2000 (0.0524 to 0.3339), Newcombe 1998, table II, method 10."""
    contacted, left_out = np.repeat((1.0, 0.0), (56, 14)), np.repeat((1.0, 0.0), (48, 32))
    found = hold_out_lift(contacted, left_out, is_share=True, how=Compare())
    assert [found.value, found.low, found.high] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    came = anyway(left_out, 70, level=0.95)
    assert came.value == pytest.approx(42)
    assert came.low < 42 < came.high


def test_lift_of_money_needs_fifty_a_group():
    rng = np.random.default_rng(5)
    few = hold_out_lift(rng.lognormal(size=100), rng.lognormal(size=20), is_share=False, how=Compare())
    assert not few.is_known
    assert "50 users" in few.reason
    many = hold_out_lift(rng.lognormal(size=200) + 1, rng.lognormal(size=100), is_share=False, how=Compare())
    assert many.is_known
    assert many.low > 0


def test_nobody_left_out_is_no_number():
    assert "left out" in hold_out_lift(np.ones(3), np.zeros(0), is_share=True, how=Compare()).reason


def test_number_needed_is_honest_about_zero():
    clear = number_needed(Estimate(0.2, 0.1, 0.25))
    assert (clear.value, clear.low, clear.high) == pytest.approx((5, 4, 10))
    unclear = number_needed(Estimate(0.05, -0.05, 0.1))
    assert not unclear.is_known
    assert (unclear.low, unclear.high) == pytest.approx((10, math.inf))
    assert math.isnan(unclear.value)
    assert "not come more often" in number_needed(Estimate(-0.1, -0.2, -0.05)).reason
