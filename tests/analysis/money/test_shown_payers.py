"""Who narrows Money: to payers whose people are shown, to the cent; to nobody where no payer is known."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.money.at_stake import at_stake
from analysis.money.kinds import lost_of
from analysis.money.months import months
from analysis.money.of_study import ledger_of, open_ledger_of
from analysis.money.shown import shown
from analysis.money.to_act_on import renewing
from analysis.study import Filters, study
from analysis.views.money_stripe import stripe_of
from analysis.views.money_words import missing_of, source
from tests.analysis.money.studied import studied
from tests.analysis.money.written import day, row

UNTIL = "2026-06-30"
MOVED = ("new", "expansion", "contraction", "churn", "reactivation")


def asking(of, who: str):
    """Return the same study with another choice under Who."""
    return study(of.dataset, replace(of.filters, who=who), of.settings)


@pytest.fixture(scope="module")
def two(subscriptions_of):
    """Two accounts: ann and ben of one, cat of the other; a third payer nobody knows."""
    table = subscriptions_of(
        row(payer="one", start="2026-01-01", end="2026-05-01", mrr=10, plan="Pro"),
        row(payer="two", start="2026-02-01", mrr=7, plan="Pro", period_end="2026-07-10"),
        row(payer="else", start="2026-03-01", end="2026-04-01", mrr=5, plan="Pro"),
    )
    active = {"ann": [day("2026-03-02")], "ben": [day("2026-03-03")], "cat": [day("2026-06-20")]}
    users = {"user_id": ["ann", "ben", "cat"], "account_id": ["one", "one", "two"], "role": ["boss", "clerk", "clerk"]}
    return studied(table, until=UNTIL, active=active, users=users)


def test_an_account_is_counted_whole_where_one_of_its_people_is_shown(two):
    found = asking(two, 'role = "boss"')
    assert set(ledger_of(found).movements["payer"]) == {"one"}
    assert months(ledger_of(found))["churn"].sum() == 1_000
    assert (shown(found).matched, shown(found).unmatched) == (2, 1)
    assert lost_of(found).rows["payer"].tolist() == ["one"]
    assert renewing(found).empty
    assert renewing(asking(two, 'role = "clerk"'))["payer"].tolist() == ["two"]
    said = source(found)
    assert "1 subscription of 1 paying customer" in said
    assert "only accounts with somebody chosen under Who, counted whole, without 1 payer not known" in said


def test_everyone_is_counted_again_when_everyone_is_chosen(two):
    asking(two, 'role = "boss"')
    assert set(ledger_of(asking(two, "all")).movements["payer"]) == {"one", "two", "else"}
    assert "Who" not in source(two)


def test_nobody_who_pays_is_said(two):
    found = asking(two, "active_days > 9999")
    assert missing_of(found).what == "Nobody who is chosen under Who pays."
    assert missing_of(two) is None


def test_payers_known_to_nobody_cannot_be_narrowed(subscriptions_of):
    table = subscriptions_of(row(payer="p", start="2026-01-01", end="2026-05-01", mrr=10))
    found = studied(table, until=UNTIL, active={"ann": [day("2026-03-02")]}, who="active_days > 9999")
    assert shown(found).cannot_narrow
    assert len(ledger_of(found).movements) == 2
    assert "everyone who pays, whoever is chosen under Who" in source(found)


@pytest.mark.parametrize("unit", ["people", "accounts"])
def test_parts_of_the_sample_reconcile_and_add_up(saas, unit):
    whole = study(saas, Filters(unit=unit))
    # One plan an account, so that the parts do not overlap.
    parts = [asking(whole, f'plan = "{name}"') for name in ("Free", "Basic", "Pro", "Enterprise")]
    tables = [months(open_ledger_of(each)) for each in parts if not open_ledger_of(each).movements.empty]
    for table in tables:
        moved = table["new"] + table["expansion"] + table["reactivation"] - table["contraction"] - table["churn"]
        assert (table["mrr_start"] + moved).equals(table["mrr_end"])
    unknown = ~ledger_of(whole).movements["payer"].isin(
        pd.concat([open_ledger_of(each).movements for each in parts])["payer"]
    )
    left_out = ledger_of(whole).movements[unknown]
    assert left_out["payer"].nunique() == shown(parts[1]).unmatched == 10
    for kind in MOVED:
        every = months(ledger_of(whole))[kind].sum() - left_out.loc[left_out["kind"] == kind, "cents"].sum()
        assert sum(table[kind].sum() for table in tables) == every
    assert sum(at_stake(each).piles["mrr"].sum() for each in parts[1:]) == at_stake(whole).piles["mrr"].sum()
    assert stripe_of(parts[2]).differences != stripe_of(whole).differences
