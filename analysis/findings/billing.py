"""Payments that can still be saved: unpaid bills, cancellations not in effect yet, renewals of silent people."""

import pandas as pd

from analysis import wording
from analysis.errors import OffbeatError
from analysis.findings.by_chance import about
from analysis.findings.finding import COUNTED, Finding
from analysis.money.to_act_on import LISTS, to_act_on
from analysis.study import Study


def billing_findings(study: Study) -> list[Finding]:
    """Return at most three findings: cards, scheduled, renewals; none without subscriptions."""
    try:
        lists = {name: to_act_on(study, name) for name in LISTS}
    except OffbeatError:
        return []
    return [
        *_cards(study, lists["cards"]),
        *_scheduled(study, lists["scheduled"]),
        *_renewals(study, lists["renewals"]),
    ]


def _cards(study: Study, rows: pd.DataFrame) -> list[Finding]:
    said = "with an unpaid bill or a failed payment can still be saved: often a new card is all it takes."
    return _about(study, rows, "cards", said, COUNTED)


def _scheduled(study: Study, rows: pd.DataFrame) -> list[Finding]:
    asked = "asked to cancel, or is set not to renew, and still pays."
    if rows["payer"].nunique() != 1:
        asked = "asked to cancel, or are set not to renew, and still pay."
    return _about(study, rows, "scheduled", asked, COUNTED)


def _renewals(study: Study, rows: pd.DataFrame) -> list[Finding]:
    told = rows[rows["is_late"].notna()]
    late = told[told["is_late"].astype(bool)]
    days = study.settings.money.renewal_days
    renew, are = ("renews", "has") if late["payer"].nunique() == 1 else ("renew", "have")
    by_chance = about(study.settings.late.late_tail * told["payer"].nunique())
    bound = (
        f"{wording.capital(by_chance)} by chance among the {wording.plural(told['payer'].nunique(), 'customer')} "
        "renewing whose own gaps are known."
    )
    said = f"{renew} within {days} days and {are} been silent for unusually long."
    return _about(study, late, "renewals", said, bound)


def _about(study: Study, rows: pd.DataFrame, kind: str, said: str, bound: str) -> list[Finding]:
    """Return the finding about the customers of a list, nothing where there is nobody."""
    if rows.empty:
        return []
    customers, amount = int(rows["payer"].nunique()), float(rows["mrr"].sum()) / 100
    whole = f"{wording.plural(customers, 'customer')} ({wording.count(amount)} a month) {said}"
    return [Finding.counted(study, (customers, amount), kind=kind, said=whole, bound=bound, call="churn")]
