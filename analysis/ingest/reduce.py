"""Staged events become user-days and uses: rows packed into sortable integers, sorted once, read off as runs.

A packed row holds user, day, hour and event in one int64, so one plain sort of integers replaces hash tables of
strings; and sorted order is the canonical order, whatever order the rows came in.
"""

from concurrent.futures import ThreadPoolExecutor
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

_HOUR_BITS, _MOST_BITS = 5, 63
_HOUR_BIT = np.uint32(1) << np.arange(24, dtype=np.uint32)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Usable rows as int64 codes, shape (rows,).

    Attributes
    ----------
    event
        Position in `names` (byte order), -1 where none.
    day
        Days since the first day in the data, which is `first_day` since 1970; the last one is `last`.
    """

    user: np.ndarray
    event: np.ndarray
    day: np.ndarray
    hour: np.ndarray
    names: list[str]
    first_day: int
    last: int

    @property
    def day_bits(self) -> int:
        """Bits that hold any `day`."""
        return self.last.bit_length()

    @property
    def name_bits(self) -> int:
        """Bits that hold any `event`, and one more for none."""
        return len(self.names).bit_length()


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
    with ThreadPoolExecutor(1) as second:  # numpy sorts and counts without the interpreter's lock
        reducing = second.submit(_uses, rows, staged)
        packed = ((rows.user << rows.day_bits | rows.day) << _HOUR_BITS | rows.hour) << rows.name_bits | (
            rows.event + 1
        )
        packed.sort()
        day_runs = _runs(packed >> (_HOUR_BITS + rows.name_bits))
        hour = (packed >> rows.name_bits) & _mask(_HOUR_BITS)
        hours = np.bitwise_or.reduceat(_HOUR_BIT[hour], day_runs.start)
        uses, rank = reducing.result()
    bit_of = np.append(np.uint64(0), np.uint64(1) << np.minimum(rank, OTHER_EVENTS_BIT).astype(np.uint64))
    return Activity(
        user_ids=ids,
        offsets=np.searchsorted(day_runs.value >> rows.day_bits, np.arange(len(ids) + 1)).astype(np.int64),
        day=((day_runs.value & _mask(rows.day_bits)) + rows.first_day).astype(np.int32),
        events=day_runs.length.astype(np.uint32),
        hours=hours if has_times else np.zeros_like(hours),
        event_bits=np.bitwise_or.reduceat(bit_of[packed & _mask(rows.name_bits)], day_runs.start),
        amount=_day_amounts(rows, staged, day_runs.value) if has_amount else None,
        event_names=tuple(rows.names[name] for name in np.argsort(rank)[:OTHER_EVENTS_BIT]),
        uses=uses,
        observed_from=rows.first_day,
        observed_to=rows.first_day + rows.last if as_of is None else to_day(as_of),
    )


def main_accounts(staged: Staged) -> pd.DataFrame:
    """Return user_id, the account with most of the user's events (ties by name), and the number of the user's accounts.

    Users without an account are left out.
    """
    known = staged.account.is_valid().to_numpy(zero_copy_only=False)
    account = staged.account.indices.fill_null(0).to_numpy()[known].astype(np.int64)
    user = staged.user.indices.to_numpy()[known].astype(np.int64)
    accounts = max(len(staged.account.dictionary), 1)
    pairs = _runs(np.sort(user * accounts + account))
    owner, named = np.divmod(pairs.value, accounts)
    best = np.lexsort((named, -pairs.length, owner))
    people = _runs(owner[best])
    first = best[people.start]
    return pd.DataFrame(
        {
            "user_id": staged.user.dictionary.take(pa.array(owner[first])).to_pandas(),
            "account_id": staged.account.dictionary.take(pa.array(named[first])).to_pandas(),
            "accounts": people.length,
        }
    )


def _rows(staged: Staged, *, has_times: bool) -> _Rows:
    day = staged.hour // HOURS_A_DAY
    hour = staged.hour - day * HOURS_A_DAY
    first, last = int(day.min()), int(day.max())
    names = staged.event.dictionary.to_pylist()
    rows = _Rows(
        user=staged.user.indices.to_numpy().astype(np.int64),
        event=staged.event.indices.fill_null(-1).to_numpy().astype(np.int64),
        day=day.astype(np.int64) - first,
        hour=(hour if has_times else np.zeros_like(hour)).astype(np.int64),
        names=names,
        first_day=first + to_day(EARLIEST),
        last=last - first,
    )
    if len(staged.user.dictionary).bit_length() + rows.day_bits + _HOUR_BITS + rows.name_bits > _MOST_BITS:
        raise UnreadableFileError(
            f"Expected event names that repeat, found {len(names):,} of them.", hint="map another event column."
        )
    return rows


def _uses(rows: _Rows, staged: Staged) -> tuple[pd.DataFrame, np.ndarray]:
    """Return Activity.uses, and each name's rank: the name with most users is 0, ties by name."""
    packed = (rows.user << rows.name_bits | rows.event) << rows.day_bits | rows.day
    is_named = rows.event >= 0
    packed = packed if is_named.all() else packed[is_named]
    packed.sort()
    pairs = _runs(packed >> rows.day_bits)
    name, names = pairs.value & _mask(rows.name_bits), len(rows.names)
    rank = np.empty(names, np.int64)
    rank[np.lexsort((np.arange(names), -np.bincount(name, minlength=names)))] = np.arange(names)
    day = (packed & _mask(rows.day_bits)) + rows.first_day
    is_new_day = np.append(True, packed[1:] != packed[:-1])[: len(packed)]
    columns = (
        (pairs.value >> rows.name_bits).astype(np.int32),
        pa.array(rows.names, pa.string()).take(pa.array(name)).to_pandas().astype("str"),
        np.add.reduceat(is_new_day, pairs.start, dtype=np.int32) if len(packed) else np.zeros(0, np.int32),
        pairs.length,
        day[pairs.start].astype(np.int32),
        day[pairs.start + pairs.length - 1].astype(np.int32),
        _use_amounts(rows, staged, pairs.value),
    )
    return pd.DataFrame(dict(zip(USES_COLUMNS, columns, strict=True))), rank


def _day_amounts(rows: _Rows, staged: Staged, user_days: np.ndarray) -> np.ndarray:
    """Return the sum of amounts of each user-day, 0 where none."""
    at = staged.money_row
    return np.nan_to_num(_summed(rows.user[at] << rows.day_bits | rows.day[at], staged.micros, user_days))


def _use_amounts(rows: _Rows, staged: Staged, pairs: np.ndarray) -> np.ndarray:
    """Return the sum of amounts of each use, nan where none."""
    is_named = rows.event[staged.money_row] >= 0
    at = staged.money_row[is_named]
    return _summed(rows.user[at] << rows.name_bits | rows.event[at], staged.micros[is_named], pairs)


def _summed(keys: np.ndarray, micros: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the sum of amounts by key, in units of money, for the sorted keys `wanted`; nan where no row has it."""
    sums = np.full(len(wanted), np.nan)
    if len(keys):
        order = np.argsort(keys)
        runs = _runs(keys[order])
        sums[np.searchsorted(wanted, runs.value)] = np.add.reduceat(micros[order], runs.start) / MICROS
    return sums


def _mask(bits: int) -> np.int64:
    return np.int64((1 << bits) - 1)


def _runs(ordered: np.ndarray) -> _Runs:
    """Return the runs of a sorted array."""
    start = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, np.int64)
    return _Runs(ordered[start], start, np.diff(np.append(start, len(ordered))))
