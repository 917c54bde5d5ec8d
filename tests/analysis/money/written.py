"""What the tests of money write by hand: a day and a row of a table."""

from datetime import date
from typing import Any

from analysis.activity import to_day


def day(text: str) -> int:
    """Return days since 1970 of an ISO date."""
    return to_day(date.fromisoformat(text))


def row(**fields: Any) -> dict[str, Any]:
    """Return one subscription: payer, start, end, cancelled, trial_end, period_start, period_end, mrr, plan, status."""
    return fields


# A free plan that ended: moves nothing, and the table is no export of current subscriptions only.
ENDED_FREE = row(payer="~", start="2020-01-01", end="2020-02-01", mrr=0, plan="Free", status="canceled")
