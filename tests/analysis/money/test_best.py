"""Who keeps best: by hand, and of the sample; nothing is called good that may be chance."""

import numpy as np
import pytest

from analysis.money.best import best_of
from analysis.money.leaks import OTHER
from analysis.views.money_best import best_shown, kept_share
from tests.analysis.money.studied import studied
from tests.analysis.money.written import row

UNTIL = "2026-06-30"


@pytest.fixture(scope="module")
def industries(subscriptions_of):
    """Return a function: how many of thirty left in Law and in Retail, all paying 10 -> a study with two industries."""

    def build(law: int, retail: int, **more):
        left = [k < law if k < 30 else k - 30 < retail for k in range(60)]
        table = subscriptions_of(*(
            row(payer=f"u{k:02d}", start="2025-01-01", end="2025-09-01" if gone else None, mrr=10, plan="Pro")
            for k, gone in enumerate(left)
        ))  # fmt: skip
        users = {"user_id": [f"u{k:02d}" for k in range(60)], "industry": ["Law"] * 30 + ["Retail"] * 30}
        return studied(table, until=UNTIL, users=users, **more)

    return build


def test_the_best_comes_first_with_its_interval_and_stands_out(industries):
    found = best_of(industries(law=1, retail=20))
    best, worst = found.verticals.to_dict("records")
    assert (best["vertical"], worst["vertical"]) == ("Law", "Retail")
    # 30 of Law paid 18 months less the one who left after 8.
    months = (29 * 546 + 243) / (365.25 / 12)
    assert best["kept"] == pytest.approx(1 - 1 / months)
    assert best["low"] < best["kept"] < best["high"] <= 1
    assert best["stands_out"]
    assert not worst["stands_out"]
    said = best_shown(industries(law=1, retail=20)).sentence
    assert said.startswith("Law keeps most of what is paid: 99.8 %")
    assert "Law loses customers less often than the rest do." in said


def test_what_may_be_chance_is_said_to_be(industries):
    shown = best_shown(industries(law=2, retail=4))
    assert "Law keeps most" in shown.sentence
    assert "None of 2 stands out from the rest by how often customers leave, so it may be chance." in shown.sentence
    assert set(shown.verticals["Stands out"]) == {""}


@pytest.mark.parametrize(
    ("share", "said"),
    [(1.0, "100 %"), (0.99999, "99.99 %"), (0.9995, "99.95 %"), (0.986, "98.6 %"), (np.nan, "–")],
)
def test_nearly_all_never_reads_as_all(share, said):
    assert kept_share(share) == said


def test_small_groups_are_not_set_beside_others(industries):
    found = best_shown(industries(law=2, retail=4, settings=["money.least_cell_customers=40"]))
    assert found.verticals.empty
    assert "Fewer than two industries have customers enough" in found.sentence


def test_without_industries_plans_are_told(subscriptions_of):
    rows = [
        row(payer=f"u{k}", start="2025-01-01", end="2025-09-01" if k % 2 and k > 12 else None, mrr=9, plan="AB"[k % 2])
        for k in range(40)
    ]
    shown = best_shown(studied(subscriptions_of(*rows), until=UNTIL))
    assert shown.sentence.startswith("A keeps most of what is paid: 100 %")
    assert shown.sentence.endswith("No column names an industry: add a users table that has one.")
    assert shown.verticals.empty
    assert shown.cells["Plan"].tolist() == ["A", "B"]


def test_kept_and_lost_of_the_sample_are_two_sides_of_the_same(saas_study):
    found = best_of(saas_study)
    assert found.verticals["kept"].tolist() == sorted(found.verticals["kept"], reverse=True)
    assert set(found.cells["plan"].iloc[:-1]) <= {"Basic", "Pro", "Enterprise"}
    assert found.cells["plan"].iloc[-1] == OTHER
    out = found.cells[found.cells["stands_out"]]
    assert (out["ratio_high"] < 1).all()
    assert (out["pvalue_adjusted"] >= out["pvalue"]).all()
    assert len(out)
    assert np.isclose(found.everybody, 1, atol=0.03)
