"""Staged events become user-days and uses: rows packed into sortable integers, sorted once, read off as runs.

Each part holds all rows of its users, so parts are reduced alone and put in a row: memory hangs on the size of a part
and on the result, not on the number of events.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import OTHER_EVENTS_BIT, USES_COLUMNS, Activity, to_day
from analysis.ingest.dealing import Packing, deal
from analysis.ingest.limits import Limits
from analysis.ingest.parts import Part
from analysis.ingest.plan import MICROS
from analysis.ingest.staged import Staged
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY
from analysis.kernels.user_days import USES, count_runs, fill_days, fill_uses

_NAME = 1  # the column of `fill_uses` that holds it


@dataclass(frozen=True, eq=False)
class _Uses:
    """The uses of a part's users, as `fill_uses` writes them, and how many user-days they have."""

    columns: np.ndarray
    user_days: int


@dataclass(frozen=True, eq=False)
class _Days:
    """The user-days of all users as columns; `per_user` counts them by user."""

    per_user: np.ndarray
    day: np.ndarray
    events: np.ndarray
    hours: np.ndarray
    event_bits: np.ndarray
    amount: np.ndarray

    @classmethod
    def room_for(cls, user_days: int, *, users: int) -> Self:
        """Return columns to fill."""
        kinds = (np.int32, np.uint32, np.uint32, np.uint64, np.float64)
        return cls(np.zeros(users, np.int64), *(np.empty(user_days, kind) for kind in kinds))


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
    with ThreadPoolExecutor(2) as pool:  # sorting and the kernels work without the interpreter's lock
        using = list(pool.map(partial(_uses_of, packing=packing, names=names), parts))
        ends = np.cumsum([each.user_days for each in using])
        found = np.concatenate([each.columns for each in using])
        del using
        order = _by_users(found, names)
        days = _Days.room_for(int(ends[-1]), users=len(staged.users.texts))
        fill = partial(_fill_days, days=days, packing=packing, bit_of=_bits(order))
        filled = pool.map(fill, parts, [0, *ends[:-1]], ends)
        uses = _uses_table(found, staged.events.texts, packing)
        list(filled)
    return Activity(
        user_ids=staged.users.texts,
        offsets=np.append(0, np.cumsum(days.per_user)).astype(np.int64),
        day=days.day,
        events=days.events,
        hours=days.hours,
        event_bits=days.event_bits,
        amount=days.amount if has_amount else None,
        event_names=tuple(staged.events.texts.take(pa.array(order[:OTHER_EVENTS_BIT])).to_pylist()),
        uses=uses,
        observed_from=packing.first_day,
        observed_to=staged.hour_span[1] // HOURS_A_DAY + to_day(EARLIEST) if as_of is None else to_day(as_of),
    )


def _by_users(found: np.ndarray, names: int) -> np.ndarray:
    """Return the event names, those with most users first, ties by name."""
    return np.lexsort((np.arange(names), -np.bincount(found[:, _NAME], minlength=names)))


def _bits(order: np.ndarray) -> np.ndarray:
    """Return the bit of each name, after that of none; names beyond the 63rd share one."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return np.append(np.uint64(0), np.uint64(1) << np.minimum(rank, OTHER_EVENTS_BIT).astype(np.uint64))


def _uses_of(part: Part, *, packing: Packing, names: int) -> _Uses:
    rows, paid, micros = part.in_order()
    room = np.empty((len(rows), USES), np.int64)
    entries = fill_uses(rows, paid, micros, packing.bits, names, room)
    return _Uses(room[:entries].copy(), count_runs(rows, sum(packing.bits[1:])))


def _fill_days(part: Part, start: int, end: int, *, days: _Days, packing: Packing, bit_of: np.ndarray) -> None:
    """Fill the user-days of a part, which has those from `start` to before `end`."""
    here = slice(start, end)
    columns = (days.day[here], days.events[here], days.hours[here], days.event_bits[here])
    sums = np.empty(end - start, np.int64)
    fill_days(*part.in_order(), packing.bits, bit_of, days.per_user, (*columns, sums))
    days.day[here] += packing.first_day
    np.divide(sums, MICROS, out=days.amount[here])
    if not packing.has_times:
        days.hours[here] = 0


def _uses_table(found: np.ndarray, names: pa.StringArray, packing: Packing) -> pd.DataFrame:
    """Return Activity.uses."""
    user, name, days, count, first, last, micros, paid = found.T
    columns = {
        "user": user.astype(np.int32),
        "event": names.take(pa.array(name)).to_pandas().astype("str"),
        "days": days.astype(np.int32),
        "count": count.copy(),
        "first_day": (first + packing.first_day).astype(np.int32),
        "last_day": (last + packing.first_day).astype(np.int32),
        "amount": np.where(paid > 0, micros / MICROS, np.nan),
    }
    return pd.DataFrame({name: columns[name] for name in USES_COLUMNS})
