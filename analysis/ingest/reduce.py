"""Staged events become user-days and uses: rows packed into sortable integers, sorted once, read off as runs.

A packed row holds user, day, hour and event in one int64, so one plain sort of integers replaces hash tables of
strings; and sorted order is the canonical order, whatever order the rows came in.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import OTHER_EVENTS_BIT, USES_COLUMNS, Activity, to_day
from analysis.errors import UnreadableFileError
from analysis.ingest.plan import MICROS
from analysis.ingest.staging import Staged
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY

# What a packed row says of its event: 0-62 a name of its own, 63 any other name, 64 none.
_NO_EVENT, _EVENT_CODES = 64, 65
_BIT_OF = np.append(np.uint64(1) << np.arange(64, dtype=np.uint64), np.uint64(0))


@dataclass(frozen=True, eq=False)
class _Rows:
    """Usable rows as int64 codes, shape (rows,).

    Attributes
    ----------
    event
        Position in `names` (byte order), -1 where none.
    day
        Days since the first day in the data, which is `first_day` since 1970; `days` of them are covered.
    """

    user: np.ndarray
    event: np.ndarray
    day: np.ndarray
    hour: np.ndarray
    names: list[str]
    first_day: int
    days: int


@dataclass(frozen=True, eq=False)
class _Runs:
    """Equal neighbours of a sorted array: the value of each run, where it starts, how long it is."""

    value: np.ndarray
    start: np.ndarray
    length: np.ndarray


def reduce_events(staged: Staged, *, has_amount: bool, has_times: bool, as_of: date | None) -> Activity:
    """Return the Activity; byte-equal for the same rows in any order, on any number of threads."""
    rows = _rows(staged, has_times=has_times)
    ids = staged.user.dictionary
    uses, rank = _uses(rows, staged)
    packed = ((rows.user * rows.days + rows.day) * HOURS_A_DAY + rows.hour) * _EVENT_CODES + _event_codes(
        rows.event, rank
    )
    packed.sort()
    day_runs = _runs(packed // (HOURS_A_DAY * _EVENT_CODES))
    hour, event = np.divmod(packed % (HOURS_A_DAY * _EVENT_CODES), _EVENT_CODES)
    hours = np.bitwise_or.reduceat(np.left_shift(np.uint32(1), hour.astype(np.uint32)), day_runs.start)
    owner, day = np.divmod(day_runs.value, rows.days)
    return Activity(
        user_ids=ids,
        offsets=np.searchsorted(owner, np.arange(len(ids) + 1)).astype(np.int64),
        day=(day + rows.first_day).astype(np.int32),
        events=day_runs.length.astype(np.uint32),
        hours=hours if has_times else np.zeros_like(hours),
        event_bits=np.bitwise_or.reduceat(_BIT_OF[event], day_runs.start),
        amount=_day_amounts(rows, staged, day_runs.value) if has_amount else None,
        event_names=tuple(rows.names[name] for name in np.argsort(rank)[:OTHER_EVENTS_BIT]),
        uses=uses,
        observed_from=rows.first_day,
        observed_to=rows.first_day + rows.days - 1 if as_of is None else to_day(as_of),
    )


def main_accounts(staged: Staged) -> pd.DataFrame:
    """Return user_id and the account with most of the user's events (ties by name); users without one are left out."""
    known = staged.account.is_valid().to_numpy(zero_copy_only=False)
    account = staged.account.indices.fill_null(0).to_numpy()[known].astype(np.int64)
    user = staged.user.indices.to_numpy()[known].astype(np.int64)
    accounts = max(len(staged.account.dictionary), 1)
    pairs = _runs(np.sort(user * accounts + account))
    owner, named = np.divmod(pairs.value, accounts)
    best = np.lexsort((named, -pairs.length, owner))
    first = best[_runs(owner[best]).start]
    return pd.DataFrame(
        {
            "user_id": staged.user.dictionary.take(pa.array(owner[first])).to_pandas(),
            "account_id": staged.account.dictionary.take(pa.array(named[first])).to_pandas(),
        }
    )


def _rows(staged: Staged, *, has_times: bool) -> _Rows:
    day, hour = np.divmod(staged.hour.astype(np.int64), HOURS_A_DAY)
    first = int(day.min())
    names = staged.event.dictionary.to_pylist()
    days = int(day.max()) - first + 1
    if len(staged.user.dictionary) * days * max(len(names), HOURS_A_DAY * _EVENT_CODES) >= np.iinfo(np.int64).max:
        raise UnreadableFileError(
            f"Expected event names that repeat, found {len(names):,} of them.", hint="map another event column."
        )
    event = staged.event.indices.fill_null(-1).to_numpy().astype(np.int64)
    return _Rows(
        staged.user.indices.to_numpy().astype(np.int64), event, day - first, hour if has_times else np.zeros_like(hour),
        names=names, first_day=first + to_day(EARLIEST), days=days,
    )  # fmt: skip


def _uses(rows: _Rows, staged: Staged) -> tuple[pd.DataFrame, np.ndarray]:
    """Return Activity.uses, and each name's rank: the name with most users is 0, ties by name."""
    names = len(rows.names)
    is_named = rows.event >= 0
    packed = (rows.user * names + rows.event) * rows.days + rows.day
    packed = np.sort(packed if is_named.all() else packed[is_named])
    pairs = _runs(packed // rows.days)
    owner, name = np.divmod(pairs.value, max(names, 1))
    rank = np.empty(names, np.int64)
    rank[np.lexsort((np.arange(names), -np.bincount(name, minlength=names)))] = np.arange(names)
    is_new_day = np.append(True, np.diff(packed) != 0) if len(packed) else np.zeros(0, bool)
    columns = (
        owner.astype(np.int32),
        pa.array(rows.names, pa.string()).take(pa.array(name)).to_pandas().astype("str"),
        np.add.reduceat(is_new_day, pairs.start, dtype=np.int32) if len(packed) else np.zeros(0, np.int32),
        pairs.length,
        (packed[pairs.start] % max(rows.days, 1) + rows.first_day).astype(np.int32),
        (packed[pairs.start + pairs.length - 1] % max(rows.days, 1) + rows.first_day).astype(np.int32),
        _use_amounts(rows, staged, pairs.value),
    )
    return pd.DataFrame(dict(zip(USES_COLUMNS, columns, strict=True))), rank


def _event_codes(event: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return what a packed row says of each row's event."""
    return np.append(np.minimum(rank, OTHER_EVENTS_BIT), _NO_EVENT)[event]  # -1, no event, takes the last


def _day_amounts(rows: _Rows, staged: Staged, user_days: np.ndarray) -> np.ndarray:
    """Return the sum of amounts of each user-day, 0 where none."""
    at = staged.money_row
    return np.nan_to_num(_summed(rows.user[at] * rows.days + rows.day[at], staged.micros, user_days))


def _use_amounts(rows: _Rows, staged: Staged, pairs: np.ndarray) -> np.ndarray:
    """Return the sum of amounts of each use, nan where none."""
    is_named = rows.event[staged.money_row] >= 0
    at = staged.money_row[is_named]
    return _summed(rows.user[at] * len(rows.names) + rows.event[at], staged.micros[is_named], pairs)


def _summed(keys: np.ndarray, micros: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the sum of amounts by key, in units of money, for the sorted keys `wanted`; nan where no row has it."""
    sums = np.full(len(wanted), np.nan)
    if len(keys):
        order = np.argsort(keys)
        runs = _runs(keys[order])
        sums[np.searchsorted(wanted, runs.value)] = np.add.reduceat(micros[order], runs.start) / MICROS
    return sums


def _runs(ordered: np.ndarray) -> _Runs:
    """Return the runs of a sorted array."""
    start = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, np.int64)
    return _Runs(ordered[start], start, np.diff(np.append(start, len(ordered))))
