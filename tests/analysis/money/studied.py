"""A study of subscriptions written by hand, with or without events, users and payments."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.ingest.alone import no_activity
from analysis.settings import from_assignments
from analysis.study import Filters, Study, study
from tests.analysis.money.written import day


def studied(
    subscriptions: pd.DataFrame, *, until: str, active: Mapping[str, Sequence[int]] | None = None,
    users: Mapping[str, Sequence] | None = None, payments: pd.DataFrame | None = None, settings: Sequence[str] = (),
    since: str = "2020-01-01", **filters: Any,
) -> Study:  # fmt: skip
    """Return a study as of a day; `active` are the days of people with events, `users` the users table by column."""
    activity = _activity(active, day(since), day(until)) if active else no_activity(day(since), day(until))
    table = pd.DataFrame(dict(users or {"user_id": sorted(active or {})})).astype("str")
    table = table if "account_id" in table else table.assign(account_id=pd.Series(None, index=table.index, dtype="str"))
    dataset = Dataset(activity, table, subscriptions, payments=payments)
    return study(dataset, Filters(**filters), from_assignments(list(settings)))


def _activity(active: Mapping[str, Sequence[int]], first: int, last: int) -> Activity:
    ids = sorted(active)
    counts = np.array([len(active[each]) for each in ids])
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    days = np.concatenate([np.sort(np.asarray(active[each], np.int32)) for each in ids])
    uses = pd.DataFrame({
        "user": np.arange(len(ids), dtype=np.int32), "event": "open", "days": counts, "count": counts,
        "first_day": days[offsets[:-1]], "last_day": days[offsets[1:] - 1], "amount": np.nan,
    })  # fmt: skip
    ones = np.ones(len(days), np.uint32)
    return Activity(
        pa.array(ids, pa.string()), offsets, days, ones, ones * 0, ones.astype(np.uint64), None, ("open",), uses, first,
        last,
    )  # fmt: skip
