"""When payers were active: their own days, of an account those of all its members."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import Activity
from analysis.at_risk.gaps import gaps_of
from analysis.at_risk.own_beat import own_beat
from analysis.dataset import Dataset

# Payer and day in one sortable int64; 20 bits hold every day from 1900 to 2199.
_DAY_BITS, _DAY_ZERO = 20, 1 << 19


@dataclass(frozen=True, eq=False)
class PayerDays:
    """Active days of payers, by the payer's place in a list of ids.

    Attributes
    ----------
    keys
        int64, sorted: payer and day packed by `packed`; each active day of a payer once.
    known
        bool, shape (payers,): the payer is a user or an account of these data. Of nobody else can be said that they
        were not active.
    first_day
        Days since 1970: nothing is known of what was before.
    """

    keys: np.ndarray
    known: np.ndarray
    first_day: int

    def before(self, payer: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return how many of `keys` lie before a day of a payer: places in `keys`, int64."""
        return np.searchsorted(self.keys, packed(payer, day))

    def days(self) -> np.ndarray:
        """Return the day of each key, int64."""
        return (self.keys & ((1 << _DAY_BITS) - 1)) - _DAY_ZERO


def packed(payer: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Pack places of payers and days since 1970 into one sortable int64."""
    return np.asarray(payer, np.int64) << _DAY_BITS | (np.asarray(day, np.int64) + _DAY_ZERO)


def payer_days(dataset: Dataset, payers: pd.Index) -> PayerDays:
    """Return the active days of payers; empty where no events were loaded."""
    activity = dataset.activity
    if not activity.users:
        return PayerDays(np.zeros(0, np.int64), np.zeros(len(payers), bool), activity.observed_from)
    ids, everybody = [activity.user_ids.to_pandas()], [dataset.users["user_id"]]
    if dataset.has_accounts:
        ids.append(dataset.attributes["account_id"])
        everybody.append(dataset.users["account_id"].dropna().drop_duplicates())
    known = np.zeros(len(payers), bool)
    for each in (ids[0], *everybody):
        place = payers.get_indexer(each)
        known[place[place >= 0]] = True
    keys = [_keys_of(activity, payers.get_indexer(each)) for each in ids]
    return PayerDays(np.unique(np.concatenate(keys)), known, activity.observed_from)


def _keys_of(activity: Activity, payer: np.ndarray) -> np.ndarray:
    """Return the packed days of all users who have a payer (-1: none)."""
    owner = np.repeat(payer, np.diff(activity.offsets))
    paid = owner >= 0
    return packed(owner[paid], activity.day[paid])


@dataclass(frozen=True, eq=False)
class Silences:
    """How silent each of some stretches was at its end: float64, nan where there was no active day in it.

    own_tail is the chance of a silence as long by the own gaps, nan below three gaps (`analysis.at_risk.own_beat`).
    """

    silence_days: np.ndarray
    own_tail: np.ndarray


def silences_at(known: PayerDays, payer: np.ndarray, start: np.ndarray, end: np.ndarray) -> Silences:
    """Return the silence at the end of each stretch [start, end) of a payer, judged by the days within it alone."""
    low, high = known.before(payer, start), known.before(payer, end)
    seen = np.flatnonzero(high > low)
    silence, tail = np.full((2, len(low)), np.nan)
    if len(seen):
        gaps = gaps_of(_ending_together(known.days(), low[seen], high[seen], np.asarray(end, np.int64)[seen]))
        silence[seen], tail[seen] = gaps.silence_days, own_beat(gaps).tail
    return Silences(silence, tail)


def _ending_together(days: np.ndarray, low: np.ndarray, high: np.ndarray, end: np.ndarray) -> Activity:
    """Return stretches of days as users whose histories are moved so that all end on one day, the one before day 0.

    So the one law of silences judges everybody at an end of their own. Weekdays and dates mean nothing here.
    """
    count = high - low
    offsets = np.concatenate([[0], np.cumsum(count)])
    within = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - low, count)
    day = (days[within] - np.repeat(end, count)).astype(np.int32)
    nothing = np.zeros(len(day), np.uint32)
    uses = pd.DataFrame({name: [] for name in ("user", "event", "days", "count", "first_day", "last_day", "amount")})
    return Activity(
        user_ids=pa.array([str(each) for each in range(len(low))], pa.string()), offsets=offsets.astype(np.int64),
        day=day, events=nothing, hours=nothing, event_bits=nothing.astype(np.uint64), amount=None, event_names=(),
        uses=uses, observed_from=int(day.min()), observed_to=-1,
    )  # fmt: skip
