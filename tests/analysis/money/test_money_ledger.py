"""A ledger checked by hand, to the cent: every way in which what somebody pays a month can change."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.activity import to_date
from analysis.money.ledger import ledger
from analysis.money.months import months
from analysis.money.settings import Money
from tests.analysis.money.written import day, row

NOW = "2026-06-30"


def moves(table, **options):
    """(payer, day, kind, cents) of each movement."""
    found = ledger(table, as_of_day=day(NOW), **options).movements
    return [
        (payer, to_date(when).isoformat(), kind, cents)
        for payer, when, kind, cents in found[["payer", "day", "kind", "cents"]].itertuples(index=False)
    ]


EDGES = {
    "an upgrade in mid-month is one expansion": (
        [row(start="2026-01-10", end="2026-02-15", mrr=29.99), row(start="2026-02-15", mrr=79.49)],
        [("2026-01-10", "new", 2999), ("2026-02-15", "expansion", 4950)],
    ),
    "a downgrade is a contraction": (
        [row(start="2026-01-10", end="2026-02-15", mrr=79.49), row(start="2026-02-15", mrr=29.99)],
        [("2026-01-10", "new", 7949), ("2026-02-15", "contraction", 4950)],
    ),
    "another plan at the same price is no movement": (
        [row(start="2026-01-10", end="2026-02-15", mrr=10), row(start="2026-02-15", mrr=10)],
        [("2026-01-10", "new", 1000)],
    ),
    "ending one of two is a contraction, ending both is churn": (
        [row(start="2026-01-01", end="2026-03-01", mrr=10), row(start="2026-02-01", end="2026-04-01", mrr=5)],
        [
            ("2026-01-01", "new", 1000), ("2026-02-01", "expansion", 500), ("2026-03-01", "contraction", 1000),
            ("2026-04-01", "churn", 500),
        ],
    ),
    "two on one day are one movement": (
        [row(start="2026-01-01", mrr=10), row(start="2026-01-01", mrr=5)],
        [("2026-01-01", "new", 1500)],
    ),
    "who returns is reactivated, never new": (
        [row(start="2026-01-01", end="2026-02-01", mrr=10), row(start="2026-04-01", mrr=12)],
        [("2026-01-01", "new", 1000), ("2026-02-01", "churn", 1000), ("2026-04-01", "reactivation", 1200)],
    ),
    "a trial pays nothing until it ends": (
        [row(start="2026-01-01", trial_end="2026-01-15", mrr=10)],
        [("2026-01-15", "new", 1000)],
    ),
    "a trial that was left is nothing": (
        [row(start="2026-01-01", end="2026-01-10", trial_end="2026-01-15", mrr=9)],
        [],
    ),
    "a row that is all trial is nothing": ([row(start="2026-01-01", is_trial=True, mrr=9)], []),
    "a free plan is nothing, from free to paid is new": (
        [row(start="2026-01-01", end="2026-03-01", mrr=0), row(start="2026-03-01", mrr=10)],
        [("2026-03-01", "new", 1000)],
    ),
    "down to free is churn": (
        [row(start="2026-01-01", end="2026-03-01", mrr=10), row(start="2026-03-01", mrr=0)],
        [("2026-01-01", "new", 1000), ("2026-03-01", "churn", 1000)],
    ),
    "cancelled at the end of the period, not over yet: still paid": (
        [row(start="2026-01-01", cancelled="2026-06-20", end="2026-07-20", mrr=10, status="active")],
        [("2026-01-01", "new", 1000)],
    ),
    "what starts later is not known yet": ([row(start="2026-07-01", mrr=10)], []),
    "never begun, its first bill unpaid": ([row(start="2026-01-01", mrr=10, status="incomplete_expired")], []),
    "nobody pays the bill any more": (
        [row(start="2026-01-01", period_start="2026-03-01", mrr=10, status="unpaid")],
        [("2026-01-01", "new", 1000), ("2026-03-01", "churn", 1000)],
    ),
    "started and ended on one day": ([row(start="2026-01-01", end="2026-01-01", mrr=10)], []),
}  # fmt: skip


@pytest.mark.parametrize("name", EDGES)
def test_every_edge_of_the_ledger_to_the_cent(subscriptions_of, name):
    rows, expected = EDGES[name]
    table = subscriptions_of(*({"payer": "a", **row} for row in rows))
    assert moves(table) == [("a", *move) for move in expected]


def test_when_churn_counts(subscriptions_of):
    """Asked on the 5th, ended by the billing system on the 10th, paid to the end of the month."""
    table = subscriptions_of(
        row(payer="a", start="2026-01-01", cancelled="2026-02-05", end="2026-02-10", period_end="2026-03-01", mrr=10)
    )
    ends = {each: moves(table, churn_counts=each)[-1][1] for each in ("period_end", "cancelled", "scheduled")}
    assert ends == {"period_end": "2026-03-01", "cancelled": "2026-02-10", "scheduled": "2026-02-05"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([row(reason="payment_failed")], [("2026-02-10", "churn", 1000)]),
        ([row(reason="Card declined")], [("2026-02-10", "churn", 1000)]),
        (
            [{}, row(start="2026-02-10", mrr=15, end=None, period_end=None)],
            [("2026-02-10", "expansion", 500)],
        ),
        ([row(period_end="2026-09-01")], []),
    ],
    ids=[
        "a period never paid does not count",
        "however it was put",
        "another took over that day",
        "a year paid in advance runs on",
    ],
)
def test_the_paid_period_counts_only_where_it_was_paid(subscriptions_of, more, expected):
    base = row(payer="a", start="2026-01-01", end="2026-02-10", period_end="2026-03-01", mrr=10)
    assert moves(subscriptions_of(*({**base, **each} for each in more)))[1:] == [("a", *each) for each in expected]


def test_past_due_counts_until_it_is_taken_out(subscriptions_of):
    table = subscriptions_of(
        row(payer="a", start="2026-01-01", period_start="2026-05-01", mrr=10, status="past_due"),
        row(payer="b", start="2026-01-01", mrr=10, status="past_due"),
    )
    assert [each[2] for each in moves(table)] == ["new", "new"]
    out = moves(table, settings=Money(past_due_counts=0))
    assert [each for each in out if each[2] == "churn"] == [
        ("a", "2026-05-01", "churn", 1000), ("b", NOW, "churn", 1000),
    ]  # fmt: skip


@pytest.mark.parametrize(("gap_days", "kinds"), [(8, ["new", "churn", "reactivation"]), (9, ["new", "expansion"])])
def test_a_short_pause_is_no_leaving(subscriptions_of, gap_days, kinds):
    table = subscriptions_of(
        row(payer="a", start="2026-01-01", end="2026-02-01", mrr=10),
        row(payer="a", start="2026-02-10", mrr=12),
    )
    found = moves(table, settings=Money(gap_days=gap_days))
    assert [each[2] for each in found] == kinds
    assert found[-1][1] == "2026-02-10"
    assert found[-1][3] == (1200 if gap_days == 8 else 200)


def test_a_movement_names_what_caused_it(subscriptions_of):
    table = subscriptions_of(
        row(payer="b", start="2026-01-01", end="2026-03-01", mrr=10, plan="Small"),
        row(payer="a", start="2026-01-01", end="2026-03-01", mrr=30, plan="Big"),
        row(payer="a", start="2026-02-01", end="2026-04-01", mrr=5, plan="Extra"),
        row(payer="b", start="2026-03-01", mrr=20, plan="Big"),
    )
    found = ledger(table, as_of_day=day(NOW)).movements
    assert found[["payer", "kind", "row"]].to_records(index=False).tolist() == [
        ("a", "new", 1), ("a", "expansion", 2), ("a", "contraction", 1), ("a", "churn", 2),
        ("b", "new", 0), ("b", "expansion", 3),
    ]  # fmt: skip
    plans = found[["plan_before", "plan_after"]].fillna("").to_records(index=False).tolist()
    assert plans == [("", "Big"), ("", "Extra"), ("Big", ""), ("Extra", ""), ("", "Small"), ("Small", "Big")]
    assert (found["after_cents"] - found["before_cents"]).abs().equals(found["cents"])


# Of each subscription: payer, first day, length in days, cents. Days are few, so that they meet.
SPANS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 80), st.none() | st.integers(0, 40), st.integers(0, 999)),
    max_size=12,
)
FIRST = day("2025-11-20")
LAST = 130


def table_of(spans):
    return pd.DataFrame({
        "user_id": pd.array([each[0] for each in spans], "str"),
        "start_day": np.array([FIRST + each[1] for each in spans], np.int32),
        "end_day": pd.array([None if each[2] is None else FIRST + each[1] + each[2] for each in spans], "Int32"),
        "mrr_cents": np.array([each[3] for each in spans], np.int64),
    })  # fmt: skip


def paid_on(spans, at, payer=None):
    """What a payer (or everybody) pays on a day, counted plainly."""
    return sum(
        cents
        for who, begin, length, cents in spans
        if (payer is None or who == payer) and begin <= at and (length is None or at < begin + length)
    )


@settings(max_examples=40)
@given(SPANS, st.integers(0, LAST), st.integers(0, 30))
def test_months_reconcile_for_any_table(spans, until, gap_days):
    """Start + new + expansion + reactivation - contraction - churn = end, and a plain count of who pays agrees."""
    found = ledger(table_of(spans), as_of_day=FIRST + until, settings=Money(gap_days=gap_days))
    by_month = months(found)
    won = by_month["new"] + by_month["expansion"] + by_month["reactivation"]
    assert (by_month["mrr_start"] + won - by_month["contraction"] - by_month["churn"] == by_month["mrr_end"]).all()
    assert by_month["mrr_start"].tolist()[1:] == by_month["mrr_end"].tolist()[:-1]
    assert (by_month["mrr_end"].iloc[-1] if len(by_month) else 0) == paid_on(spans, until)
    new = found.movements[found.movements["kind"] == "new"]
    assert new["payer"].tolist() == sorted(
        {who for who, begin, length, cents in spans if begin <= until and cents and length != 0}
    )
    assert (
        by_month["customers_start"].tolist()
        == [
            sum(paid_on(spans, day(f"{month}-01") - FIRST - 1, who) > 0 for who in "abc") for month in by_month["month"]
        ]
        or gap_days > 0
    )


@settings(max_examples=40)
@given(SPANS)
def test_every_movement_is_what_a_plain_walk_over_days_finds(spans):
    expected = []
    for payer in "abc":
        before, ever = 0, False
        for at in range(LAST + 1):
            after = paid_on(spans, at, payer)
            more = "expansion" if before else "reactivation" if ever else "new"
            if after != before:
                kind = more if after > before else "contraction" if after else "churn"
                expected.append((payer, FIRST + at, kind, abs(after - before)))
            before, ever = after, ever or after > 0
    found = ledger(table_of(spans), as_of_day=FIRST + LAST).movements
    assert [tuple(each) for each in found[["payer", "day", "kind", "cents"]].itertuples(index=False)] == expected
