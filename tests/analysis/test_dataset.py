"""Dataset: users beside their activity, fingerprints, accounts as the unit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.synthetic import activity_of

DAYS = st.sets(st.integers(0, 30), min_size=1)
MEMBERS = st.lists(st.tuples(DAYS, st.sampled_from(["x", "y", None])), min_size=1, max_size=8)


def dataset_of(members, **columns) -> Dataset:
    activity = activity_of([np.array(sorted(days)) for days, _ in members], observed=(0, 30))
    users = pd.DataFrame({"user_id": activity.user_ids.to_pylist(), "account_id": [account for _, account in members]})
    return Dataset(activity, users.assign(**columns).astype({"user_id": "str", "account_id": "str"}), name="test")


@given(MEMBERS.filter(lambda members: any(account for _, account in members)))
def test_account_is_active_on_the_union_of_its_members_days(members):
    expected: dict[str, set[int]] = {}
    for row, (days, account) in enumerate(members):
        expected.setdefault(account or f"u{row}", set()).update(days)
    united = dataset_of(members).by_account().activity
    ids = united.user_ids.to_pylist()
    assert ids == sorted(expected)
    assert {name: united.days_of(row).tolist() for row, name in enumerate(ids)} == {
        name: sorted(days) for name, days in expected.items()
    }


@given(MEMBERS.filter(lambda members: any(account for _, account in members)))
def test_accounts_keep_every_event(members):
    dataset = dataset_of(members)
    united = dataset.by_account().activity
    assert united.events.sum() == dataset.activity.events.sum()
    assert united.uses["count"].sum() == dataset.activity.uses["count"].sum()
    assert (united.observed_from, united.observed_to) == (0, 30)


def test_accounts_remember_ignored_days():
    dataset = dataset_of([({1, 5}, "x"), ({5, 9}, "x")])
    dataset = dataset.with_activity(dataset.activity.without_days(np.array([5])))
    united = dataset.by_account().activity
    assert united.ignored_days.tolist() == [5]
    assert united.day.tolist() == [1, 9]


def test_account_has_the_attributes_its_members_share():
    members = [({1}, "x"), ({2}, "x"), ({3}, "y")]
    users = dataset_of(members, plan=["Pro", "Pro", "Free"], role=["Admin", "Owner", "Owner"]).by_account().users
    assert users["user_id"].tolist() == ["x", "y"]
    assert users["plan"].tolist() == ["Pro", "Free"]
    assert users["role"].isna().tolist() == [True, False]


def test_without_accounts_the_unit_cannot_change():
    with pytest.raises(OffbeatError, match="belong to none"):
        dataset_of([({1}, None)]).by_account()


def test_attributes_are_aligned_with_the_activity():
    dataset = dataset_of([({1}, "x"), ({2}, "y")], plan=["Pro", "Free"])
    turned = Dataset(dataset.activity, dataset.users.iloc[[1]].reset_index(drop=True))
    assert turned.attributes["user_id"].tolist() == ["u0", "u1"]
    assert turned.attributes["plan"].isna().tolist() == [True, False]
    assert turned.attribute_names == ("plan",)


def test_fingerprints_change_with_what_they_are_of():
    dataset = dataset_of([({1}, "x"), ({2}, "y")], plan=["Pro", "Free"])
    other_users = Dataset(dataset.activity, dataset.users.assign(plan=["Pro", "Pro"]))
    assert other_users.activity.fingerprint == dataset.activity.fingerprint
    assert other_users.users_fingerprint != dataset.users_fingerprint
    assert other_users.fingerprint != dataset.fingerprint


def test_name_is_no_part_of_the_fingerprint():
    dataset = dataset_of([({1}, "x")])
    assert Dataset(dataset.activity, dataset.users, name="other").fingerprint == dataset.fingerprint


def test_subscriptions_follow_their_user_into_the_account():
    dataset = dataset_of([({1}, "x"), ({2}, "y")])
    subscriptions = pd.DataFrame({"user_id": ["u1", "elsewhere"], "mrr_cents": [100, 200]}).astype({"user_id": "str"})
    united = Dataset(dataset.activity, dataset.users, subscriptions).by_account()
    assert united.subscriptions["user_id"].tolist() == ["y", "elsewhere"]
