"""Where accounts pay and people are counted, each account's revenue stands once, with its member who came last."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.at_risk.late import late
from analysis.at_risk.overdue import overdue
from analysis.at_risk.worth import accounts_pay, worth, worth_of
from analysis.dataset import Dataset
from analysis.features import features
from analysis.movement.digest import digest
from analysis.study import Filters, study
from analysis.views.late import COUNT_ACCOUNTS, ONCE, late_of, listed

UNTIL = 20200


def paid_by_accounts(dataset: Dataset, **cents: int) -> Dataset:
    rows = {"user_id": list(cents), "start_day": 19900, "end_day": pd.array([None] * len(cents), "Int32")}
    more = {"mrr_cents": list(cents.values()), "plan": "Pro", "status": "active", "reason": None}
    return replace(dataset, subscriptions=pd.DataFrame({**rows, **more}))


@pytest.fixture(scope="module")
def team(dataset_of):
    """Account a: its head came last on day 20100, two others before; b: one member still here; c: nobody's."""
    days = [np.arange(20000, last, 5) for last in (20060, 20101, 20101, 20200, 20150)]
    accounts = {"account_id": ["a", "a", "a", "b", None]}
    return paid_by_accounts(dataset_of(days, until=UNTIL, attributes=accounts), a=90_00, b=10_00, c=5_00)


def test_an_account_is_counted_once_with_its_latest_member(team):
    found = worth(team, features(team))
    assert found.kind == "account_mrr"
    np.testing.assert_array_equal(found.of_users, [np.nan, 90, np.nan, 10, np.nan])
    assert accounts_pay(team)


def test_piles_add_up_to_what_accounts_of_the_inactive_pay(team):
    found = late(study(team))
    assert found.piles["amount"].sum() == 90
    assert found.inactive.tolist() == [True, True, True, False, True]


def test_it_is_what_the_accounts_themselves_pay(team):
    by_people, by_accounts = (study(team, Filters(unit=unit)) for unit in ("people", "accounts"))
    everybody = [worth_of(each).total(np.ones(each.activity.users, bool)) for each in (by_people, by_accounts)]
    assert everybody == [100, 100]
    assert not accounts_pay(by_accounts.dataset)


def test_the_screen_and_the_digest_say_so(team):
    studied = study(team)
    assert ONCE in late_of(studied).caption
    assert ONCE in listed(studied, "cannot_tell").caption
    assert "the last members of accounts that pay 90 a month" in digest(studied, UNTIL - 100)


def test_the_list_begins_with_the_account_that_may_be_lost(saas):
    unbought = replace(saas.activity, amount=None)
    studied = study(saas.with_activity(unbought))
    found = late(studied)
    first = overdue(studied, found, most=1).iloc[0]
    row = studied.activity.row_of(first["user_id"])
    assert found.money == "account_mrr"
    assert first["value"] == pytest.approx(3 * found.worth.of_users[row] * found.chances.chance[row])
    assert first["value"] > 0


def test_amounts_of_people_come_first_and_the_way_to_the_accounts_is_told(dataset_of, team):
    days = [team.activity.days_of(row) for row in range(5)]
    bought = dataset_of(days, until=UNTIL, attributes={"account_id": ["a", "a", "a", "b", None]}, amounts=[7.0] * 5)
    paid = study(paid_by_accounts(bought, a=90_00))
    assert worth_of(paid).kind == "amount"
    assert late_of(paid).caption.endswith(COUNT_ACCOUNTS)


def test_no_subscription_that_runs_for_any_of_them_is_no_money(dataset_of):
    alone = paid_by_accounts(dataset_of([[20000, 20010]], until=UNTIL), c=5_00)
    found = worth_of(study(alone))
    assert found.kind == ""
    assert np.isnan(found.total(np.ones(1, bool)))
