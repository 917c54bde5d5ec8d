"""`churn`: who left by kind, plan, industry, leaks, season; its files; the contract's keys on real subscriptions."""

import csv
import json

import pytest

from analysis.__main__ import main

GROUP = {"name", "customers", "mrr", "share", "low", "high"}
TABLE = (
    "customer,start,end,cancelled_at,mrr,plan,status,reason\n"
    "a,2026-01-05,2026-03-10,2026-02-20,10.10,Pro,ended,too_expensive\n"
    "b,2026-02-01,,,20,Pro,active,\n"
    "c,2026-02-01,2026-04-30,2026-03-08,5,Basic,active,=unused\n"
    "d,2026-02-01,2026-03-05,2026-03-05,0.07,Basic,ended,payment_failed\n"
)


@pytest.fixture
def churned(tmp_path, capsys):
    def run(*options, file=None):
        path = file or tmp_path / "subs.csv"
        if file is None:
            path.write_text(TABLE)
        assert main(["churn", "--subscriptions", str(path), "--out", str(tmp_path), *options]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_subscriptions_alone_tell_who_left(churned):
    found = churned()
    assert [(each["name"], each["customers"], each["mrr"]) for each in found["by_kind"]] == [
        ("voluntary", 1, 10.1), ("involuntary", 1, 0.07),
    ]  # fmt: skip
    assert all(each.keys() >= GROUP for name in ("by_kind", "by_plan") for each in found[name])
    churn = sum(each["churn"] for each in found["months"])
    assert sum(each["mrr"] for each in found["by_kind"]) == pytest.approx(churn)
    assert sum(each["mrr"] for each in found["leaks"]) == pytest.approx(churn)
    for name in ("by_vertical", "by_country", "by_rhythm", "by_segment"):
        assert found[name]["refused"].endswith(".")
    assert "two whole years" in found["seasonality"]["refused"]
    assert found["by_kind"][0]["ratio"] is None


def test_files_keep_ids_and_say_days_as_dates(churned, tmp_path):
    churned()
    read = {
        name: list(csv.DictReader((tmp_path / f"{name}.csv").read_text().splitlines()))
        for name in ("lost", "scheduled", "renewals", "cards")
    }
    assert [(each["payer"], each["day"], each["mrr"], each["how"]) for each in read["lost"]] == [
        ("a", "2026-03-10", "10.1", "stated_reason"), ("d", "2026-03-05", "0.07", "payment_reason"),
    ]  # fmt: skip
    scheduled = read["scheduled"][0]
    assert (scheduled["payer"], scheduled["ends_day"], scheduled["reason"]) == ("c", "2026-04-30", "=unused")
    assert read["renewals"] == read["cards"] == []


def test_real_subscriptions_and_the_sample(churned, real_data, root):
    found = churned(file=real_data / "ravenstack_subscriptions.csv")
    assert {each["name"] for each in found["by_plan"]} == {"Basic", "Enterprise", "Pro"}
    assert sum(each["mrr"] for each in found["by_kind"]) == sum(each["churn"] for each in found["months"])
    sample = churned(file=root / "sample_data" / "saas_subscriptions.csv")
    assert [each["name"] for each in sample["by_kind"]] == ["voluntary", "involuntary"]
    assert [each["pile"] for each in sample["at_stake"] if each["customers"]] == ["no_events"]
    assert len(sample["trend"]["quarter"]) == 10
