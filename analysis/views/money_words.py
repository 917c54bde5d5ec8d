"""How money, months and the way of counting read on the page Money; what is missing where it cannot be shown."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.errors import OffbeatError
from analysis.money.of_study import ledger_of, subscriptions_of
from analysis.money.settings import ChurnCounts
from analysis.money.spans import text_of
from analysis.study import Study

CENTS_BELOW = 100_000  # a larger sum is read in whole units; its cents stand in the table
CHURN_COUNTS: dict[ChurnCounts, str] = {
    "period_end": "at the end of the time paid for",
    "cancelled": "when the billing system ended it",
    "scheduled": "when asked to cancel",
}
WOULD_GIVE = (
    "With a table of subscriptions (who, start, end, amount a month) this page says how monthly revenue changed, which "
    "plan loses it and why, whether that gets better, and what can still be saved. It needs no events."
)


@dataclass(frozen=True)
class Missing:
    """Why Money has nothing to show, what would help, and what the button to Data says; plain text."""

    what: str
    hint: str
    step: str = "Add subscriptions on Data"


def missing_of(study: Study) -> Missing | None:
    """Return why these data have no Money page, or None where they have one."""
    try:
        moved = ledger_of(study).movements
    except OffbeatError as problem:
        if study.dataset.subscriptions is None or study.dataset.subscriptions.empty:
            return Missing("These data hold no subscriptions.", WOULD_GIVE)
        return Missing(problem.sentence, f"Next step: {problem.hint}", "Load another export on Data")
    if moved.empty:
        return Missing(
            "Nobody here ever paid: every subscription is free, a trial or began later than the day shown.",
            "Next step: see on Data, “How it was read”, whether the column of amounts was understood.",
            "See how it was read on Data",
        )
    return None


def amount(cents: float) -> str:
    """123456789 -> "1,234,568"; 4950 -> "49.50"; nan -> "–"."""
    is_round = abs(cents) >= CENTS_BELOW or cents % 100 == 0
    return wording.decimal(cents / 100, 0 if is_round else 2)


def exact(cents: float) -> str:
    """123456 -> "1,234.56"."""
    return wording.decimal(cents / 100, 2)


def month(text: str) -> str:
    """ "2026-06" -> "Jun 2026"."""
    return f"{first_of(text):%b %Y}"


def first_of(text: str) -> date:
    """ "2026-06" -> date(2026, 6, 1)."""
    return date.fromisoformat(f"{text}-01")


def shown_months(rows: pd.DataFrame, study: Study, *, column: str = "month") -> pd.DataFrame:
    """Return the rows of months that end in the period chosen."""
    since = f"{to_date(study.shown_from):%Y-%m}"
    return rows[rows[column] >= since] if study.filters.period_days else rows


def source(study: Study) -> str:
    """Say what the numbers rest on: subscriptions, customers, the last day, how leaving counts; plain text."""
    table, found = subscriptions_of(study), ledger_of(study)
    payers = found.movements["payer"].nunique()
    parts = [
        f"{wording.plural(len(table), 'subscription')} of {wording.plural(payers, 'paying customer')}",
        f"{wording.day(to_date(found.first_day))} to {wording.day(to_date(found.last_day))}",
        f"leaving counts {CHURN_COUNTS[found.churn_counts]}",
    ]
    if currency := _currency(table):
        parts.insert(1, f"amounts in {currency}")
    if study.filters.who != "all":
        parts.append("everyone who pays, whoever is chosen under Who")
    return " · ".join(parts)


def _currency(table: pd.DataFrame) -> str:
    """Return the one currency of a table, empty where it names none."""
    known = text_of(table, "currency").dropna().str.upper().unique()
    return str(known[0]) if len(known) == 1 else ""
