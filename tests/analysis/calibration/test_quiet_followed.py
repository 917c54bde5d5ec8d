"""The interval of what followed for quiet people holds the truth as often as it says, also where accounts leave."""

import numpy as np
import pytest

from analysis.at_risk import quiet_later
from analysis.at_risk.together import design_effect
from analysis.calibration.quiet_followed import COVERED, CROWDS, PEOPLE, covered, followed_section, later_in, outside

REPEATS = 40


def test_the_made_up_crowd_is_what_its_row_says():
    rows = [later_in(CROWDS[2], np.random.default_rng(seed)).outcomes.set_index("outcome") for seed in range(12)]
    assert all(row.loc["silent", ["quiet", "others"]].sum() == PEOPLE for row in rows)
    shares = [[row.at["silent", "quiet_count"] / row.at["silent", "quiet"] for row in rows],
              [row.at["churned", "others_count"] / row.at["churned", "others"] for row in rows]]  # fmt: skip
    assert np.mean(shares, axis=1) == pytest.approx([0.35, 0.15], abs=0.04)


@pytest.mark.parametrize("crowd", [CROWDS[2], CROWDS[4]], ids=["a difference", "none, by accounts"])
def test_the_truth_is_held_nearly_always(crowd):
    hits = covered(crowd, repeats=REPEATS)
    assert min(each.mean() for each in hits.values()) >= 0.85  # .93 less 1.5 standard errors of so few repeats


def test_people_counted_one_by_one_would_be_too_sure(monkeypatch):
    """Where accounts leave together, the interval of people on their own misses the truth far too often."""
    monkeypatch.setattr(quiet_later, "design_effect", lambda *_: 1.0)
    hits = covered(CROWDS[4], repeats=REPEATS)
    assert max(each.mean() for each in hits.values()) < 0.8


def test_households_of_equal_outcome_count_as_one():
    alone, rng = np.arange(200), np.random.default_rng(2)
    residual = rng.choice([-0.2, 0.8], 50, p=[0.8, 0.2]).repeat(4)
    weight = np.full(200, 1 / 200)
    assert design_effect(weight, residual, alone) == 1
    assert design_effect(weight, residual, alone // 4) == pytest.approx(4 * 50 / 49)
    assert design_effect(weight, np.zeros(200), alone // 4) == 4


def test_a_row_outside_its_bounds_is_not_hidden():
    found = {"good": np.arange(100) >= 5, "bad": np.arange(100) >= 10}
    assert outside(found) == ["bad"]
    text = followed_section(found, repeats=100)
    assert "| bad | .9 ± .0302 | .93 to .98 | **no** |" in text
    assert COVERED == (0.93, 0.98)
