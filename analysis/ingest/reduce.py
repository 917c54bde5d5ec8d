"""Staged events become user-days and uses: rows packed into sortable integers, sorted once, read off as runs.

Each part holds all rows of its users, so parts are reduced alone and put in a row: memory hangs on the size of a part
and on the result, not on the number of events.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import OTHER_EVENTS_BIT, USES_COLUMNS, Activity, to_day
from analysis.ingest.dealing import Packing, Part, deal, mask
from analysis.ingest.limits import Limits
from analysis.ingest.plan import MICROS
from analysis.ingest.staging import Staged
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY

_HOUR_BIT = np.uint32(1) << np.arange(24, dtype=np.uint32)


@dataclass(frozen=True, eq=False)
class _Runs:
    """Equal neighbours of a sorted array: the value of each run, where it starts, how long it is."""

    value: np.ndarray
    start: np.ndarray
    length: np.ndarray


@dataclass(frozen=True, eq=False)
class _Uses:
    """The uses of some users as columns: user and name are ranks."""

    user: np.ndarray
    name: np.ndarray
    days: np.ndarray
    count: np.ndarray
    first_day: np.ndarray
    last_day: np.ndarray
    amount: np.ndarray


@dataclass(frozen=True, eq=False)
class _Days:
    """The user-days of some users as columns; `per_user` counts them by user."""

    per_user: np.ndarray
    day: np.ndarray
    events: np.ndarray
    hours: np.ndarray
    event_bits: np.ndarray
    amount: np.ndarray


def reduce_events(
    staged: Staged, *, has_amount: bool, has_times: bool, as_of: date | None, folder: Path, limits: Limits
) -> Activity:
    """Return the Activity; byte-equal for the same rows in any order, in any parts, on any number of threads.

    The staged rows are used up: nothing reads them again.
    """
    packing = Packing.of(staged, has_times=has_times)
    parts = deal(staged, packing, folder=folder, most_rows=limits.part_rows)
    staged.rows_kept.drop()
    names = len(staged.events.texts)
    with ThreadPoolExecutor(2) as pool:  # numpy sorts and counts without the interpreter's lock
        using = [pool.submit(_uses_of, part, packing) for part in parts]
        rank = _Ranks(using, names)
        days = [pool.submit(_days_of, part, packing, rank) for part in parts]
        uses = _united_uses([each.result() for each in using], staged.events.texts)
        reduced = [each.result() for each in days]
    united = partial(_united, reduced)
    return Activity(
        user_ids=staged.users.texts,
        offsets=np.append(0, np.cumsum(united("per_user"))).astype(np.int64),
        day=united("day"),
        events=united("events"),
        hours=united("hours"),
        event_bits=united("event_bits"),
        amount=united("amount") if has_amount else None,
        event_names=tuple(staged.events.texts.take(pa.array(rank.order[:OTHER_EVENTS_BIT])).to_pylist()),
        uses=uses,
        observed_from=packing.first_day,
        observed_to=staged.hour_span[1] // HOURS_A_DAY + to_day(EARLIEST) if as_of is None else to_day(as_of),
    )


class _Ranks:
    """Event names by their number of users, which is known once the uses of all parts are."""

    def __init__(self, using: Sequence[Future[_Uses]], names: int) -> None:
        self._using, self._names = using, names

    @cached_property
    def order(self) -> np.ndarray:
        """The names, those with most users first, ties by name."""
        users = sum(np.bincount(each.result().name, minlength=self._names) for each in self._using)
        return np.lexsort((np.arange(self._names), -users))

    @cached_property
    def bits(self) -> np.ndarray:
        """The bit of each name, after that of none; names beyond the 63rd share one."""
        rank = np.empty(self._names, np.int64)
        rank[self.order] = np.arange(self._names)
        return np.append(np.uint64(0), np.uint64(1) << np.minimum(rank, OTHER_EVENTS_BIT).astype(np.uint64))


def _days_of(part: Part, packing: Packing, rank: _Ranks) -> _Days:
    packed = part.rows.array()
    packed.sort()
    runs = _runs(packing.user_days(packed))
    hours = np.bitwise_or.reduceat(_HOUR_BIT[packing.hours(packed)], runs.start)
    paid, micros = part.paid.array(), part.micros.array()
    user = runs.value >> packing.day_bits
    return _Days(
        per_user=np.bincount(user - part.first_user, minlength=part.end_user - part.first_user),
        day=packing.days(runs.value),
        events=runs.length.astype(np.uint32),
        hours=hours if packing.has_times else np.zeros_like(hours),
        amount=np.nan_to_num(_summed(packing.user_days(paid), micros, runs.value)),
        event_bits=np.bitwise_or.reduceat(rank.bits[packing.names(packed)], runs.start),
    )


def _uses_of(part: Part, packing: Packing) -> _Uses:
    packed = part.rows.array()
    named = packed[packing.names(packed) > 0]
    by_name = (_pairs(named, packing) << packing.day_bits) | (packing.user_days(named) & mask(packing.day_bits))
    by_name.sort()
    runs = _runs(by_name >> packing.day_bits)
    day = packing.days(by_name)
    is_new_day = np.append(True, by_name[1:] != by_name[:-1])[: len(by_name)]
    paid, micros = part.paid.array(), part.micros.array()
    is_named = packing.names(paid) > 0
    return _Uses(
        user=(runs.value >> packing.name_bits).astype(np.int32),
        name=(runs.value & mask(packing.name_bits)) - 1,
        days=np.add.reduceat(is_new_day, runs.start, dtype=np.int32) if len(by_name) else np.zeros(0, np.int32),
        count=runs.length,
        first_day=day[runs.start],
        last_day=day[runs.start + runs.length - 1],
        amount=_summed(_pairs(paid[is_named], packing), micros[is_named], runs.value),
    )


def _pairs(packed: np.ndarray, packing: Packing) -> np.ndarray:
    """Return user and event of packed rows, as one number."""
    return (packing.users(packed) << packing.name_bits) | packing.names(packed)


def _united(pieces: Sequence[_Days] | Sequence[_Uses], name: str) -> np.ndarray:
    return np.concatenate([getattr(each, name) for each in pieces])


def _united_uses(pieces: Sequence[_Uses], names: pa.StringArray) -> pd.DataFrame:
    """Return Activity.uses."""
    columns = {name: _united(pieces, name) for name in USES_COLUMNS if name != "event"}
    event = names.take(pa.array(_united(pieces, "name"))).to_pandas().astype("str")
    return pd.DataFrame({name: event if name == "event" else columns[name] for name in USES_COLUMNS})


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
