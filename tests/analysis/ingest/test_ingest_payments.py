"""Payments and invoices: what was paid, refunded, failed; one currency; every row kept or counted."""

import pytest

from analysis.errors import OffbeatError
from analysis.ingest import read

SUBSCRIPTIONS = "customer,id,start,ended_at,mrr,currency\ncus_a,s1,2026-01-01,2026-06-01,10,usd\n"
PAYMENTS = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,"
    "Converted Currency,Decline Reason,Status,Customer ID,Invoice ID\n"
)
INVOICES = "id,Customer,Subscription,Status,Amount Due,Amount Paid,Paid,Date (UTC)\n"


@pytest.fixture
def paid(tmp_path):
    def load(text, **options):
        (tmp_path / "subs.csv").write_text(SUBSCRIPTIONS)
        (tmp_path / "payments.csv").write_text(text)
        dataset, report = read([], subscriptions=tmp_path / "subs.csv", payments=tmp_path / "payments.csv", **options)
        return dataset, next(each for each in report.matches if each.table == "payments")

    return load


def test_stripe_payments_map_without_a_question(paid):
    dataset, match = paid(
        PAYMENTS + "p1,2026-02-01 10:00,10.00,0,eur,11.05,0,usd,,Paid,cus_a,i1\n"
        "p2,2026-03-01 10:00,10.00,10.00,eur,11.05,11.05,usd,,Paid,cus_a,i2\n"
        "p3,2026-04-01 10:00,10.00,0,eur,,,,insufficient_funds,Failed,cus_a,i3\n"
        "p4,2026-05-01 10:00,10.00,4.00,eur,11.05,4.42,usd,,Paid,cus_a,i4\n"
    )
    table = dataset.payments
    assert table["amount_cents"].tolist() == [1105, 1105, 1000, 1105]
    assert table["refunded_cents"].tolist() == [0, 1105, 0, 442]
    assert table["status"].tolist() == ["paid", "refunded", "failed", "paid"]
    assert table["decline_reason"].fillna("").tolist() == ["", "", "insufficient_funds", ""]
    assert (match.by, match.loaded, match.rejected) == ("user_id", 4, 0)


def test_a_bill_tried_twice_has_two_payments(paid):
    dataset, match = paid(
        PAYMENTS + "p1,2026-02-01 10:00,10,0,usd,10,0,usd,expired_card,Failed,cus_a,i1\n"
        "p2,2026-02-04 10:00,10,0,usd,10,0,usd,,Paid,cus_a,i1\n"
    )
    assert dataset.payments["status"].tolist() == ["failed", "paid"]
    assert match.rejected == 0


def test_stripe_invoices_say_what_was_due_where_nothing_was_paid(paid):
    dataset, _ = paid(
        INVOICES + "i1,cus_a,s1,paid,10.00,10.00,TRUE,2026-02-01 10:00\n"
        "i2,cus_a,s1,uncollectible,10.00,0.00,FALSE,2026-03-01 10:00\n"
        "i3,cus_a,s1,open,10.00,0.00,FALSE,2026-04-01 10:00\ni4,cus_a,s1,void,10.00,0.00,FALSE,2026-05-01 10:00\n"
    )
    assert dataset.payments["amount_cents"].tolist() == [1000, 1000, 1000, 1000]
    assert dataset.payments["status"].tolist() == ["paid", "uncollectible", "open", "void"]
    assert set(dataset.payments["subscription_id"]) == {"s1"}


def test_bad_rows_are_counted_named_and_rows_add_up(paid):
    rows = {
        "p2,cus_a,2026-02-01,-1,paid": "a negative amount",
        "p3,cus_a,never,1,paid": "no readable day",
        "p4,cus_a,2026-02-01,much,paid": "no readable amount",
        "p5,cus_a,2026-02-01,1,perhaps": "an unknown status",
        "p6,,2026-02-01,1,paid": "no id",
        "p1,cus_a,2026-02-01,1,paid": "its id came before",
    }
    _, match = paid("id,customer,date,amount,status\np1,cus_a,2026-02-01,1,paid\n" + "\n".join(rows) + "\n,,,,\n")
    assert set(match.notes) == {f"1 row left out: {each}." for each in rows.values()}
    assert (match.loaded, match.rejected, match.blank) == (1, 6, 1)


def test_without_a_status_a_reason_to_decline_is_a_failure(paid):
    dataset, _ = paid("customer,date,amount,decline_reason\ncus_a,2026-02-01,1,\ncus_a,2026-03-01,1,expired_card\n")
    assert dataset.payments["status"].tolist() == ["paid", "failed"]


def test_two_currencies_and_no_amount_are_refused(paid, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(f"{__name__}.SUBSCRIPTIONS", "customer,id,start,ended_at,mrr\na,s1,2026-01-01,2026-06-01,10\n")
        with pytest.raises(OffbeatError, match="one currency in the payments table, found EUR and USD"):
            paid("customer,date,amount,currency\na,2026-02-01,1,usd\na,2026-02-01,1,eur\n")
    with pytest.raises(OffbeatError, match=r"amount column in the payments table.*--map payments\.amount"):
        paid("customer,date,status\na,2026-02-01,paid\n")
    dataset, _ = paid("customer,date,sum\ncus_a,2026-02-01,1.005\n", columns={"payments.amount": "sum"})
    assert dataset.payments["amount_cents"].tolist() == [100]


def test_payments_in_another_currency_than_the_subscriptions_are_left_out_and_said(paid):
    dataset, match = paid("customer,date,amount,currency\ncus_a,2026-02-01,1,eur\ncus_a,2026-03-01,1,eur\n")
    assert dataset.payments.empty
    assert (match.loaded, match.rejected) == (0, 2)
    assert match.notes == (
        "2 rows left out: the subscriptions are in USD and these in EUR: convert them, or export them in USD.",
    )


def test_of_two_currencies_the_subscriptions_one_is_kept(paid):
    dataset, match = paid(
        "customer,date,amount,currency\ncus_a,2026-02-01,1,eur\ncus_a,2026-03-01,2,usd\ncus_a,2026-04-01,3,\n"
    )
    assert dataset.payments["amount_cents"].tolist() == [200, 300]
    assert (match.loaded, match.rejected) == (2, 1)
    assert match.notes == (
        "1 row left out: the subscriptions are in USD and these in EUR: convert them, or export them in USD.",
    )


def test_a_refund_is_no_movement_of_monthly_revenue(paid):
    dataset, _ = paid(PAYMENTS + "p1,2026-02-01 10:00,10.00,10.00,usd,10.00,10.00,usd,,Refunded,cus_a,i1\n")
    assert dataset.payments["status"].tolist() == ["refunded"]
    assert dataset.subscriptions["mrr_cents"].tolist() == [1000]


def test_a_log_of_e_mails_meets_stripe_s_customers(tmp_path):
    (tmp_path / "log.csv").write_text("user,time\nA@x.example,2026-01-01\nb@x.example,2026-01-02\n")
    (tmp_path / "subs.csv").write_text(
        "Customer ID,Customer Email,id,start,mrr\n"
        "cus_a,a@x.example,s1,2026-01-01,10\ncus_c,c@x.example,s2,2026-01-01,5\n"
    )
    dataset, report = read([tmp_path / "log.csv"], subscriptions=tmp_path / "subs.csv")
    assert dataset.subscriptions["user_id"].tolist() == ["A@x.example", "cus_c"]
    match = next(each for each in report.matches if each.table == "subscriptions")
    assert (match.by, match.matched) == ("email", 1)


def test_an_invoice_is_its_subscription_s_payer_s_where_it_names_no_e_mail(tmp_path):
    files = {
        "events": "user_id,timestamp\nu1,2026-01-01\n",
        "users": "user_id,email\nu1,a@x.example\n",
        "subscriptions": "Customer ID,Customer Email,id,start,mrr\ncus_a,a@x.example,s1,2026-01-01,10\n",
        "payments": INVOICES + "i1,cus_a,s1,uncollectible,10.00,0.00,FALSE,2026-03-01 10:00\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    events, *beside = [tmp_path / f"{name}.csv" for name in files]
    dataset, report = read(events, **dict(zip(("users", "subscriptions", "payments"), beside, strict=True)))
    assert dataset.subscriptions["user_id"].tolist() == dataset.payments["payer"].tolist() == ["u1"]
    assert next(each for each in report.matches if each.table == "payments").matched == 1
