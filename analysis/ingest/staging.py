"""Events as numbers: one streamed scan of each file, text replaced by codes batch by batch, no row unjudged."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.ingest.counting import count_rows, is_blank
from analysis.ingest.interner import Interner, Names
from analysis.ingest.meaning import millionths_of
from analysis.ingest.plan import CENTS, GOOD, MICROS, Plan, typed_sql
from analysis.ingest.readers import Source
from analysis.ingest.spool import Spool
from analysis.ingest.straight import ODD_ID, NotStraightError, is_straight, straight_batches
from analysis.ingest.timestamps import HOURS_A_DAY
from analysis.kernels.packing import tally_hours

_BATCH_ROWS = 1 << 20


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
    malformed: frozenset[tuple[str, int, str]]
    lost: Mapping[str, int]
    blank_lines: int
    swallowed: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of all files that could be split into columns."""
        return sum(self.by_code.values())

    @property
    def is_clean(self) -> bool:
        """Whether a first scan is enough: every row is usable, no id is empty, has blanks around it or a NUL."""
        return self.by_code.get(GOOD) == self.rows and not self.has_odd_ids

    @property
    def has_odd_ids(self) -> bool:
        """Whether an id is empty, has blanks around it or a NUL."""
        texts = pa.chunked_array([self.users.texts, self.accounts.texts])
        return bool(pc.any(pc.match_substring_regex(texts, ODD_ID)).as_py())

    def with_user_texts(self, texts: pd.Series) -> Self:
        """Return the rows with each user's text replaced, in the order of `users.texts`; equal texts become one."""
        return replace(self, users=self.users.renamed(pa.array(texts, pa.string())))


class _Gathered:
    """What the scans of all files add up to."""

    def __init__(self, plan: Plan, spool: Spool) -> None:
        self._plan, self._spool = plan, spool
        self._names = {name: Interner() for name in ("who", "event", "account")}
        self._tally: Counter[tuple[int, int]] = Counter()
        self._by_hour = np.zeros(HOURS_A_DAY, np.int64)
        self._first, self._last = np.iinfo(np.int32).max, -1
        self._micros = 0
        self.besides: dict[str, dict] = {"lost": {}, "swallowed": {}}
        self.malformed: set[tuple[str, int, str]] = set()
        self.blank_lines = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Judge a batch of typed rows, and keep the usable ones."""
        self._tally.update(_tallied(batch))
        if pc.max(batch["code"]).as_py() != GOOD:
            batch = batch.filter(pc.equal(batch["code"], GOOD))
        if not batch.num_rows:
            return
        hour = batch["hour"].to_numpy()
        first, last = tally_hours(hour, self._by_hour)
        self._first, self._last = min(self._first, first), max(self._last, last)
        user, event = self._names["who"].codes(batch["who"]), self._names["event"].codes(batch["event"])
        columns = {"user": user, "event": _narrow(event), "hour": hour}
        if self._plan.columns.column("amount") is not None:
            money = batch["money"]
            at = np.flatnonzero(money.is_valid().to_numpy(zero_copy_only=False)) if money.null_count else slice(None)
            paid = {name: column[at] for name, column in columns.items()} | {"micros": self._micros_of(money)}
            self._spool.beside.add(pa.record_batch(paid))
        if self._plan.columns.column("account_id") is not None:
            columns["account"] = self._names["account"].codes(batch["account"])
        self._spool.add(pa.record_batch(columns))

    def _micros_of(self, money: pa.Decimal128Array | pa.Int64Array) -> np.ndarray:
        """Return the decimals of six places that are given as int64 millionths, or those as they are; add them up."""
        given = money.drop_null()
        whole = given.to_numpy() if pa.types.is_integer(money.type) else millionths_of(given)
        micros = whole // CENTS if self._plan.is_cents else whole
        high, low = micros >> 32, micros & 0xFFFFFFFF  # in halves: no sum of int64 can overflow
        self._micros += (int(high.sum()) << 32) + int(low.sum())
        return micros

    def staged(self) -> Staged:
        """Return all of it."""
        self._spool.close()
        by_code: Counter[int] = Counter()
        by_offset: Counter[int] = Counter()
        for (code, offset_kind), rows in self._tally.items():
            by_code[code] += rows
            by_offset[offset_kind] += rows if code == GOOD else 0
        names = {name: interner.names() for name, interner in self._names.items()}
        return Staged(
            rows_kept=self._spool,
            users=names["who"],
            events=names["event"].without_empty(),
            accounts=names["account"].without_empty(),
            by_hour=tuple(self._by_hour.tolist()),
            hour_span=(self._first, self._last),
            amount=Decimal(self._micros) / MICROS,
            by_code=by_code,
            by_offset=by_offset,
            malformed=frozenset(self.malformed),
            blank_lines=self.blank_lines,
            **self.besides,
        )


def stage(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, spool: Spool) -> Staged:
    """Scan every file once; the usable rows go to `spool`."""
    gathered = _Gathered(plan, spool)
    for source in sources:
        connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        statement = typed_sql(source, plan, parameter="file0")
        values = {"file0": str(source.path)} | plan.parameters(statement)
        rows = 0
        for batch in _ahead(connection.sql(statement, params=values).to_arrow_reader(_BATCH_ROWS)):
            rows += batch.num_rows
            gathered.add(batch)
        found = {(str(source.path), line, text) for _, line, text in malformed_rows(connection, source.delimiter)}
        gathered.malformed |= found
        if source.kind == "csv":
            counted = count_rows(source.path, delimiter=source.delimiter, found=rows + len(found))
            gathered.besides["lost"][str(source.path)] = counted.lost(rows + len(found))
            if unread := counted.unread(rows + len(found)):
                gathered.besides["swallowed"][str(source.path)] = (counted.open_line, unread)
            gathered.blank_lines += counted.blank_lines
    return gathered.staged()


def stage_straight(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, spool: Spool
) -> Staged | None:
    """Take the rows from the columns of Parquet files as they are stored; None where only SQL can read all of them.

    Rows that are left out have the codes that a careful scan gives.
    """
    if not all(is_straight(source, plan) for source in sources):
        return None
    gathered = _Gathered(plan, spool)
    try:
        for source in sources:
            for batch in straight_batches(connection, source, plan):
                gathered.add(batch)
        staged = gathered.staged()
        for names in (staged.users, staged.events, staged.accounts):
            names.texts.validate(full=True)
        return None if staged.has_odd_ids else staged
    except (NotStraightError, pa.ArrowException, OSError):  # SQL has the sentence for a damaged file
        return None


def _ahead(batches: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Yield the batches while the next one is already being read."""
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reading.submit(next, batches, None)
            yield batch


def malformed_rows(connection: duckdb.DuckDBPyConnection, delimiter: str) -> frozenset[tuple[str, int, str]]:
    """Return file, line and text of the rows DuckDB could not split into the header's columns; no blank lines."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchall()
    if not tables:
        return frozenset()
    rows = connection.execute(
        "SELECT s.file_path, e.line, any_value(e.csv_line) FROM reject_errors AS e JOIN reject_scans AS s "
        "USING (scan_id, file_id) GROUP BY s.file_path, e.line"
    ).fetchall()
    return frozenset((path, line, text) for path, line, text in rows if not text or not is_blank(text, delimiter))


def is_torn(malformed: frozenset[tuple[str, int, str]]) -> bool:
    """Whether DuckDB refused a row without a text: where line ends and quotes mix, it cut two rows into a false one."""
    return any(not text for _, _, text in malformed)


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
