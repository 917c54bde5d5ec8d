"""Ids of plans are told from names, and give way to the name beside them."""

import pandas as pd
import pytest

from analysis.ingest import read
from analysis.money.plan_names import are_ids, readable

STRIPE = "price_1NxA8cKq2LmT4vWz"


@pytest.mark.parametrize(
    ("plan", "is_id"),
    [
        (STRIPE, True),
        ("plan_GgYdRkKQhzPzWb1", True),
        ("prod_NWjs8kKbJWmuuc", True),
        ("Pro", False),
        ("price_plan", False),
        ("plan_professional", False),
        ("Price 1", False),
        (None, False),
    ],
)
def test_ids_and_names(plan, is_id):
    assert are_ids(pd.Series([plan], dtype="str")).tolist() == [is_id]


def test_a_name_goes_before_an_id_and_never_an_id_before_a_name():
    plans = pd.Series([STRIPE, STRIPE, "Gold", STRIPE], dtype="str")
    beside = pd.Series(["Team", None, "prod_NWjs8kKbJWmuuc", "prod_NWjs8kKbJWmuuc"], dtype="str")
    assert readable(plans, beside).tolist() == ["Team", STRIPE, "Gold", STRIPE]


@pytest.mark.parametrize("beside", ["Plan Nickname", "Product"])
def test_an_export_with_a_nickname_or_product_reads_by_it(tmp_path, beside):
    path = tmp_path / "subscriptions.csv"
    path.write_text(
        f"id,Customer ID,Plan,Currency,Interval,Amount,Status,Created (UTC),Ended At (UTC),{beside}\n"
        f"s1,cus_a,{STRIPE},usd,month,10.00,canceled,2026-01-01,2026-02-01,Team\n"
        f"s2,cus_b,{STRIPE},usd,month,10.00,active,2026-01-01,,\n"
    )
    dataset, report = read([], subscriptions=path)
    assert dataset.subscriptions["plan"].tolist() == ["Team", STRIPE]
    assert "subscriptions: 2 ids, and no events to match them with." in [each.sentence for each in report.matches]
    asked = {each.question: each.why for each in report.can_answer}
    assert asked["When do people come, and how often?"] == "no events were loaded: add a file of events"
    assert not [why for why in asked.values() if "the data cover" in why]
