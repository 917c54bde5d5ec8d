"""The ledger of a study: its subscriptions, its last day, its thresholds; made once for all that show it."""

import pandas as pd

from analysis.errors import OffbeatError
from analysis.money.ledger import Ledger, ledger
from analysis.money.shown import narrowed, shown_key
from analysis.money.spans import is_current_only
from analysis.study import Study

NO_SUBSCRIPTIONS = "add a table of subscriptions with --subscriptions FILE, or on the Data page."
ALL_OF_THEM = "export all subscriptions, cancelled ones too; Stripe exports only current ones unless asked for all."


def subscriptions_of(study: Study) -> pd.DataFrame:
    """Return the study's subscriptions, accounts' where the unit is accounts; raises OffbeatError without any."""
    found = study.dataset.subscriptions
    if found is None or found.empty:
        raise OffbeatError("Expected subscriptions, found none.", hint=NO_SUBSCRIPTIONS)
    return found


def ledger_of(study: Study) -> Ledger:
    """Return the ledger of who is counted (`analysis.money.shown`) up to the study's last day.

    Raises OffbeatError without subscriptions, where none of them is paid for, and where not one has ended: nobody is
    seen leaving then, and a loss of nothing would be made up.
    """
    table, found = subscriptions_of(study), open_ledger_of(study)
    if found.movements.empty:
        raise OffbeatError(
            f"Expected subscriptions that are paid for, found none among {len(table):,}: each is free, a trial, begins "
            "later than the day shown or is of somebody who is not chosen.",
            hint="see how the column of amounts was read, or choose more people.",
        )
    if study.prepared.kept.once("is_current_only", None, lambda: is_current_only(table)):
        raise OffbeatError(
            f"Expected subscriptions that have ended among {len(table):,}, found none: nobody is seen leaving.",
            hint=ALL_OF_THEM,
        )
    return found


def open_ledger_of(study: Study) -> Ledger:
    """Return the same for what needs no ending, as who pays now; raises OffbeatError without subscriptions."""
    table, counts, settings = subscriptions_of(study), study.filters.churn_counts, study.settings.money
    day = study.activity.observed_to
    kept, key = study.prepared.kept, (counts, settings)
    whole = kept.once("ledger", key, lambda: ledger(table, as_of_day=day, churn_counts=counts, settings=settings))
    return kept.once("shown_ledger", (key, shown_key(study)), lambda: narrowed(study, whole))
