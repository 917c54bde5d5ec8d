"""`python -m analysis churn`: the contract's months, from subscriptions alone; refusals with a hint."""

import json

import pytest

from analysis.__main__ import main

MONTH = {
    "month", "mrr_start", "new", "expansion", "contraction", "churn", "reactivation", "mrr_end",
    "gross_mrr_churn_rate", "net_mrr_churn_rate", "customers_start", "customers_churned", "customer_churn_rate",
}  # fmt: skip
TABLE = (
    "customer,start,end,cancelled_at,mrr,status\n"
    "a,2026-01-05,2026-03-10,2026-02-20,10.10,ended\n"
    "b,2026-02-01,,,20,active\n"
    "c,2026-02-01,2026-04-30,2026-03-20,5,active\n"
)


@pytest.fixture
def answered(tmp_path, capsys):
    def run(*options, table=TABLE):
        (tmp_path / "subs.csv").write_text(table)
        code = main(["churn", "--subscriptions", str(tmp_path / "subs.csv"), *options])
        printed = capsys.readouterr()
        return json.loads(printed.out) if code == 0 else printed.err.strip().splitlines()[-1]

    return run


def test_subscriptions_alone_give_months_that_reconcile(answered):
    months = answered()["months"]
    assert all(set(each) >= MONTH for each in months)
    assert [(each["month"], each["mrr_end"]) for each in months] == [
        ("2026-01", 10.1), ("2026-02", 35.1), ("2026-03", 25.0),
    ]  # fmt: skip
    assert (months[2]["churn"], months[2]["customers_churned"], months[2]["is_partial"]) == (10.1, 1, True)
    assert months[0]["gross_mrr_churn_rate"] is None


@pytest.mark.parametrize(
    ("options", "ends"),
    [
        (["--churn-counts", "cancelled"], [10.1, 35.1, 25.0]),
        (["--churn-counts", "scheduled"], [10.1, 25.0, 20.0]),
        (["--like-stripe"], [10.1, 25.0, 20.0]),
        (["--as-of", "2026-02-10"], [10.1, 35.1]),
    ],
)
def test_when_a_cancellation_counts(answered, options, ends):
    assert [each["mrr_end"] for each in answered(*options)["months"]] == ends


def test_the_differences_to_stripe_say_what_they_come_to(answered):
    found = answered()
    assert {each["difference"]: each["amount"] for each in found["not_stripe"]}["scheduled"] == 5.0
    assert found["cohorts"][0] == {
        "cohort": "2026-01", "months_since": 0, "start": 10.1, "start_customers": 1, "amount": 10.1, "customers": 1,
        "kept_share": 1.0,
    }  # fmt: skip


def test_current_subscriptions_only_are_refused(answered):
    rows = "".join(f"p{number},2026-01-01,,,1,active\n" for number in range(30))
    said = answered(table=TABLE.splitlines()[0] + "\n" + rows)
    assert said.startswith("Expected subscriptions that have ended among 30, found none")
    assert "Hint: export all" in said


@pytest.mark.parametrize("command", ["rhythms", "inactive", "read"])
def test_other_subcommands_ask_for_events(command, capsys):
    assert main([command]) == 2
    assert "at least one FILE of events" in capsys.readouterr().err


def test_events_without_subscriptions_are_told_what_is_missing(tmp_path, capsys):
    (tmp_path / "events.csv").write_text("user_id,timestamp\na,2026-01-01\n")
    assert main(["churn", str(tmp_path / "events.csv")]) == 2
    assert "--subscriptions FILE" in capsys.readouterr().err
