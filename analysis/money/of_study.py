"""The ledger of a study: its subscriptions, its last day, its thresholds; made once for all that show it."""

import pandas as pd

from analysis.errors import OffbeatError
from analysis.money.ledger import Ledger, ledger
from analysis.study import Study

NO_SUBSCRIPTIONS = "add a table of subscriptions with --subscriptions FILE, or on the Data page."


def subscriptions_of(study: Study) -> pd.DataFrame:
    """Return the study's subscriptions, accounts' where the unit is accounts; raises OffbeatError without any."""
    found = study.dataset.subscriptions
    if found is None or found.empty:
        raise OffbeatError("Expected subscriptions, found none.", hint=NO_SUBSCRIPTIONS)
    return found


def ledger_of(study: Study) -> Ledger:
    """Return everybody's ledger up to the study's last day, whoever the filter shows; raises OffbeatError."""
    table, counts, settings = subscriptions_of(study), study.filters.churn_counts, study.settings.money
    day = study.activity.observed_to
    return study.prepared.kept.once(
        "ledger", (counts, settings), lambda: ledger(table, as_of_day=day, churn_counts=counts, settings=settings)
    )
