"""Why this is not Stripe's number: the differences add up to the difference."""

import pytest

from analysis.money.ledger import ledger
from analysis.money.months import months
from analysis.money.settings import Money
from analysis.money.stripe import LIKE_STRIPE, differences
from tests.analysis.money.written import day, row

NOW = day("2026-06-15")
ROWS = (
    row(payer="asked", start="2026-01-01", cancelled="2026-06-10", end="2026-07-01", mrr=10.01, status="active"),
    row(payer="cut", start="2026-01-01", cancelled="2026-06-12", end="2026-06-12", period_end="2026-07-01", mrr=20),
    row(payer="late", start="2026-01-01", period_start="2026-06-01", mrr=5.05, status="past_due"),
    row(payer="trial", start="2026-06-10", is_trial=True, mrr=0, status="trialing"),
    row(payer="pause", start="2026-02-01", end="2026-03-01", mrr=7),
    row(payer="pause", start="2026-03-06", mrr=7),
)


@pytest.mark.parametrize(("past_due_counts", "expected"), [(1, (3001, 0)), (0, (3001, -505))])
def test_differences_add_up_to_what_differs_on_the_last_day(subscriptions_of, past_due_counts, expected):
    table, mine = subscriptions_of(*ROWS), Money(past_due_counts=past_due_counts)
    found = {each.slug: each for each in differences(table, as_of_day=NOW, settings=mine)}
    assert (found["scheduled"].cents, found["past_due"].cents) == expected
    counts, theirs = LIKE_STRIPE
    ends = [
        months(each)["mrr_end"].iloc[-1]
        for each in (
            ledger(table, as_of_day=NOW, settings=mine),
            ledger(table, as_of_day=NOW, churn_counts=counts, settings=theirs),
        )
    ]
    assert ends[0] - ends[1] == sum(expected)


def test_each_difference_says_what_it_comes_to(subscriptions_of):
    table = subscriptions_of(*ROWS)
    found = {each.slug: each for each in differences(table, as_of_day=NOW, settings=Money(gap_days=10))}
    assert list(found) == ["scheduled", "past_due", "pauses", "trials", "discounts", "time_zone"]
    assert "30.01 a month" in found["scheduled"].sentence
    assert (found["pauses"].cents, "7.00 a month" in found["pauses"].sentence) == (700, True)
    assert (found["trials"].cents, "is 1 trial now" in found["trials"].sentence) == (None, True)
    assert found["discounts"].cents is None
    assert all(each.sentence.endswith(".") for each in found.values())


def test_like_stripe_has_no_difference_left_to_itself(subscriptions_of):
    counts, theirs = LIKE_STRIPE
    found = differences(subscriptions_of(*ROWS), as_of_day=NOW, churn_counts=counts, settings=theirs)
    assert [each.cents for each in found[:3]] == [0, 0, 0]


def test_movements_at_the_edge_of_a_month_are_summed(subscriptions_of):
    rows = (
        row(payer="a", start="2026-01-31", mrr=1),
        row(payer="b", start="2026-02-01", mrr=2),
        row(payer="c", start="2026-02-02", mrr=4),
    )
    found = differences(subscriptions_of(*rows), as_of_day=NOW)
    assert found[-1].cents == 300
