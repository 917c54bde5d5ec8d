"""One table checked by hand: its months, rates and cohorts, to the cent."""

import math

import pytest

from analysis.money.cohorts import cohorts
from analysis.money.ledger import ledger
from analysis.money.months import MONEY, months
from tests.analysis.money.written import day, row

# a: up in mid-February. b: a yearly plan of 120.00, left. c: two subscriptions, one ended. d: a trial, paid from March.
# e: left in February, back in April. f: cancelled in March, paid to the end of April.
ROWS = (
    row(payer="a", start="2026-01-05", end="2026-02-14", mrr=29.99),
    row(payer="a", start="2026-02-14", mrr=79.49),
    row(payer="b", start="2026-01-01", end="2026-04-01", mrr=10.00),
    row(payer="c", start="2026-01-10", mrr=50.01),
    row(payer="c", start="2026-01-10", end="2026-03-31", mrr=20.02),
    row(payer="d", start="2026-02-20", trial_end="2026-03-06", mrr=15.55),
    row(payer="e", start="2026-01-31", end="2026-02-28", mrr=7.77),
    row(payer="e", start="2026-04-10", mrr=8.88),
    row(payer="f", start="2026-02-01", cancelled="2026-03-15", end="2026-05-01", mrr=33.33, status="active"),
)
NEW, UP, DOWN, CHURN, BACK = "new", "expansion", "contraction", "churn", "reactivation"
EXPECTED = {
    "2026-01": {"mrr_start": 0, NEW: 11779, UP: 0, DOWN: 0, CHURN: 0, BACK: 0, "mrr_end": 11779},
    "2026-02": {"mrr_start": 11779, NEW: 3333, UP: 4950, DOWN: 0, CHURN: 777, BACK: 0, "mrr_end": 19285},
    "2026-03": {"mrr_start": 19285, NEW: 1555, UP: 0, DOWN: 2002, CHURN: 0, BACK: 0, "mrr_end": 18838},
    "2026-04": {"mrr_start": 18838, NEW: 0, UP: 0, DOWN: 0, CHURN: 1000, BACK: 888, "mrr_end": 18726},
}


@pytest.fixture(scope="module")
def found(subscriptions_of):
    return ledger(subscriptions_of(*ROWS), as_of_day=day("2026-04-20"))


def test_months_to_the_cent(found):
    table = months(found).set_index("month")
    assert table[list(MONEY)].to_dict("index") == EXPECTED
    assert table["customers_start"].tolist() == [0, 4, 4, 5]
    assert table["customers_churned"].tolist() == [0, 1, 0, 1]
    assert table["is_partial"].tolist() == [False, False, False, True]


def test_rates_are_shares_of_the_start_and_undefined_without_one(found):
    table = months(found).set_index("month")
    names = ["gross_mrr_churn_rate", "net_mrr_churn_rate", "customer_churn_rate"]
    assert table.loc["2026-01", names].isna().all()
    assert table.loc["2026-02", names].tolist() == pytest.approx([777 / 11779, (777 - 4950) / 11779, 1 / 4])
    assert table.loc["2026-04", names].tolist() == pytest.approx([1000 / 18838, (1000 - 888) / 18838, 1 / 5])


def test_a_month_without_movements_is_a_row(subscriptions_of):
    table = subscriptions_of(
        row(payer="a", start="2025-11-03", end="2026-02-03", mrr=5), row(payer="b", start="2026-02-01", mrr=5)
    )
    found = months(ledger(table, as_of_day=day("2026-02-28")))
    assert found["month"].tolist() == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert found["mrr_end"].tolist() == [500, 500, 500, 500]
    assert not found["is_partial"].any()


def test_money_kept_by_start_month(found):
    table = cohorts(found).set_index(["cohort", "months_since"])
    assert table.index.tolist() == [
        ("2026-01", 0), ("2026-01", 1), ("2026-01", 2), ("2026-02", 0), ("2026-02", 1), ("2026-03", 0),
    ]  # fmt: skip
    assert table["cents"].tolist() == [11779, 15952, 13950, 3333, 3333, 1555]
    assert table["customers"].tolist() == [4, 3, 3, 1, 1, 1]
    assert table["start_cents"].tolist() == [11779] * 3 + [3333] * 2 + [1555]
    assert math.isclose(table["kept_share"].iloc[1], 15952 / 11779)


def test_who_returns_counts_in_the_cohort_of_their_first_payment(subscriptions_of):
    table = subscriptions_of(
        row(payer="e", start="2026-01-31", end="2026-02-28", mrr=7.77), row(payer="e", start="2026-03-10", mrr=8.88)
    )
    kept = cohorts(ledger(table, as_of_day=day("2026-03-31")))
    assert kept[["cohort", "cents", "customers"]].to_records(index=False).tolist() == [
        ("2026-01", 777, 1), ("2026-01", 0, 0), ("2026-01", 888, 1),
    ]  # fmt: skip


def test_nobody_ever_paid(subscriptions_of):
    found = ledger(subscriptions_of(row(payer="a", start="2026-01-01", mrr=0)), as_of_day=day("2026-04-20"))
    assert found.movements.empty
    assert months(found).empty
    assert cohorts(found).empty
