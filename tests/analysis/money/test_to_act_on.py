"""Lists to act on, by hand: cancelled and still paying, failing cards, renewals with silence; revenue at risk."""

import numpy as np
import pandas as pd
import pytest

from analysis.money.at_stake import AT_STAKE_PILES, at_stake
from analysis.money.of_study import ledger_of
from analysis.money.to_act_on import failing_cards, renewing, scheduled
from analysis.money.undated import left_out
from analysis.study import study
from analysis.views.money_act import NOT_KNOWN, act_of, list_of
from tests.analysis.money.studied import studied
from tests.analysis.money.written import ENDED_FREE, day, row

START, UNTIL = "2026-01-01", "2026-06-30"
WEEKLY = list(range(day(START), day(UNTIL) + 1, 7))


def told(payer="a", **more):
    return row(**{"payer": payer, "start": START, "mrr": 10, "plan": "Pro", **more})


def test_who_cancelled_and_still_pays(subscriptions_of):
    table = subscriptions_of(
        told("a", end="2026-07-10", cancelled="2026-06-20", reason="too_expensive", mrr=5),
        told("a", mrr=2),
        told("c", status="non_renewing"),
        told("d", end="2026-06-01", cancelled="2026-05-20"),
        told("e", end="2026-07-20"),
    )
    found = scheduled(studied(table, until=UNTIL, active={"a": WEEKLY[:-2]}))
    assert found["payer"].tolist() == ["c", "a"]
    first = found.set_index("payer").loc["a"]
    assert (first["ends_in_days"], first["why"], first["leaves"]) == (10, "too_expensive", False)
    assert first["last_seen_day"] == WEEKLY[-3]
    assert first["silence_days"] == day(UNTIL) - WEEKLY[-3]
    assert found["leaves"].tolist() == [True, False]
    assert found["ends_day"].isna().tolist() == [True, False]
    assert found["last_seen_day"].isna().tolist() == [True, False]


@pytest.mark.parametrize("counts", ["period_end", "cancelled", "scheduled"])
def test_the_list_is_the_same_whenever_a_cancellation_counts(subscriptions_of, counts):
    table = subscriptions_of(told(end="2026-07-10", cancelled="2026-06-20"))
    assert scheduled(studied(table, until=UNTIL, churn_counts=counts))["payer"].tolist() == ["a"]


def test_who_was_ended_early_and_has_paid_on_is_told_to_that_day(subscriptions_of):
    table = subscriptions_of(told(end="2026-06-20", cancelled="2026-06-20", period_end="2026-07-15", status="canceled"))
    found = scheduled(studied(table, until=UNTIL))
    assert found["ends_in_days"].tolist() == [15]
    assert scheduled(studied(table, until=UNTIL, churn_counts="cancelled")).empty


def bills(*rows):
    payer, when, status = zip(*rows, strict=True)
    return pd.DataFrame({
        "payer": pd.array(payer, "str"), "day": np.array([day(each) for each in when], np.int32),
        "amount_cents": 1000, "refunded_cents": 0, "status": pd.array(status, "str"),
        "decline_reason": pd.array(["expired_card"] * len(rows), "str"),
    })  # fmt: skip


def test_cards_that_fail(subscriptions_of):
    payers = "abcdefg"
    table = subscriptions_of(
        *(told(each, mrr=20 - at) for at, each in enumerate(payers[:5])),
        told("f", mrr=3, status="past_due", period_start="2026-06-05"),
        told("f", mrr=4),
        told("g", mrr=1, end="2026-06-01"),
    )
    paid = bills(
        ("a", "2026-05-01", "failed"), ("a", "2026-06-01", "paid"), ("b", "2026-06-01", "failed"),
        ("c", "2026-06-20", "open"), ("d", "2026-05-01", "open"), ("e", "2026-06-01", "uncollectible"),
        ("e", "2026-06-02", "void"), ("g", "2026-05-15", "failed"),
    )  # fmt: skip
    found = failing_cards(studied(table, until=UNTIL, payments=paid)).set_index("payer")
    assert found["why"].to_dict() == {
        "b": "payment_failed", "d": "open_bill", "e": "uncollectible", "f": "past_due",
    }  # fmt: skip
    assert found["mrr"].tolist() == [1900, 1700, 1600, 700]
    assert found.loc["b", ["since_day", "due_cents", "decline_reason"]].tolist() == [
        day("2026-06-01"),
        1000,
        "expired_card",
    ]
    assert found.loc["f", "since_day"] == day("2026-06-05")
    assert pd.isna(found.loc["f", "due_cents"])
    sooner = studied(table, until=UNTIL, payments=paid, settings=("money.dunning_days=7",))
    assert "c" in failing_cards(sooner)["payer"].tolist()


def test_without_payments_the_status_and_the_reason_tell(subscriptions_of):
    table = subscriptions_of(
        told("a"),
        told("b", status="past_due"),
        told("c", end="2026-07-05", cancelled="2026-06-20", reason="card declined"),
    )
    found = failing_cards(studied(table, until=UNTIL, settings=("money.past_due_counts=0",)))
    assert dict(zip(found["payer"], found["why"], strict=True)) == {"b": "past_due", "c": "payment_failed"}


def test_renewals_put_late_people_first(subscriptions_of):
    table = subscriptions_of(
        told("a", period_end="2026-07-10", mrr=1),
        told("b", period_end="2026-07-10", mrr=50),
        told("c", period_end="2026-09-10"),
        told("d", period_end="2026-07-12", cancelled="2026-06-01", end="2026-07-12"),
        told("e", period_end="2026-07-10", mrr=9),
    )
    asked = studied(table, until=UNTIL, active={"a": WEEKLY[:15], "b": WEEKLY, "c": WEEKLY})
    found = renewing(asked)
    assert found["payer"].tolist() == ["a", "b", "e"]
    assert found["is_late"].tolist() == [True, False, pd.NA]
    assert found["renews_in_days"].tolist() == [10, 10, 10]
    assert found["own_tail"].iloc[0] < 0.1 < found["own_tail"].iloc[1]
    longer = studied(table, until=UNTIL, settings=("money.renewal_days=90",))
    assert set(renewing(longer)["payer"]) == {"a", "b", "c", "e"}


@pytest.mark.parametrize(
    ("start", "months", "renews"),
    [
        ("2025-07-15", 12, "2026-07-15"), ("2023-07-01", 12, "2026-07-01"), ("2025-06-30", 12, None),
        ("2026-01-31", 3, "2026-07-31"), ("2025-12-31", 7, "2026-07-31"), ("2026-04-30", 3, "2026-07-30"),
        ("2026-01-10", 1, None), ("2026-05-02", 2, "2026-07-02"),
    ],
)  # fmt: skip
def test_renewals_are_counted_on_from_the_start(subscriptions_of, start, months, renews):
    table = subscriptions_of(told(start=start)).assign(interval_months=float(months))
    found = renewing(studied(table, until=UNTIL, settings=("money.renewal_days=31",)))
    assert found["renews_day"].tolist() == ([] if renews is None else [day(renews)])


def test_the_email_is_the_subscriptions_else_the_users(subscriptions_of):
    table = subscriptions_of(told("a", status="past_due"), told("b", status="past_due"))
    table = table.assign(email=pd.array(["bill@a.example", None], "str"))
    users = {"user_id": ["a", "b"], "email": ["a@a.example", "b@b.example"]}
    found = failing_cards(studied(table, until=UNTIL, users=users))
    assert found["email"].tolist() == ["bill@a.example", "b@b.example"]


def test_revenue_at_risk_adds_up_to_what_is_paid(saas):
    asked = study(saas)
    found = at_stake(asked)
    running = ledger_of(asked).spans
    assert found.piles["pile"].tolist() == list(AT_STAKE_PILES)
    assert found.piles["mrr"].sum() == running["cents"][running["end_day"].isna()].sum()
    assert found.piles["customers"].sum() == running["payer"][running["end_day"].isna()].nunique()
    assert found.lost_months == ("2026-04", "2026-05", "2026-06")
    assert found.why_no_piles == ""


def test_without_events_all_revenue_is_apart(subscriptions_of):
    found = at_stake(studied(subscriptions_of(told("a"), told("b"), ENDED_FREE), until=UNTIL))
    assert found.piles.set_index("pile")["mrr"].to_dict() == {**dict.fromkeys(AT_STAKE_PILES, 0), "no_events": 2000}
    assert "events" in found.why_no_piles
    assert (found.lost_cents, found.lost_customers) == (0, 0)


def test_of_an_earlier_day_nothing_is_known_of_what_failed_later(subscriptions_of):
    table = subscriptions_of(
        told("a", end="2026-08-01", cancelled="2026-08-01", reason="payment_failed", status="canceled"),
        told("b", status="past_due", period_start="2026-07-10"),
        told("c", status="past_due", period_start="2026-06-10"),
        told("d", end="2026-06-25", cancelled="2026-07-02", period_end="2026-07-10"),
    )
    asked = studied(table, until=UNTIL)
    assert failing_cards(asked)["payer"].tolist() == ["c"]
    assert scheduled(asked)["cancelled_day"].isna().tolist() == [True]


def test_who_paid_on_past_an_early_end_is_listed_whether_or_not_bills_past_due_count(subscriptions_of):
    table = subscriptions_of(told(end="2026-06-20", cancelled="2026-06-20", period_end="2026-07-15", status="canceled"))
    asked = studied(table, until=UNTIL, settings=("money.past_due_counts=0",))
    assert scheduled(asked)["ends_in_days"].tolist() == [15]


def test_a_cancellation_asked_for_later_is_not_known_yet(subscriptions_of):
    assert scheduled(studied(subscriptions_of(told(end="2026-07-10", cancelled="2026-07-05")), until=UNTIL)).empty


def test_who_is_set_not_to_renew_leaves_at_the_end_of_the_period_where_that_is_known(subscriptions_of):
    table = subscriptions_of(
        told("a", period_end="2026-07-10", mrr=3), told("b", mrr=2), told("c", period_end="2026-06-10", mrr=1),
        told("d", period_end="2026-07-10"),
    ).assign(auto_renew=pd.array([False, False, False, None], "boolean"))  # fmt: skip
    asked = studied(table, until=UNTIL)
    assert scheduled(asked)["payer"].tolist() == ["a", "b", "c"]
    assert scheduled(asked)["ends_in_days"].tolist() == [10, pd.NA, pd.NA]
    assert renewing(asked)["payer"].tolist() == ["d"]
    assert NOT_KNOWN in list_of(asked, "scheduled").table["Ends"].tolist()


def test_what_has_no_date_is_not_known_of_an_earlier_day(subscriptions_of):
    rows = (
        told("a", status="non_renewing", period_end="2026-07-10"), told("b", status="unpaid"),
        told("c", status="past_due"), told("d", reason="card declined"),
    )  # fmt: skip
    last, earlier = (
        studied(subscriptions_of(*rows, ENDED_FREE, told("e", start=start)), until=UNTIL)
        for start in ("2026-06-30", "2026-07-01")
    )
    assert (scheduled(last)["payer"].tolist(), scheduled(earlier)["payer"].tolist()) == (["a"], [])
    assert renewing(earlier).empty
    assert (failing_cards(last)["payer"].tolist(), failing_cards(earlier)["payer"].tolist()) == (["c", "d"], [])
    churned = [ledger_of(each).movements.query("kind == 'churn'")["payer"].tolist() for each in (last, earlier)]
    assert churned == [["b"], []]
    assert left_out(last.dataset.subscriptions, day(UNTIL)) == ()
    ending, unpaid = left_out(earlier.dataset.subscriptions, day(UNTIL))
    assert ending.startswith("1 subscription is set to end, and no date says since when")
    assert unpaid.startswith("2 subscriptions are unpaid, paused or past due")
    assert ending in act_of(earlier).sentence


def test_money_in_two_lists_is_counted_once_in_the_headline(subscriptions_of):
    table = subscriptions_of(
        told("a", status="past_due", cancelled="2026-06-20", end="2026-07-10", mrr=10),
        told("b", cancelled="2026-06-20", end="2026-07-10", mrr=5), told("b", status="past_due", mrr=2), ENDED_FREE,
    )  # fmt: skip
    asked = studied(table, until=UNTIL)
    assert failing_cards(asked)[["payer", "mrr", "will_end"]].to_numpy().tolist() == [
        ["a", 1000, True],
        ["b", 700, True],
    ]
    assert act_of(asked).sentence == (
        "1 customer (10 a month) asked to cancel and is not gone yet; 1 customer (5 a month) asked to end part of what "
        "they pay; 1 customer (2 a month) may be lost to a failed payment. 2 customers stand in two of "
        "the lists and are counted once here."
    )
