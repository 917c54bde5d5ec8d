"""Kinds of leaving: each rule on a hand-made customer, the order of the rules, sums that equal the ledger's churn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.money.kind_words import EFFORTS, HOW, KIND_OF, KIND_TITLES, KINDS, WAY_TITLES, WAYS, why_title
from analysis.money.kinds import lost_of
from analysis.money.of_study import ledger_of
from analysis.money.reason_words import read_reasons, what_it_says
from analysis.money.reasons import reasons, said
from tests.analysis.money.studied import studied
from tests.analysis.money.written import ENDED_FREE, day, row

START, END, UNTIL = "2025-01-01", "2025-09-01", "2026-06-30"
WEEKLY = list(range(day(START), day(END), 7))


def paying(payer="a", **more):
    return row(payer=payer, start=START, end=END, mrr=10, **more)


@pytest.fixture
def decided(subscriptions_of):
    """Return a function: subscriptions and what else is known, to (kind, how, way) of the first row lost."""

    def decide(*rows, **known):
        lost = lost_of(studied(subscriptions_of(*rows), until=UNTIL, **known)).rows
        return tuple(str(lost[name].iloc[0]) for name in ("kind", "how", "way"))

    return decide


def payments(status, when="2025-08-20"):
    return pd.DataFrame({
        "payer": ["a"], "day": np.array([day(when)], np.int32), "amount_cents": [1000], "refunded_cents": [0],
        "status": [status], "decline_reason": ["insufficient_funds"],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"reason": "payment_failed"}, ("involuntary", "payment_reason", "not_paid")),
        ({"reason": "payment_disputed"}, ("involuntary", "payment_reason", "not_paid")),
        ({"reason": "Project is finished, thanks"}, ("satisfied", "finished_reason", "cancelled")),
        ({"reason": "Never used it"}, ("never_started", "never_reason", "cancelled")),
        ({"reason": "too_expensive"}, ("voluntary", "stated_reason", "cancelled")),
        ({"reason": "your support was slow"}, ("voluntary", "stated_reason", "cancelled")),
        ({"reason": "unused"}, ("voluntary", "unused_reason", "cancelled")),
        ({"reason": "cancellation_requested"}, ("voluntary", "asked", "cancelled")),
        ({"cancelled": "2025-08-10"}, ("voluntary", "asked", "cancelled")),
        ({"status": "expired"}, ("unknown", "nothing", "not_renewed")),
        ({}, ("unknown", "nothing", "unknown")),
        ({"status": "unpaid", "period_start": "2025-08-01"}, ("involuntary", "bill_unpaid", "not_paid")),
    ],
)
def test_subscriptions_alone(decided, fields, expected):
    assert decided(paying(**fields), ENDED_FREE) == expected


def test_a_bill_past_due_is_lost_only_after_the_limit(decided):
    running = row(payer="a", start=START, mrr=10, status="past_due", period_start="2026-06-10")
    off = ("money.past_due_counts=0",)
    assert decided(running, ENDED_FREE, settings=off)[:2] == ("unknown", "dunning")
    assert decided(running, ENDED_FREE, settings=(*off, "money.dunning_days=14"))[:2] == ("involuntary", "bill_unpaid")


@pytest.mark.parametrize("status", ["failed", "uncollectible", "open"])
def test_a_failed_last_payment_is_involuntary(decided, status):
    assert decided(paying(), payments=payments(status)) == ("involuntary", "last_payment", "not_paid")
    assert decided(paying(), payments=payments("paid"))[0] == "unknown"


def test_who_asked_to_cancel_or_said_why_is_not_called_involuntary(decided):
    failed = payments("failed")
    assert decided(paying(cancelled="2025-08-10"), payments=failed)[:2] == ("voluntary", "asked")
    assert decided(paying(reason="missing_features"), payments=failed)[:2] == ("voluntary", "stated_reason")


def test_a_payment_after_the_end_says_nothing_about_it(decided):
    assert decided(paying(), payments=payments("failed", when="2025-10-01"))[0] == "unknown"


def test_who_pays_again_soon_was_satisfied_and_one_who_gave_a_reason_is_not(decided):
    again = row(payer="a", start="2025-10-20", mrr=10)
    assert decided(paying(), again)[:2] == ("satisfied", "came_back")
    assert decided(paying(), again, settings=("money.came_back_days=48",))[0] == "unknown"
    assert decided(paying(), again, settings=("money.came_back_days=49",))[0] == "satisfied"
    assert decided(paying(reason="too complex"), again)[1] == "stated_reason"


@pytest.mark.parametrize(
    ("days", "fields", "expected"),
    [
        (WEEKLY[:2], {}, ("never_started", "few_days", "unknown")),
        (WEEKLY[:2], {"reason": "unused"}, ("never_started", "few_days", "cancelled")),
        (WEEKLY[:2], {"reason": "too_expensive"}, ("voluntary", "stated_reason", "cancelled")),
        (WEEKLY, {}, ("satisfied", "active_to_end", "unknown")),
        (WEEKLY, {"reason": "unused"}, ("voluntary", "unused_reason", "cancelled")),
        (WEEKLY[:20], {}, ("unknown", "nothing", "silent")),
        (WEEKLY[:20], {"cancelled": "2025-08-10"}, ("voluntary", "asked", "silent")),
    ],
)
def test_activity_decides_where_nobody_said_why(decided, days, fields, expected):
    assert decided(paying(**fields), active={"a": days, "b": WEEKLY}) == expected


def test_silence_is_judged_on_the_day_they_asked_to_leave(decided):
    until_asked = [each for each in WEEKLY if each <= day("2025-06-01")]
    found = decided(paying(cancelled="2025-06-01"), active={"a": until_asked, "b": WEEKLY})
    assert found == ("satisfied", "active_to_end", "cancelled")


def test_active_to_the_end_can_be_switched_off(decided):
    off = ("money.active_to_end_counts=0",)
    assert decided(paying(), active={"a": WEEKLY}, settings=off)[:2] == ("unknown", "nothing")


def test_a_short_project_was_active_in_each_third(decided):
    short = row(payer="a", start=START, end="2025-01-31", mrr=10)
    off = ("money.active_to_end_counts=0",)
    spread, early = [day(START) + at for at in (1, 12, 25)], [day(START) + at for at in (1, 2, 3)]
    assert decided(short, active={"a": spread}, settings=off)[:2] == ("satisfied", "short_project")
    assert decided(short, active={"a": early}, settings=off)[:2] == ("unknown", "nothing")
    assert decided(short, active={"a": spread}, settings=(*off, "money.project_days=30"))[1] == "nothing"


def test_nothing_is_guessed_of_payers_without_known_activity(decided):
    # "z" pays and is nobody in the events; "a" began before the events do.
    assert decided(paying("z"), active={"b": WEEKLY})[1] == "nothing"
    assert decided(paying(), active={"a": WEEKLY[-1:], "b": WEEKLY}, since="2025-08-01")[1] == "nothing"
    # Known from the users table and never seen: that is known.
    assert decided(paying("z"), active={"b": WEEKLY}, users={"user_id": ["b", "z"]})[1] == "few_days"


def test_an_account_is_active_when_a_member_is(decided):
    users = {"user_id": ["u1", "u2"], "account_id": ["a", "a"]}
    half = {"u1": WEEKLY[::2], "u2": WEEKLY[1::2]}
    for unit in ("people", "accounts"):
        assert decided(paying(), active=half, users=users, unit=unit)[1] == "active_to_end"


def test_days_before_an_earlier_end_do_not_count_again(subscriptions_of):
    again = row(payer="a", start="2026-01-01", end="2026-03-01", mrr=10)
    asked = studied(subscriptions_of(paying(), again), until=UNTIL, active={"a": WEEKLY})
    rows = lost_of(asked).rows
    assert rows["active_days"].tolist() == [len(WEEKLY), 0]
    assert rows["how"].tolist() == ["active_to_end", "few_days"]
    assert rows["life_days"].tolist() == [243, 59]
    assert rows["came_back_days"].iloc[0] == 122
    assert np.isnan(rows["came_back_days"].iloc[1])


def test_a_free_plan_on_the_day_of_the_end_is_the_way_out(decided):
    free = row(payer="a", start=END, mrr=0, plan="Free")
    assert decided(paying(), free)[2] == "to_free"
    trial = row(payer="a", start=END, mrr=0, is_trial=True)
    assert decided(paying(), trial)[2] == "unknown"


@pytest.mark.parametrize("counts", ["period_end", "cancelled", "scheduled"])
def test_a_free_plan_is_the_way_out_whenever_a_cancellation_counts(decided, counts):
    left, free = paying(cancelled="2025-08-10"), row(payer="a", start=END, mrr=0, plan="Free")
    assert decided(left, free, churn_counts=counts)[2] == "to_free"
    assert decided(left, {**free, "end": "2025-08-20", "start": "2025-08-01"}, churn_counts=counts)[2] == "cancelled"


def test_who_turned_off_renewal_did_not_renew(subscriptions_of):
    table = subscriptions_of(paying()).assign(auto_renew=pd.array([False], "boolean"))
    assert lost_of(studied(table, until=UNTIL)).rows["way"].tolist() == ["not_renewed"]


@pytest.mark.parametrize("counts", ["period_end", "cancelled", "scheduled"])
def test_kinds_are_the_same_whenever_a_cancellation_counts(subscriptions_of, counts):
    table = subscriptions_of(paying(cancelled="2025-08-10"), paying("b", reason="payment_failed"))
    asked = studied(table, until=UNTIL, active={"a": WEEKLY, "b": WEEKLY}, churn_counts=counts)
    assert lost_of(asked).rows["kind"].tolist() == ["satisfied", "involuntary"]


@st.composite
def tables(draw):
    rows = draw(st.lists(st.tuples(
        st.integers(0, 5), st.integers(0, 900), st.integers(0, 500) | st.none(), st.integers(0, 10**6),
        st.sampled_from(["too dear", "payment_failed", "unused", None]), st.sampled_from(["Basic", "Pro", None]),
    ), min_size=1, max_size=12))  # fmt: skip
    payer, start, length, cents, reason, plan = zip(*rows, (9, 0, 1, 1, None, None), strict=True)  # one has ended
    begin = day("2022-01-01") + np.array(start)
    end = [None if each is None else int(at + each) for at, each in zip(begin, length, strict=True)]
    return pd.DataFrame({
        "user_id": [f"c{each}" for each in payer], "start_day": begin.astype(np.int32),
        "end_day": pd.array(end, "Int32"),
        "mrr_cents": np.array(cents, np.int64), "reason": pd.array(reason, "str"), "plan": pd.array(plan, "str"),
        "status": pd.array([""] * len(payer), "str"),
    })  # fmt: skip


@settings(max_examples=20)
@given(tables(), st.sampled_from([0, 200]))
def test_kinds_add_up_to_the_churn_of_the_ledger(table, period_days):
    asked = studied(table, until="2024-12-31", since="2022-01-01", period_days=period_days)
    moved = ledger_of(asked).movements
    if period_days:
        moved = moved[moved["day"] > day("2024-12-31") - period_days]
    lost = lost_of(asked)
    sums = moved.groupby("kind", observed=False)["cents"].sum()
    assert lost.rows["cents"].sum() == sums["churn"]
    assert lost.contraction_cents == sums["contraction"]
    assert lost.rows["kind"].notna().all()
    assert lost.rows["how"].map(dict(KIND_OF)).tolist() == lost.rows["kind"].astype(str).tolist()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Card declined", "payment"), ("past_due", "payment"), ("chargeback by the bank", "dispute"),
        ("We finished our project", "finished"), ("campaign over", "finished"), ("project over budget", "own"),
        ("our project is not done", "own"), ("never set up", "never"), ("Unused", "unused"), ("Other", "asked"),
        ("n/a", ""), ("Too expensive!", "own"),
    ],
)  # fmt: skip
def test_a_reason_is_read_by_plain_words(text, says):
    slugs, found = read_reasons(pd.Series([text], dtype="str"))
    assert found.tolist() == [says]
    assert slugs.isna().tolist() == [says == ""]
    assert what_it_says("") == ""


def test_reasons_are_counted_and_spellings_fall_together(subscriptions_of):
    said_so = ["Too expensive", "too expensive!", "too_expensive", "Export is slow", "the export was slow", None]
    table = subscriptions_of(*(paying(f"c{at}", reason=text) for at, text in enumerate(said_so)))
    lost = lost_of(studied(table, until=UNTIL))
    found = reasons(lost).set_index("title")[["customers", "cents"]]
    assert found.loc["Too expensive"].tolist() == [3, 3000]
    assert found.loc["No reason given"].tolist() == [1, 1000]
    assert found["cents"].sum() == 6000
    # "too expensive" is one of Stripe's; single words say no more than their pair where as many wrote them.
    assert said(lost)[["words", "customers", "cents"]].to_numpy().tolist() == [["export", 2, 2000], ["slow", 2, 2000]]


def test_words_within_a_pair_that_as_many_wrote_are_left_out(subscriptions_of):
    table = subscriptions_of(*(paying(f"c{at}", reason="api limits!") for at in range(2)))
    assert said(lost_of(studied(table, until=UNTIL)))["words"].tolist() == ["api limits"]


def test_every_kind_way_and_rule_has_words():
    assert set(KIND_TITLES) == set(EFFORTS) == set(KINDS) == set(KIND_OF.values())
    assert set(WAY_TITLES) == set(WAYS)
    assert tuple(HOW) == tuple(KIND_OF)
    assert all(text.endswith(".") for text in HOW.values())
    assert why_title("switched_service") == "Switched to another service"
    assert why_title("slow_export") == "Slow export"
