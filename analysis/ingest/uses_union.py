"""How often each user did what, of two activities whose shared days count once.

Days are exact, from the event bits. Counts and amounts are kept by user and event and not by day: what a dropped day
held of each event is exact where all days of the pair were dropped, or where the day holds one event; else the day's
total is shared out by how often the user did each of its events a day, and the pair counts as estimated.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.activity import OTHER_EVENTS_BIT, USES_COLUMNS, Activity
from analysis.ingest.interner import Names

_AMOUNT_PLACES = 6  # as amounts are read


@dataclass(frozen=True, eq=False)
class Dropped:
    """An activity, its users' rows in the union, and which of its user-days (bool) the other file takes over."""

    activity: Activity
    rank: np.ndarray
    days: np.ndarray


def united_uses(old: Dropped, new: Dropped) -> tuple[pd.DataFrame, tuple[str, ...], int]:
    """Return Activity.uses of the union, the names that get a bit of their own, and how many pairs are estimates."""
    names = Names.of(pa.concat_arrays([_events(old.activity), _events(new.activity)]))
    both = pd.concat([_left(each, names.texts) for each in (old, new)], ignore_index=True)
    grouped = both.groupby(["user", "name"], sort=True)
    how = {"days": "sum", "count": "sum", "first_day": "min", "last_day": "max", "is_estimate": "any"}
    united = grouped.agg(how).assign(amount=grouped["amount"].sum(min_count=1).round(_AMOUNT_PLACES)).reset_index()
    united["count"] = np.maximum(united["count"].round(), united["days"]).astype(np.int64)
    users = np.bincount(united["name"], minlength=len(names.texts))
    first = np.lexsort((np.arange(len(users)), -users))[: min(OTHER_EVENTS_BIT, int((users > 0).sum()))]
    event = names.texts.take(pa.array(united["name"].to_numpy())).to_pandas().astype("str")
    kinds = {"user": "int32", "days": "int32", "first_day": "int32", "last_day": "int32", "amount": "float64"}
    table = united.assign(event=event)[list(USES_COLUMNS)].astype(kinds)
    return table, tuple(names.texts.take(pa.array(first)).to_pylist()), int(united["is_estimate"].sum())


def _events(activity: Activity) -> pa.StringArray:
    return pa.array(activity.uses["event"].unique(), pa.string())


def _left(dropped: Dropped, names: pa.StringArray) -> pd.DataFrame:
    """Return an activity's uses without its dropped days: user in the union, name as its place among `names`."""
    uses = dropped.activity.uses
    name = pc.index_in(pa.array(uses["event"], pa.string()), names).to_numpy()
    gone = _gone(dropped, name, names)
    days = uses["days"].to_numpy() - gone["days"].to_numpy()
    left = pd.DataFrame(
        {
            "user": dropped.rank[uses["user"]],
            "name": name,
            "days": days,
            "count": uses["count"] - gone["count"],
            "first_day": uses["first_day"],
            "last_day": uses["last_day"],
            "amount": uses["amount"] - gone["amount"],
            "is_estimate": gone["is_estimate"],
        }
    )
    return left[days > 0]


def _gone(dropped: Dropped, name: np.ndarray, names: pa.StringArray) -> pd.DataFrame:
    """Return days, count and amount of each use on the dropped days, and whether these two are estimates."""
    activity, uses = dropped.activity, dropped.activity.uses
    held = _held(dropped, name, names)
    use, day = held["use"].to_numpy(), held["day"].to_numpy()
    days = np.bincount(use, minlength=len(uses))
    all_gone = days >= uses["days"].to_numpy()
    rate = (uses["count"] / uses["days"]).to_numpy()
    paid = (uses["amount"].abs().fillna(0) / uses["days"]).to_numpy()
    money = np.zeros(activity.user_days) if activity.amount is None else activity.amount
    by_rate = _shares(rate[use], day)
    by_money = np.where(np.bincount(day, paid[use], activity.user_days)[day] > 0, _shares(paid[use], day), by_rate)
    count = np.bincount(use, activity.events[day] * by_rate, len(uses))
    amount = np.bincount(use, money[day] * by_money, len(uses))
    is_mixed = np.bincount(use, by_rate < 1, len(uses)) > 0
    return pd.DataFrame(
        {
            "days": days,
            "count": np.where(all_gone, uses["count"], count),
            "amount": np.where(all_gone, uses["amount"], amount),
            "is_estimate": is_mixed & ~all_gone,
        }
    )


def _held(dropped: Dropped, name: np.ndarray, names: pa.StringArray) -> pd.DataFrame:
    """Return one row a dropped user-day and event it holds: the use's row, the user-day's.

    Which of the events that share the last bit it was is not known: the first of that user's stands for them.
    """
    activity = dropped.activity
    at = np.flatnonzero(dropped.days)
    own = pc.index_in(pa.array(activity.event_names, pa.string()), names).to_numpy()
    keys = activity.uses["user"].to_numpy().astype(np.int64) * len(names) + name  # ascending, as names are
    uses, days = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for bit, code in enumerate(own):
        here = at[(activity.event_bits[at] >> np.uint64(bit)) & np.uint64(1) == 1]
        uses.append(np.searchsorted(keys, activity.user[here].astype(np.int64) * len(names) + code))
        days.append(here)
    rare = np.flatnonzero(~np.isin(name, own))
    here = at[(activity.event_bits[at] >> np.uint64(OTHER_EVENTS_BIT)) == 1]
    if len(rare) and len(here):
        owners, first = np.unique(activity.uses["user"].to_numpy()[rare], return_index=True)
        uses.append(rare[first[np.searchsorted(owners, activity.user[here])]])
        days.append(here)
    return pd.DataFrame({"use": np.concatenate(uses), "day": np.concatenate(days)})


def _shares(weight: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return each weight's share of its day."""
    total = np.bincount(day, weight)[day] if len(day) else weight
    return np.divide(weight, total, out=np.zeros(len(weight)), where=total > 0)
