"""What only the whole column of times can say: which order its dates leave open, and what DuckDB cannot read of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from analysis.ingest.limits import Limits, connect
from analysis.ingest.plan import GOOD, REASONS, UNREADABLE_TIME, Plan, typed_sql
from analysis.ingest.report import Reject
from analysis.ingest.source import Source
from analysis.ingest.staged import Staged
from analysis.ingest.timestamps import (
    PLAIN_KINDS,
    clock_changes,
    contradicts,
    date_pattern,
    fits_sql,
    local_time_sql,
    read_alike,
    times_table,
    two_orders,
)
from analysis.wording import count, plural

_BATCH_ROWS = 1 << 16


def dates_of(sources: Sequence[Source], column: str, divider: str, *, folder: Path, limits: Limits) -> list[str]:
    """Return the different dates of three numbers in a column of all files: one scan."""
    found: set[str] = set()
    with connect(folder, [source.path for source in sources], limits) as connection:
        for source in sources:
            date = f"regexp_extract(c{source.position(column)}, $pattern)"
            statement = "SELECT DISTINCT " + date + " FROM " + source.from_sql("file0")
            values = {"pattern": date_pattern(divider), "file0": str(source.path)}
            rows = connection.execute(statement, values).fetchall()
            found |= {text for (text,) in rows if text}
    return sorted(found)


def look_up(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan) -> Plan:
    """Return the plan with the meaning of every text that DuckDB cannot read and Python can, registered.

    Raises UnreadableFileError where a text has the day where the column has the month: that is asked.
    """
    seen, tables = set[str](), []
    for batch in _unread(connection, sources, plan):
        new = [text for text in dict.fromkeys(batch.to_pylist()) if text not in seen]
        seen.update(new)
        alike = read_alike(new, plan.reading)
        read = set(alike["read_of"].to_pylist())
        others = [text for text in new if text not in read] if read else new
        if (strange := next((text for text in others if contradicts(text, plan.reading)), None)) is not None:
            raise two_orders(strange, plan.reading, str(plan.columns.column("timestamp")))
        tables += [alike, times_table(others, plan.reading)]
    times = pa.concat_tables(tables) if tables else times_table([], plan.reading)
    if not len(times):
        return plan
    looked_up = replace(plan, reading=replace(plan.reading, is_mapped=True), times=times)
    looked_up.register(connection)
    return looked_up


def clock_notes(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, staged: Staged
) -> tuple[str, ...]:
    """Say how many times without an offset fall where the clocks of the given zone were changed."""
    if plan.zone is None or plan.reading.kind == "date" or not staged.by_offset.get(0):
        return ()
    hours = clock_changes(plan.zone, *staged.hour_span)
    has_instants = any(rows for kind, rows in staged.by_offset.items() if kind)
    rows = _rescanned(connection, sources, plan, hours) if hours and has_instants else _kept_in(staged, hours)
    if not rows:
        return ()
    return (
        f"{plural(rows, 'time')} without an offset lie in an hour that the clocks of {plan.zone} skip or show twice: "
        "taken as they stand.",
    )


def reading_note(staged: Staged, plan: Plan, rejects: Sequence[Reject]) -> tuple[str, ...]:
    """Say how the times were read where that was decided from their values, or some could not be read."""
    unread = staged.by_code.get(UNREADABLE_TIME, 0)
    if not unread and plan.reading.kind in PLAIN_KINDS:
        return ()
    read = f"{count(staged.rows - unread)} of {plural(staged.rows, 'time')} read as {plan.reading.format}"
    example = next((each.example for each in rejects if each.reason == REASONS[UNREADABLE_TIME]), "")
    return (f'{read}; {count(unread)} rejected, e.g. "{example}".' if unread else f"{read}.",)


def _kept_in(staged: Staged, hours: Sequence[int]) -> int:
    """Return the number of usable rows in these local hours."""
    return sum(int(np.isin(batch["hour"].to_numpy(), hours).sum()) for batch in staged.rows_kept) if hours else 0


def _rescanned(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, hours: Sequence[int]
) -> int:
    """Return the number of usable rows without an offset in these local hours: which rows those are was not kept."""
    rows, listed = 0, ", ".join(str(hour) for hour in hours)
    for source in sources:
        typed = typed_sql(source, plan, parameter="file0", keep_rejects=False)
        statement = "SELECT count(*) FROM (" + typed + ") WHERE code = $good AND offset_kind = 0"
        statement += " AND hour IN (" + listed + ")"
        values = {"file0": str(source.path), "good": GOOD} | plan.parameters(typed)
        rows += connection.execute(statement, values).fetchall()[0][0]
    return rows


def _unread(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan) -> Iterator[pa.Array]:
    stamp = local_time_sql(plan.reading, text="time_text", zone="stored")
    fits = fits_sql(plan.reading, text="time_text")
    column = plan.columns.column("timestamp")
    for source in sources:
        texts = f"(SELECT c{source.position(column)} AS time_text FROM " + source.from_sql("file0") + ")"
        statement = "SELECT DISTINCT time_text FROM " + texts + " WHERE trim(time_text) <> '' AND "
        statement += f"({stamp} IS NULL OR NOT ({fits}))"
        scan = connection.sql(statement, params={"file0": str(source.path)})
        for batch in scan.to_arrow_reader(_BATCH_ROWS):
            yield batch["time_text"]
