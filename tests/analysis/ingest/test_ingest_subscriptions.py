"""Subscriptions of billing systems: mapped from their headers, monthly revenue in whole cents, every row counted."""

import json
from fractions import Fraction

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.activity import to_date
from analysis.errors import OffbeatError
from analysis.ingest import guess_columns, open_saved, read, save
from analysis.ingest.cents import monthly_cents_sql
from analysis.ingest.intervals import read_interval
from analysis.ingest.report import ReadReport

STRIPE = (
    "id,Customer ID,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,Cancellation Reason,Created (UTC),"
    "Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),"
    "Canceled At (UTC),Ended At (UTC)\n"
)
STRIPE_ROWS = (
    "sub_1,cus_a,A@x.example,Pro,2,usd,month,10.50,active,,2026-01-05 10:00,2026-01-05 10:00,2026-05-05 10:00,"
    "2026-06-05 10:00,,,,\n"
    "sub_2,cus_b,b@x.example,Pro,1,usd,year,100.00,canceled,payment_failed,2026-01-06 10:00,2026-01-06 10:00,"
    "2026-01-06 10:00,2027-01-06 10:00,,,2026-03-01 09:00,2026-03-02 09:00\n"
    "sub_3,cus_c,c@x.example,Free,1,usd,month,0.00,active,,2026-01-07 10:00,2026-01-07 10:00,2026-05-07 10:00,"
    "2026-06-07 10:00,,,,\n"
    "sub_4,cus_d,d@x.example,Pro,1,usd,3 months,31.00,trialing,,2026-05-20 10:00,2026-05-20 10:00,2026-05-20 10:00,"
    "2026-06-20 10:00,2026-05-20 10:00,2026-06-20 10:00,,\n"
    "sub_5,cus_e,e@x.example,Pro,1,usd,month,20.00,active,cancellation_requested,2026-02-01 10:00,2026-02-01 10:00,"
    "2026-05-01 10:00,2026-06-01 10:00,,,2026-05-11 10:00,\n"
    "sub_6,cus_f,f@x.example,Pro,1,usd,week,10.00,past_due,,2026-02-01 10:00,2026-02-01 10:00,2026-05-01 10:00,"
    "2026-05-08 10:00,2026-02-01 10:00,2026-02-15 10:00,,\n"
)


@pytest.fixture
def put(tmp_path):
    def write(text, name="subs.csv"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def iso(days):
    return [
        None if each is None else to_date(each).isoformat() for each in days.astype(object).where(days.notna(), None)
    ]


def by_id(dataset):
    return dataset.subscriptions.set_index("subscription_id").sort_index()


def test_a_stripe_export_maps_without_a_question(put):
    dataset, report = read([], subscriptions=put(STRIPE + STRIPE_ROWS))
    table = by_id(dataset)
    # 2 x 10.50; 100 / 12 = 8.333; free; a trial; 20; 10 a week x 52 / 12 = 43.333
    assert table["mrr_cents"].tolist() == [2100, 833, 0, 0, 2000, 4333]
    assert table["is_trial"].tolist() == [False, False, False, True, False, False]
    assert iso(table["end_day"]) == [None, "2026-03-02", None, None, "2026-06-01", None]
    assert iso(table["cancelled_day"]) == [None, "2026-03-01", None, None, "2026-05-11", None]
    assert iso(table["trial_end_day"])[3:] == ["2026-06-20", None, "2026-02-15"]
    assert iso(table["period_end_day"])[:2] == ["2026-06-05", "2027-01-06"]
    assert table["interval_months"].tolist()[:4] == [1, 12, 1, 3]
    assert set(table["currency"]) == {"USD"}
    assert report.matches[0].rejected == 0


@pytest.mark.parametrize("name", ["stripe_subscriptions", "baremetrics_template"])
def test_every_header_set_of_subscriptions_maps_as_its_truth_says(real_data, name):
    truth = json.loads((real_data / "export_headers.json").read_text())[name]
    guessed = guess_columns(truth["columns"], table="subscriptions")
    found = {ours: guessed.column(ours) for ours in ("user_id", "start", "amount", "plan", "interval", "quantity")}
    assert (found["user_id"], found["start"], found["amount"]) == (truth["user"], truth["time"], truth["revenue"])
    assert None not in found.values()


@pytest.mark.parametrize("name", ["stripe_payments", "stripe_invoices"])
def test_every_header_set_of_payments_maps_as_its_truth_says(real_data, name):
    truth = json.loads((real_data / "export_headers.json").read_text())[name]
    guessed = guess_columns(truth["columns"], table="payments")
    found = (guessed.column("user_id"), guessed.column("day"), guessed.column("amount"), guessed.column("status"))
    assert found == (truth["user"], truth["time"], truth["revenue"], "Status")


def test_baremetrics_prices_are_cents_and_its_cancellation_is_the_end(put):
    header = (
        "plan_oid,plan_name,plan_currency,plan_amount,plan_interval,plan_interval_count,customer_oid,customer_name,"
        "customer_email,subscription_oid,subscription_started_at,subscription_canceled_at,subscription_quantity\n"
    )
    rows = (
        "p,Pro,USD,3000,month,3,c1,N,n@x.example,s1,2026-01-01,2026-03-01,2\n"
        "p,Pro,USD,999,year,1,c2,N,,s2,2026-01-01,,\n"
    )
    table = by_id(read([], subscriptions=put(header + rows))[0])
    assert table["mrr_cents"].tolist() == [2000, 83]
    assert iso(table["end_day"]) == ["2026-03-01", None]
    assert table["quantity"].fillna(1).tolist() == [2, 1]


def test_ravenstack_keeps_trials_apart_and_every_row(real_data):
    dataset, report = read([], subscriptions=real_data / "ravenstack_subscriptions.csv")
    table = dataset.subscriptions
    assert (len(table), int(table["is_trial"].sum())) == (5000, 778)
    assert table.loc[table["is_trial"], "mrr_cents"].sum() == 0
    assert set(table["interval_months"]) == {1.0, 12.0}
    assert table["auto_renew"].sum() == 4005
    assert (report.matches[0].loaded, report.last_day) == (5000, "2024-12-31")


BAD = {
    "c1,s1,2026-02-01,2026-01-01,10,month,1": "it ends before it starts",
    "c1,s1,2026-01-01,,-10,month,1": "a negative amount",
    "c1,s1,2026-01-01,,10,bimonthly,1": "an unknown interval",
    "c1,s1,2026-01-01,,10,,1": "an unknown interval",
    "c1,s1,2026-01-01,,ten,month,1": "no readable MRR",
    "c1,s1,2026-01-01,,10,month,-1": "an unreadable quantity",
    "c1,s1,2026-01-01,soon,10,month,1": "an unreadable end",
    "c1,good,2026-01-01,,10,month,1": "its id came before",
    ",s1,2026-01-01,,10,month,1": "no id",
}


def test_bad_rows_are_counted_named_and_rows_add_up(put):
    good = "c0,good,2026-01-01,2026-02-01,10,month,1\n"
    text = "customer,id,start,ended_at,amount,interval,quantity\n" + good + "\n".join(BAD) + "\n,,,,,,\n\n"
    dataset, report = read([], subscriptions=put(text))
    match = report.matches[0]
    reasons = list(BAD.values())
    assert set(match.notes) == {
        f"{reasons.count(each)} row{'s' * (reasons.count(each) > 1)} left out: {each}." for each in reasons
    }
    assert (len(dataset.subscriptions), match.loaded, match.rejected, match.blank) == (1, 1, len(BAD), 2)


def test_a_status_without_a_day_is_no_guess(put):
    text = "customer,start,end,mrr,status\nc1,2026-01-01,,10,canceled\nc2,2026-01-01,,10,active\n"
    match = read([], subscriptions=put(text))[1].matches[0]
    assert match.notes == ("1 row left out: its status says it ended, and no date says when.",)


def test_two_currencies_are_refused_by_name(put):
    text = "customer,start,mrr,currency\nc1,2026-01-01,10,usd\nc2,2026-01-01,10,EUR\nc3,2026-01-01,10,USD\n"
    with pytest.raises(OffbeatError, match=r"one currency in the subscriptions table, found EUR and USD.*Hint: filter"):
        read([], subscriptions=put(text))


def test_a_price_without_its_interval_is_refused(put):
    with pytest.raises(
        OffbeatError, match=r"an amount with the interval at which it is paid.*--map subscriptions\.mrr"
    ):
        read([], subscriptions=put("customer,start,amount\nc1,2026-01-01,10\n"))


def test_payers_are_found_by_e_mail_where_ids_are_the_billing_system_s(put):
    events = put("user_id,timestamp\nu1,2026-01-01\nu2,2026-01-02\n", "events.csv")
    users = put("user_id,email\nu1,a@X.example\nu2,B@x.example\n", "users.csv")
    dataset, report = read(events, users=users, subscriptions=put(STRIPE + STRIPE_ROWS))
    assert by_id(dataset)["user_id"].tolist() == ["u1", "u2", "cus_c", "cus_d", "cus_e", "cus_f"]
    match = report.matches[1]
    assert (match.by, match.matched, match.only_in_table) == ("email", 2, 4)


def test_a_list_of_other_people_is_loaded_and_said(put):
    events = put("user_id,timestamp\nu1,2026-01-01\n", "events.csv")
    dataset, report = read(events, subscriptions=put("customer,start,mrr\nc1,2026-01-01,10\n"))
    assert (report.matches[0].matched, report.matches[0].only_in_table) == (0, 1)
    assert dataset.subscriptions["user_id"].tolist() == ["c1"]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("month", 1), ("Monthly", 1), ("every 3 months", 3), ("3 months", 3), ("quarterly", 3), ("annual", 12),
        ("year", 12), ("every 2 years", 24), ("half-yearly", 6), ("week", 12 / 52), ("every 2 weeks", 24 / 52),
        ("day", 12 / 365), ("bimonthly", None), ("every 0 months", None), ("sometimes", None), ("", None),
    ],
)  # fmt: skip
def test_intervals(text, months):
    found = read_interval(text)
    assert (found.months if found else None) == (None if months is None else pytest.approx(months))


CONNECTION = duckdb.connect()
INTERVALS = st.sampled_from([(365, 1), (52, 1), (52, 2), (12, 1), (12, 3), (1, 1), (1, 9999)])


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 10**14 - 1), st.integers(0, 10**9 - 1), INTERVALS), min_size=1, max_size=20))
def test_cents_are_exact_and_a_half_goes_to_the_even_one(rows):
    """Amounts up to a million million, quantities up to a thousand million, against exact fractions."""
    frame = pd.DataFrame({
        "amount": [f"{cents // 100}.{cents % 100:02d}" for cents, _, _ in rows],
        "quantity": [str(quantity) for _, quantity, _ in rows],
        "per_year": [per_year for _, _, (per_year, _) in rows],
        "times": [times for _, _, (_, times) in rows],
    })  # fmt: skip
    statement = "SELECT " + monthly_cents_sql(
        "amount", "quantity", per_year="per_year", count="times", in_cents="false"
    ) + " FROM frame"  # fmt: skip
    CONNECTION.register("frame", frame)
    found = [each for (each,) in CONNECTION.execute(statement).fetchall()]
    exact = [round(Fraction(cents * quantity * per_year, 12 * times)) for cents, quantity, (per_year, times) in rows]
    assert found == [each if each < 2**63 else None for each in exact]


def test_subscriptions_alone_make_a_dataset_that_is_saved_and_opened(put, tmp_path):
    payments = put("customer,date,amount,status\ncus_a,2026-05-30,21,paid\n", "payments.csv")
    dataset, report = read([], subscriptions=put(STRIPE + STRIPE_ROWS), payments=payments)
    assert (dataset.activity.users, dataset.name, report.first_day, report.last_day) == (
        0, "subs.csv", "2026-01-05", "2026-05-30",
    )  # fmt: skip
    assert "Now is 2026-05-30" in report.notes[1]
    assert {each.question for each in report.can_answer if each.yes} == {"Where does revenue leak?"}
    save(dataset, report, tmp_path)
    again, said = open_saved(tmp_path)
    assert again.fingerprint == dataset.fingerprint
    assert said == ReadReport.from_dict(json.loads(json.dumps(report.to_dict())))
    assert again.payments is not None


def test_no_file_at_all_is_refused():
    with pytest.raises(OffbeatError, match="at least one file"):
        read([])


def test_what_they_said_goes_before_that_they_asked(put):
    header = "customer,start,end,mrr,Cancellation Reason,Cancellation Feedback,Cancellation Comment\n"
    said = {
        "cancellation_requested,too_expensive,": "too_expensive",
        "cancellation_requested,other,your app is slow": "your app is slow",
        "Cancellation_Requested,,": "Cancellation_Requested",
        ",unused,nice people": "unused",
        "payment_failed,too_complex,": "payment_failed",
        "low quality,too_complex,": "low quality",
    }
    rows = [f"c{place},2026-01-01,2026-03-01,10,{each}\n" for place, each in enumerate(said)]
    table = read([], subscriptions=put(header + "".join(rows)))[0].subscriptions
    assert table.set_index("user_id")["reason"].sort_index().tolist() == list(said.values())


@pytest.mark.parametrize("status", ["trialing", "Trial", "in_trial"])
def test_a_trial_by_any_name_pays_nothing(put, status):
    text = f"customer,start,mrr,status\nc1,2026-01-01,10,{status}\nc2,2026-01-01,10,Past due\n"
    table = read([], subscriptions=put(text))[0].subscriptions.set_index("user_id")
    assert (table.loc["c1", "is_trial"], table.loc["c1", "mrr_cents"]) == (True, 0)
    assert table.loc["c2", "status"] == "past_due"


def test_a_period_that_began_has_happened(put):
    text = "customer,start,mrr,current_period_start,current_period_end\nc1,2026-01-05,10,2026-06-05,2026-07-05\n"
    assert read([], subscriptions=put(text))[1].last_day == "2026-06-05"


def test_cancelled_at_the_period_s_end_does_not_renew_whether_or_not_that_end_is_known(put):
    header = "customer,start,mrr,status,cancel_at_period_end,current_period_end\n"
    rows = "c1,2026-01-01,10,active,true,2026-07-01\nc2,2026-01-01,10,active,true,\nc3,2026-01-01,10,active,false,\n"
    dataset, report = read([], subscriptions=put(header + rows))
    table = dataset.subscriptions.set_index("user_id")
    assert iso(table["end_day"]) == ["2026-07-01", None, None]
    assert (~table["auto_renew"]).fillna(value=False).tolist() == [True, True, False]
    assert report.matches[0].notes == (
        "2 subscriptions are set to end, and no date says since when: counted on the last day.",
    )


def test_unpaid_without_a_date_is_said(put):
    text = "customer,start,mrr,status\nc1,2026-01-01,10,unpaid\nc2,2026-01-01,10,active\n"
    (note,) = read([], subscriptions=put(text))[1].matches[0].notes
    assert note.startswith("1 subscription is unpaid, paused or past due, and no date says since when")


def test_without_a_readable_row_nothing_is_loaded(put):
    text = "customer,start,end,mrr\nc1,2026-02-01,2026-01-01,10\n"
    with pytest.raises(OffbeatError, match=r"none among 1: 1 row left out: it ends before it starts\..*Hint: mend"):
        read([], subscriptions=put(text))


def test_free_plans_and_trials_cannot_say_where_revenue_leaks(put):
    text = "customer,start,mrr,status\nc1,2026-01-01,0,active\nc2,2026-01-01,10,trialing\n"
    answers = read([], subscriptions=put(text))[1].can_answer
    leak = next(each for each in answers if each.question == "Where does revenue leak?")
    assert (leak.yes, leak.why) == (False, "2 subscriptions, none of them paid for: all are free or trials")
