"""One streamed scan of each file: its rows judged and numbered batch by batch, and its lines counted beside."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import duckdb
import pyarrow as pa

from analysis.ingest.counting import count_rows, is_blank
from analysis.ingest.plan import Plan, typed_sql
from analysis.ingest.readers import Source
from analysis.ingest.row_groups import THREADS
from analysis.ingest.spool import Spool
from analysis.ingest.staged import Gathering, Staged, staged_of
from analysis.ingest.straight import NotStraightError, is_straight, straight_batches

_BATCH_ROWS = 1 << 20


def stage(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, spool: Spool) -> Staged:
    """Scan every file once; the usable rows go to `spool`."""
    gathering = Gathering(plan)
    lost: dict[str, int] = {}
    swallowed: dict[str, tuple[int, int]] = {}
    malformed: set[tuple[str, int, str]] = set()
    blank_lines = 0
    for source in sources:
        rows = _scan(connection, source, plan, gathering, spool)
        path = str(source.path)
        found = {(path, line, text) for _, line, text in malformed_rows(connection, source.delimiter)}
        malformed |= found
        if source.kind == "csv":
            counted = count_rows(source.path, delimiter=source.delimiter, found=rows + len(found))
            lost[path] = counted.lost(rows + len(found))
            if unread := counted.unread(rows + len(found)):
                swallowed[path] = (counted.open_line, unread)
            blank_lines += counted.blank_lines
    besides = {"lost": lost, "swallowed": swallowed, "blank_lines": blank_lines}
    return replace(staged_of([gathering], spool), malformed=frozenset(malformed), **besides)


def stage_straight(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, spool: Spool
) -> Staged | None:
    """Take the rows from the columns of Parquet files as they are stored; None where only SQL can read all of them.

    Rows that are left out have the codes that a careful scan gives.
    """
    if not all(is_straight(source, plan) for source in sources):
        return None
    gatherings = [Gathering(plan, share=share, shares=THREADS) for share in range(THREADS)]
    try:
        for source in sources:
            for numbered in straight_batches(connection, source, plan, [each.numbered for each in gatherings]):
                if numbered is not None:
                    numbered.keep_in(spool)
        staged = staged_of(gatherings, spool)
        for names in (staged.users, staged.events, staged.accounts):
            names.texts.validate(full=True)
        return None if staged.has_odd_ids else staged
    except (NotStraightError, pa.ArrowException, OSError):  # SQL has the sentence for a damaged file
        return None


def _scan(connection: duckdb.DuckDBPyConnection, source: Source, plan: Plan, gathering: Gathering, spool: Spool) -> int:
    """Put the usable rows of a file into the spool; return how many rows it has."""
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    statement = typed_sql(source, plan, parameter="file0")
    values = {"file0": str(source.path)} | plan.parameters(statement)
    rows = 0
    for batch in _ahead(connection.sql(statement, params=values).to_arrow_reader(_BATCH_ROWS)):
        rows += batch.num_rows
        if (numbered := gathering.numbered(batch)) is not None:
            numbered.keep_in(spool)
    return rows


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
