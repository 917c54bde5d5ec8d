"""How money, months and the way of counting read on the page Money; what is missing where it cannot be shown."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.errors import OffbeatError
from analysis.money.of_study import ledger_of, open_ledger_of, subscriptions_of
from analysis.money.settings import ChurnCounts
from analysis.money.shown import only_shown, shown
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


BY_BEHAVIOUR = "who left had less time to come, so groups chosen by how they come differ in losses by that alone"


@dataclass(frozen=True)
class Missing:
    """Why Money has nothing to show, what would help, and what the button to Data says; plain text."""

    what: str
    hint: str
    step: str = "Add subscriptions on Data"


def missing_of(study: Study) -> Missing | None:
    """Return why these data have no Money page, or None where they have one."""
    try:
        moved = open_ledger_of(study).movements
        if not moved.empty:
            ledger_of(study)
    except OffbeatError as problem:
        if study.dataset.subscriptions is None or study.dataset.subscriptions.empty:
            return Missing("These data hold no subscriptions.", WOULD_GIVE)
        return Missing(problem.sentence, f"Next step: {problem.hint}", "Load another export on Data")
    if moved.empty and shown(study).payers is not None:
        return Missing(
            "Nobody who is chosen under Who pays.", "Next step: choose more people, or all of them, under Who.",
            "See what is loaded on Data",
        )  # fmt: skip
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
    table, found = only_shown(study, subscriptions_of(study), "user_id"), ledger_of(study)
    payers = found.movements["payer"].nunique()
    parts = [
        f"{wording.plural(len(table), 'subscription')} of {wording.plural(payers, 'paying customer')}",
        f"{wording.day(to_date(found.first_day))} to {wording.day(to_date(found.last_day))}",
        f"leaving counts {CHURN_COUNTS[found.churn_counts]}",
    ]
    if currency := _currency(table):
        parts.insert(1, f"amounts in {currency}")
    return " · ".join([*parts, *_who(study)])


def _who(study: Study) -> list[str]:
    """Say whose money is counted where the filter line chooses somebody."""
    if study.filters.who == "all":
        return []
    found = shown(study)
    if found.cannot_narrow:
        return ["everyone who pays, whoever is chosen under Who: no payer is known among the people"]
    whom = "accounts with somebody chosen under Who, counted whole" if _by_members(study) else "who is chosen under Who"
    unknown = f", without {wording.plural(found.unmatched, 'payer')} not known among the people"
    return [f"only {whom}{unknown if found.unmatched else ''}", BY_BEHAVIOUR]


def _by_members(study: Study) -> bool:
    return study.filters.unit == "people" and study.dataset.has_accounts


def _currency(table: pd.DataFrame) -> str:
    """Return the one currency of a table, empty where it names none."""
    known = text_of(table, "currency").dropna().str.upper().unique()
    return str(known[0]) if len(known) == 1 else ""
