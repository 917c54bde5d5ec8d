"""Events as numbers: the usable rows of a load, numbered batch by batch on any number of threads, no row unjudged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.ingest.given import given_of
from analysis.ingest.interner import Interner, Names
from analysis.ingest.meaning import millionths_of
from analysis.ingest.nothing import NO_NAME
from analysis.ingest.plan import CENTS, GOOD, MICROS, Plan
from analysis.ingest.spool import Spool
from analysis.ingest.straight import ODD_ID
from analysis.ingest.timestamps import HOURS_A_DAY
from analysis.kernels.packing import tally_hours

_NAMES = ("who", "event", "account")
_TURNS = 4
_ODD_EVENT = rf"^[ \t]+$|{NO_NAME}"


@dataclass(frozen=True, eq=False)
class Staged:
    """The usable rows as numbers, in no order, and what was found besides.

    Attributes
    ----------
    rows_kept
        The usable rows: user (int32, number of a name), event (as user, -1 where missing; int16 while they are few),
        hour (int32, hours since 1900-01-01 00:00 local); account (as user, -1 where missing), where the plan has it.
        Its `beside` holds those with an amount once more: user, event, hour and micros (int64, amount in millionths).
    users, events, accounts
        What those numbers stand for.
    by_hour
        Usable rows by local hour of the day, 24 of them.
    hour_span
        First and last hour of the usable rows.
    amount
        Exact sum of all amounts.
    by_code, by_offset
        Rows of all files by reject code; usable rows by kind of offset.
    malformed
        File, line and text of rows DuckDB could not split into the header's columns.
    lost
        Rows of each file, by path, that DuckDB neither returned nor refused, by an own count.
    blank_lines
        Lines of all files that hold nothing but blanks.
    swallowed
        Where a quote never closes, by path: the line it opens on, and the lines after it that belong to no row.
    """

    rows_kept: Spool
    users: Names
    events: Names
    accounts: Names
    by_hour: tuple[int, ...]
    hour_span: tuple[int, int]
    amount: Decimal
    by_code: Mapping[int, int]
    by_offset: Mapping[int, int]
    malformed: frozenset[tuple[str, int, str]] = frozenset()
    lost: Mapping[str, int] = field(default_factory=dict)
    blank_lines: int = 0
    swallowed: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of all files that could be split into columns."""
        return sum(self.by_code.values())

    @property
    def is_clean(self) -> bool:
        """Whether a first scan is enough: every row is usable, no id is empty, has blanks around it or a NUL.

        Nor does an id or the name of an event stand for none, as NULL does.
        """
        return self.by_code.get(GOOD) == self.rows and not self.has_odd_ids

    @property
    def has_odd_ids(self) -> bool:
        """Whether an id is empty, has blanks around it or a NUL, or an id or the name of an event stands for none."""
        texts = pa.chunked_array([self.users.texts, self.accounts.texts])
        odd = pc.any(pc.match_substring_regex(texts, ODD_ID)).as_py()
        return bool(odd or pc.any(pc.match_substring_regex(self.events.texts, _ODD_EVENT)).as_py())

    def with_user_texts(self, texts: pd.Series) -> Self:
        """Return the rows with each user's text replaced, in the order of `users.texts`; equal texts become one."""
        return replace(self, users=self.users.renamed(pa.array(texts, pa.string())))


@dataclass(frozen=True, eq=False)
class Numbered:
    """The usable rows of a batch as `Staged.rows_kept` holds them, and those with an amount once more, or None."""

    rows: pa.RecordBatch
    paid: pa.RecordBatch | None = None

    def keep_in(self, spool: Spool) -> None:
        """Add them to a spool and to the one beside it."""
        if self.paid is not None:
            spool.beside.add(self.paid)
        spool.add(self.rows)


class Gathering:
    """What the batches that one thread judges add up to; it is the `share`-th of `shares`."""

    def __init__(self, plan: Plan, *, share: int = 0, shares: int = 1) -> None:
        self._plan = plan
        self.names = {name: Interner(first=share, step=shares) for name in _NAMES}
        self.tally: Counter[tuple[int, int]] = Counter()
        self.by_hour = np.zeros((_TURNS, HOURS_A_DAY), np.int64)
        self.first, self.last = np.iinfo(np.int32).max, -1
        self.micros = 0

    def numbered(self, batch: pa.RecordBatch) -> Numbered | None:
        """Judge a batch of typed rows; return the usable ones, None where there are none."""
        self.tally.update(_tallied(batch))
        if pc.max(batch["code"]).as_py() != GOOD:
            batch = batch.filter(pc.equal(batch["code"], GOOD))
        if not batch.num_rows:
            return None
        # A copy: a view would hold on to the whole batch of a scan, its texts and all.
        hour, paid = batch["hour"].to_numpy().copy(), None
        first, last = tally_hours(hour, self.by_hour)
        self.first, self.last = min(self.first, first), max(self.last, last)
        user, event = self.names["who"].codes(batch["who"]), self.names["event"].codes(batch["event"])
        columns = {"user": user, "event": _narrow(event), "hour": hour}
        if self._plan.columns.column("amount") is not None:
            at, micros = _amounts(batch["money"])
            paid = {name: column[at] for name, column in columns.items()} | {"micros": self._taken(micros)}
        if self._plan.columns.column("account_id") is not None:
            columns["account"] = self.names["account"].codes(batch["account"])
        return Numbered(pa.record_batch(columns), paid and pa.record_batch(paid))

    def _taken(self, micros: np.ndarray) -> np.ndarray:
        """Return amounts in millionths of what is counted, not of cents, and add them up."""
        micros = micros // CENTS if self._plan.is_cents else micros
        high, low = micros >> 32, micros & 0xFFFFFFFF  # in halves: no sum of int64 can overflow
        self.micros += (int(high.sum()) << 32) + int(low.sum())
        return micros


def staged_of(gatherings: Sequence[Gathering], spool: Spool) -> Staged:
    """Return what several threads gathered; `spool` holds their rows."""
    spool.close()
    by_code: Counter[int] = Counter()
    by_offset: Counter[int] = Counter()
    for (code, offset_kind), rows in sum((each.tally for each in gatherings), Counter()).items():
        by_code[code] += rows
        by_offset[offset_kind] += rows if code == GOOD else 0
    names = {name: Names.of_all([each.names[name] for each in gatherings]) for name in _NAMES}
    return Staged(
        rows_kept=spool,
        users=names["who"],
        events=names["event"].without_empty(),
        accounts=names["account"].without_empty(),
        by_hour=tuple(sum(each.by_hour.sum(axis=0) for each in gatherings).tolist()),
        hour_span=(min(each.first for each in gatherings), max(each.last for each in gatherings)),
        amount=Decimal(sum(each.micros for each in gatherings)) / MICROS,
        by_code=by_code,
        by_offset=by_offset,
    )


def _amounts(money: pa.Decimal128Array | pa.Int64Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that have an amount, and it in millionths: from decimals of six places, or int64 as it is."""
    at = np.flatnonzero(given_of(money))
    if not pa.types.is_integer(money.type):
        return at, millionths_of(money)[at]
    return at, np.frombuffer(money.buffers()[1], np.int64)[money.offset :][at]


def _narrow(codes: np.ndarray) -> np.ndarray:
    """Return numbers of names in two bytes each, where they fit."""
    return codes.astype(np.int16) if codes.max(initial=-1) <= np.iinfo(np.int16).max else codes


def _tallied(batch: pa.RecordBatch) -> Counter[tuple[int, int]]:
    """Count rows by reject code and kind of offset."""
    code, offset_kind = batch["code"].to_numpy(), batch["offset_kind"].to_numpy()
    if len(code) and not code.any() and offset_kind.min() == offset_kind.max():  # nearly always
        return Counter({(GOOD, int(offset_kind[0])): len(code)})
    counts = np.bincount(code * np.uint8(4) + offset_kind)
    return Counter({divmod(int(pair), 4): int(counts[pair]) for pair in np.flatnonzero(counts)})
