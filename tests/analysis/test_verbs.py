"""The public verbs exist, and say what the pages say, from a dataset alone."""

import pandas as pd
import pytest

import analysis
from analysis.at_risk.slowdowns import slowdowns
from analysis.segments import OwnSegment
from analysis.settings import from_query
from analysis.study import Filters
from analysis.verbs import find_overdue, find_passive, find_slowing, measure_churn, segment, track


def test_every_public_name_is_there():
    assert all(callable(getattr(analysis, name)) for name in analysis.__all__)


def test_segment_gives_ids_in_byte_order(saas, saas_study):
    ids = segment(saas, "weekday:Tue")
    assert ids == sorted(ids, key=str.encode)
    assert len(ids) == saas_study.members("weekday:Tue").sum()


def test_a_filter_narrows_what_a_segment_is_read_from(saas):
    accounts = segment(saas, "frequency:weekly", filters=Filters(unit="accounts"))
    assert set(accounts) <= set(saas.by_account().activity.user_ids.to_pylist())


def test_the_slowing_are_those_of_the_page(saas, saas_study):
    pd.testing.assert_frame_equal(find_slowing(saas), slowdowns(saas_study).slower.reset_index(drop=True))


def test_the_passive_are_the_members_of_the_segment(saas, saas_study):
    found = find_passive(saas)
    assert set(found["user_id"]) == set(saas_study.activity.user_ids.filter(saas_study.members("passive")).to_pylist())
    few = find_passive(saas, settings=from_query({"quiet.least_signs": "6"}))
    assert len(few) < len(found)
    assert (few["signs"] >= 6).all()


@pytest.fixture(scope="module")
def regular(dataset_of):
    """Forty who come every fourth day; every fifth stopped eighty days before the end."""
    days = [range(20_000 + user % 4, 20_140 if user % 5 == 0 else 20_220, 4) for user in range(40)]
    return dataset_of(days, until=20_222)


def test_the_overdue_are_those_the_rule_calls_inactive(regular):
    assert find_overdue(regular, settings=from_query({"inactive.days": "60"}))["user_id"].tolist() == [
        f"u{user:05d}" for user in range(0, 40, 5)
    ]


def test_tracked_sizes_add_up_to_everybody_seen_by_then(regular):
    found = track(regular, "week", filters=Filters(segments=(OwnSegment("Many", "active_days > 30"),)))
    sums = found[found["kind"] == "frequency"].groupby("end")["users"].sum()
    assert sums.tolist() == [30, *[40] * (len(sums) - 1)]  # a quarter came on the first Monday only
    assert found.loc[found["kind"] == "segment", "name"].unique().tolist() == ["Many"]
    assert found.loc[found["name"] == "Many", "users"].iloc[-1] == 40
    assert found["whole"].tolist().count(False) < found["whole"].sum()


def test_churn_by_month_and_by_plan_is_of_one_ledger(saas):
    by_month, by_plan = measure_churn(saas), measure_churn(saas, "plan")
    assert by_month["churn"].sum() == by_plan["mrr"].sum() > 0
    assert set(by_plan["name"]) == {"Basic", "Pro", "Enterprise"}
