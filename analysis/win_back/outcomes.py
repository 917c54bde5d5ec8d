"""What a campaign is judged by: one number a person for the days from the contact on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.win_back.moments import Moments

CAME_BACK, MRR = "came_back", "mrr"
_USES = "uses:"
Unit = Literal["people", "days", "money", "events", "hours"]
Values = Callable[[np.ndarray, int, int], np.ndarray]


@dataclass(frozen=True, eq=False)
class Outcome:
    """One thing a campaign is judged by.

    Attributes
    ----------
    title
        Plain words for the middle of a sentence: "active days".
    values
        (rows, first day, last day) -> one number a row, float64: what each did on these days, both included.
    """

    name: str
    title: str
    unit: Unit
    values: Values

    @property
    def is_share(self) -> bool:
        """Whether each person has 0 or 1, so that means are shares."""
        return self.name == CAME_BACK


def outcome_names(dataset: Dataset) -> list[str]:
    """Return the outcomes these data can tell: coming back first, then days, money, events one by one."""
    names = [CAME_BACK, "active_days"]
    names += ["amount"] if dataset.activity.amount is not None else []
    names += [MRR] if len(_payers(dataset)) else []
    names += ["events", *(["active_hours"] if dataset.activity.has_hours else [])]
    return [*names, *(f"{_USES}{event}" for event in dataset.activity.event_names)]


def outcome_of(name: str, dataset: Dataset, moments: Moments) -> Outcome:
    """Return an outcome by name; raises UnknownNameError, or OffbeatError where these data cannot tell it.

    `came_back`: active on at least one of the days. `active_days`: how many. `amount`: what they spent on them.
    `mrr`: what they pay a month on the last of them. `events`: how many. `active_hours`: hours of the day with an
    event, summed over the days; where times are known. `uses:EVENT`: on how many of them they used it; user-days do not
    keep how many times.
    """
    activity = dataset.activity
    if name in (CAME_BACK, "active_days"):
        counted = _summed(moments, np.ones(activity.user_days))
        if name == "active_days":
            return Outcome(name, "active days", "days", counted)
        return Outcome(name, "came back", "people", lambda *asked: (counted(*asked) > 0).astype(float))
    if name == "events":
        return Outcome(name, "events", "events", _summed(moments, activity.events.astype(float)))
    if name == "active_hours" and activity.has_hours:
        return Outcome(name, "active hours", "hours", _summed(moments, np.bitwise_count(activity.hours).astype(float)))
    if name == "amount":
        return Outcome(name, "amount", "money", _summed(moments, _amounts(activity)))
    if name == MRR:
        return Outcome(name, "monthly revenue at the end", "money", _monthly(dataset))
    event = name.removeprefix(_USES)
    if not name.startswith(_USES) or event not in activity.event_names:
        raise UnknownNameError.of("outcome", name, outcome_names(dataset))
    return Outcome(name, f"days with {event}", "days", _summed(moments, _with_event(activity, event)))


def _summed(moments: Moments, weights: np.ndarray) -> Values:
    """Return what adds up a number of each user-day over the days asked."""
    before = np.concatenate(([0.0], np.cumsum(weights)))

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        return before[moments.places(rows, last_day + 1)] - before[moments.places(rows, first_day)]

    return values


def _amounts(activity: Activity) -> np.ndarray:
    if activity.amount is None:
        raise OffbeatError(
            "Expected data with amounts, found none.", hint="name the amount column with --map amount=COLUMN."
        )
    return np.nan_to_num(activity.amount)


def _with_event(activity: Activity, event: str) -> np.ndarray:
    bit = np.uint64(activity.event_names.index(event))
    return ((activity.event_bits >> bit) & np.uint64(1)).astype(float)


def _payers(dataset: Dataset) -> pd.DataFrame:
    """Return the subscriptions of those counted, with their row numbers as `payer`; those of others tell nothing."""
    if dataset.subscriptions is None:
        return pd.DataFrame()
    payer = pd.Index(dataset.activity.user_ids.to_pandas()).get_indexer(dataset.subscriptions["user_id"])
    return dataset.subscriptions.assign(payer=payer)[payer >= 0]


def _monthly(dataset: Dataset) -> Values:
    paid = _payers(dataset)
    if not len(paid):
        raise OffbeatError(
            "Expected subscriptions of those counted, found none.",
            hint="add them with --subscriptions FILE, or count accounts with --accounts where accounts pay.",
        )
    payer = paid["payer"].to_numpy()
    start = paid["start_day"].to_numpy(np.int64)
    end = paid["end_day"].astype("Float64").to_numpy(np.float64, na_value=np.inf)
    cents = paid["mrr_cents"].to_numpy(np.int64)

    def values(rows: np.ndarray, first_day: int, last_day: int) -> np.ndarray:
        runs = (start <= last_day) & (end > last_day)
        total = np.bincount(payer[runs], weights=cents[runs], minlength=dataset.activity.users)
        return total[rows] / 100

    return values
