"""Subscriptions without events: enough for Money; nobody has an active day, and other pages say what is missing."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import Activity, to_date, to_day
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.ingest.answers import can_answer
from analysis.ingest.beside import Beside, Joined
from analysis.ingest.columns import guess_columns
from analysis.ingest.join import event_ids
from analysis.ingest.readers import label_of
from analysis.ingest.report import NearMidnight, ReadReport
from analysis.ingest.tables import Aliases
from analysis.subscription_status import RUNNING

NO_EVENTS = "No events were loaded: only what is paid can be looked at."


def read_alone(beside: Beside, *, aliases: Aliases | None, as_of: date | None) -> tuple[Dataset, ReadReport]:
    """Return a dataset whose activity has no user, from subscriptions alone; raises OffbeatError.

    "Now" is `as_of`, else the last day on which the tables say that something happened.
    """
    nobody = event_ids(pa.array([], pa.string()), pd.DataFrame({"user_id": [], "account_id": []}))
    joined = beside.join(nobody, aliases=aliases)
    _refuse_without_row(joined)
    first, last = _span(joined.paid)
    now = last if as_of is None else to_day(as_of)
    dataset = joined.dataset(no_activity(min(first, now), now), name=label_of(beside.paid["subscriptions"]))
    said = "as asked" if as_of else "the last day on which something happened in the subscriptions"
    return dataset, _report(dataset, joined, f"Now is {to_date(now).isoformat()}, {said}.")


def no_activity(first_day: int, last_day: int) -> Activity:
    """Return an activity of nobody that covers these days (since 1970)."""
    days, text = np.zeros(0, np.int32), pd.Series([], dtype="str")
    uses = pd.DataFrame({
        "user": days, "event": text, "days": days, "count": np.zeros(0, np.int64), "first_day": days, "last_day": days,
        "amount": np.zeros(0),
    })  # fmt: skip
    return Activity(
        user_ids=pa.array([], pa.string()), offsets=np.zeros(1, np.int64), day=days, events=np.zeros(0, np.uint32),
        hours=np.zeros(0, np.uint32), event_bits=np.zeros(0, np.uint64), amount=None, event_names=(), uses=uses,
        observed_from=first_day, observed_to=last_day,
    )  # fmt: skip


def _refuse_without_row(joined: Joined) -> None:
    """Raise OffbeatError where every subscription was left out: nothing is known, not even what day it is."""
    if joined.paid["subscriptions"].empty:
        match = next(each for each in joined.matches if each.table == "subscriptions")
        raise OffbeatError(
            f"Expected a subscription that can be read, found none among {match.rejected:,}: {' '.join(match.notes)}",
            hint="mend these rows, or name the columns with --map subscriptions.start=COLUMN and the like.",
        )


def _span(paid: Mapping[str, pd.DataFrame]) -> tuple[int, int]:
    """Return the first and last day on which something happened; an end that is only announced has not happened."""
    table = paid["subscriptions"]
    ended = table["end_day"].where(~table["status"].isin(RUNNING))
    days = [table["start_day"], table["period_start_day"], table["cancelled_day"], ended]
    if "payments" in paid:
        days.append(paid["payments"]["day"])
    known = pd.concat([each.astype("Int64") for each in days]).dropna()
    return int(table["start_day"].min()), int(known.max())


def _report(dataset: Dataset, joined: Joined, now: str) -> ReadReport:
    activity = dataset.activity
    return ReadReport(
        rows_in_file=0, loaded=0, rejected=0, blank=0, rejects=(), users=0, user_days=0, amount=None, event_names=(),
        first_day=to_date(activity.observed_from).isoformat(),
        last_day=to_date(activity.observed_to).isoformat(),
        columns=guess_columns(()),
        timestamp_format="none",
        timezone="as written",
        fingerprint=dataset.fingerprint,
        near_midnight=NearMidnight(None, None, "There are no events."),
        known_users=len(dataset.users),
        accounts=int(dataset.users["account_id"].nunique()),
        matches=joined.matches,
        can_answer=can_answer(dataset),
        notes=(NO_EVENTS, now),
        other_columns=joined.maps,
    )  # fmt: skip
