"""An export of current subscriptions only has no losses to show: refused whatever its size, but for what needs none."""

import pytest

from analysis.errors import OffbeatError
from analysis.money.of_study import ledger_of
from analysis.money.to_act_on import renewing
from tests.analysis.money.studied import studied
from tests.analysis.money.written import row

NOW = "2026-06-30"
CURRENT = row(payer="a", start="2026-01-01", period_end="2026-07-10", mrr=1, status="active")


@pytest.mark.parametrize("more", [{}, row(end="2026-09-01")], ids=["no end", "an end that is only announced"])
@pytest.mark.parametrize("number", [1, 20])
def test_an_export_of_current_subscriptions_only_is_refused(subscriptions_of, number, more):
    table = subscriptions_of(*({**CURRENT, "payer": f"p{each}", **more} for each in range(number)))
    with pytest.raises(OffbeatError, match=rf"ended among {number}, found none.*Hint: export all"):
        ledger_of(studied(table, until=NOW))


def test_what_needs_no_ending_is_told_all_the_same(subscriptions_of):
    assert renewing(studied(subscriptions_of(CURRENT), until=NOW))["payer"].tolist() == ["a"]


def test_one_ended_subscription_is_enough(subscriptions_of):
    ended = row(payer="q", start="2026-01-01", end="2026-02-01", mrr=1)
    movements = ledger_of(studied(subscriptions_of(CURRENT, ended), until=NOW)).movements
    assert movements["kind"].tolist() == ["new", "new", "churn"]


@pytest.mark.parametrize("more", [{"mrr": 0}, {"is_trial": True, "mrr": 0}], ids=["free plans only", "trials only"])
def test_what_nobody_pays_for_has_no_ledger(subscriptions_of, more):
    with pytest.raises(OffbeatError, match=r"paid for, found none among 1: each is free, a trial"):
        ledger_of(studied(subscriptions_of({**CURRENT, **more}), until=NOW))
