"""Events as codes and hours: one streamed scan of each file, text replaced by codes batch by batch, no row unjudged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Self

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.ingest.counting import count_rows, is_blank
from analysis.ingest.plan import CENTS, GOOD, MICROS, Plan, typed_sql
from analysis.ingest.readers import Source
from analysis.ingest.timestamps import HOURS_A_DAY

_BATCH_ROWS = 1 << 20


@dataclass(frozen=True, eq=False)
class Staged:
    """The usable rows as arrays, in no order, and what was found besides.

    Attributes
    ----------
    user, event, account
        Dictionary-coded text, shape (loaded,); events and accounts may be null.
    hour
        int32, shape (loaded,), hours since 1900-01-01 00:00 local.
    money_row, micros
        Rows that have an amount, and the amount in millionths, int64, shape (amounts,).
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

    user: pa.DictionaryArray
    event: pa.DictionaryArray
    account: pa.DictionaryArray
    hour: np.ndarray
    money_row: np.ndarray
    micros: np.ndarray
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

    @cached_property
    def by_hour(self) -> tuple[int, ...]:
        """Usable rows by local hour of the day, 24 of them."""
        return tuple(np.bincount(self.hour % HOURS_A_DAY, minlength=HOURS_A_DAY).tolist())

    @property
    def amount(self) -> Decimal:
        """Exact sum of all amounts; summed in halves, so that no sum of int64 can overflow."""
        high, low = self.micros >> 32, self.micros & 0xFFFFFFFF
        return Decimal((int(high.sum()) << 32) + int(low.sum())) / MICROS

    @property
    def is_clean(self) -> bool:
        """Whether a first scan is enough: every row is usable, no id is empty, has blanks around it or a NUL."""
        return self.by_code.get(GOOD) == self.rows and not self._has_odd_ids

    @property
    def _has_odd_ids(self) -> bool:
        texts = pa.chunked_array([self.user.dictionary, self.account.dictionary])
        return bool(pc.any(pc.match_substring_regex(texts, r"^$|^[ \t]|[ \t]$|\x00")).as_py())

    def with_user_texts(self, texts: pd.Series) -> Self:
        """Return the rows with each user's text replaced, in the order of the dictionary; equal texts become one."""
        named = pa.array(texts, pa.string())
        return replace(self, user=sorted_dictionary(self.user.indices, named))


def stage(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan) -> Staged:
    """Scan every file once."""
    batches: list[dict[str, pa.Array]] = []
    tally: Counter[tuple[int, int]] = Counter()
    lost: Counter[str] = Counter()
    blank_lines = 0
    malformed: set[tuple[str, int, str]] = set()
    swallowed: dict[str, tuple[int, int]] = {}
    for source in sources:
        connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        values = {"file0": str(source.path)} | plan.parameters()
        scan = connection.sql(typed_sql(source, plan, parameter="file0"), params=values)
        rows = 0
        for batch in scan.to_arrow_reader(_BATCH_ROWS):
            rows += batch.num_rows
            tally.update(_tallied(batch))
            batches.append(_coded(batch))
        found = {(str(source.path), line, text) for _, line, text in malformed_rows(connection, source.delimiter)}
        malformed |= found
        if source.kind == "csv":
            counted = count_rows(source.path, delimiter=source.delimiter, found=rows + len(found))
            lost[str(source.path)] += counted.lost(rows + len(found))
            if unread := counted.unread(rows + len(found)):
                swallowed[str(source.path)] = (counted.open_line, unread)
            blank_lines += counted.blank_lines
    united = _united(batches, tally)
    micros = united.micros // CENTS if plan.is_cents else united.micros
    found_besides = {"malformed": frozenset(malformed), "lost": lost, "swallowed": swallowed}
    return replace(united, micros=micros, blank_lines=blank_lines, **found_besides)


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


def _tallied(batch: pa.RecordBatch) -> Counter[tuple[int, int]]:
    """Count rows by reject code and kind of offset."""
    counts = np.bincount(batch["code"].to_numpy() * np.uint8(4) + batch["offset_kind"].to_numpy())
    return Counter({divmod(int(pair), 4): int(counts[pair]) for pair in np.flatnonzero(counts)})


def _coded(batch: pa.RecordBatch) -> dict[str, pa.Array]:
    """Return the usable rows with text replaced by codes."""
    if pc.max(batch["code"]).as_py() != GOOD:
        batch = batch.filter(pc.equal(batch["code"], GOOD))
    coded = {name: batch[name].dictionary_encode() for name in ("who", "event", "account")}
    return coded | {"hour": batch["hour"], "money": batch["money"]}


def _micros(money: pa.Array) -> np.ndarray:
    """Return the non-null decimals of six places as int64 millionths.

    Of the 16 bytes of each the low 8 hold a number of 18 digits whole, sign included (two's complement).
    """
    given = money.drop_null()
    halves = np.frombuffer(given.buffers()[1], np.int64) if len(given) else np.zeros(0, np.int64)
    return halves[2 * given.offset : 2 * (given.offset + len(given)) : 2]


def _united(batches: list[dict[str, pa.Array]], tally: Counter[tuple[int, int]]) -> Staged:
    """Return the batches as one; what the files say of themselves is filled in by the caller."""
    by_code: Counter[int] = Counter()
    by_offset: Counter[int] = Counter()
    for (code, offset_kind), rows in tally.items():
        by_code[code] += rows
        by_offset[offset_kind] += rows if code == GOOD else 0
    money = [batch["money"] for batch in batches]
    starts = np.concatenate(([0], np.cumsum([len(each) for each in money]))).astype(np.int64)
    rows = [start + _valid_rows(each) for start, each in zip(starts[:-1], money, strict=True)]
    return Staged(
        user=_one_dictionary(batches, "who"),
        event=_without_empty(_one_dictionary(batches, "event")),
        account=_without_empty(_one_dictionary(batches, "account")),
        hour=np.concatenate([batch["hour"].to_numpy() for batch in batches] or [np.zeros(0, np.int32)]),
        money_row=np.concatenate(rows or [np.zeros(0, np.int64)]),
        micros=np.concatenate([_micros(each) for each in money] or [np.zeros(0, np.int64)]),
        by_code=by_code,
        by_offset=by_offset,
        malformed=frozenset(),
        lost={},
        blank_lines=0,
    )


def _valid_rows(column: pa.Array) -> np.ndarray:
    return np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))


def _one_dictionary(batches: list[dict[str, pa.Array]], name: str) -> pa.DictionaryArray:
    """Return the codes of all batches under one dictionary, sorted in byte order: the same for any order of rows."""
    kind = pa.dictionary(pa.int32(), pa.string())
    united = pa.chunked_array([batch[name] for batch in batches], kind).unify_dictionaries()
    codes = pa.concat_arrays([chunk.indices for chunk in united.chunks] or [pa.array([], pa.int32())])
    texts = united.chunk(0).dictionary if united.num_chunks else pa.array([], pa.string())
    return sorted_dictionary(codes, texts)


def _without_empty(coded: pa.DictionaryArray) -> pa.DictionaryArray:
    """Return the column with an empty text, in byte order the first, as missing."""
    if not len(coded.dictionary) or coded.dictionary[0].as_py():
        return coded
    codes = pc.subtract(coded.indices, 1)
    codes = pc.if_else(pc.less(codes, 0), pa.scalar(None, pa.int32()), codes)
    return pa.DictionaryArray.from_arrays(codes, coded.dictionary[1:])


def sorted_dictionary(codes: pa.Array, texts: pa.Array) -> pa.DictionaryArray:
    """Return the same text for each code, under a dictionary without repeats in byte order."""
    unique = pc.unique(texts)
    ordered = unique.take(pc.sort_indices(unique))
    return pa.DictionaryArray.from_arrays(pc.index_in(texts, ordered).take(codes), ordered)
