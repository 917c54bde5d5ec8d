"""Which rows were left out, why, and where they stand: asked only when there are any, in a second, ordered scan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import duckdb
import numpy as np

from analysis.ingest.counting import lines_of
from analysis.ingest.nothing import BLANKS
from analysis.ingest.plan import GOOD, REASONS, Plan, typed_sql
from analysis.ingest.readers import Source
from analysis.ingest.report import Reject
from analysis.ingest.staged import Staged

MALFORMED = "another number of columns than the header, or text that is not UTF-8"
SWALLOWED = "below a quote that never closes"
LISTED_ROWS = 10_000  # of each file; the counts are of all
_EXAMPLE_CHARACTERS = 120


class _Row(NamedTuple):
    """One row left out; `code` None marks a blank one."""

    record: int
    code: int | None
    example: str


@dataclass(frozen=True)
class Rejected:
    """Counts of all rows left out, and the first of them one by one."""

    blank: int
    rejects: tuple[Reject, ...]
    rows: tuple[Reject, ...]

    @property
    def rejected(self) -> int:
        """Rows with a reason."""
        return sum(each.rows for each in self.rejects)


def find_rejects(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], plan: Plan, staged: Staged
) -> Rejected:
    """Return every row left out, counted by reason; `connection` must keep the order of rows."""
    blank = staged.blank_lines + sum(source.blank for source in sources)
    counts: Counter[str] = Counter()
    listed: list[Reject] = []
    for source in sources:
        malformed = {line: text for path, line, text in staged.malformed if path == str(source.path)}
        by_code, rows = _ask(connection, source, plan) if _has_bad_rows(staged) else ({}, [])
        blank += by_code.pop(None, 0)
        counts.update({REASONS[code]: number for code, number in by_code.items() if code is not None})
        lost = staged.lost.get(str(source.path), 0)
        counts[MALFORMED] += len(malformed) + lost
        line, swallowed = staged.swallowed.get(str(source.path), (0, 0))
        counts[SWALLOWED] += swallowed
        counts.update(source.left_out)
        listed += sorted([*source.rejects, *_located(source, rows, malformed)], key=lambda each: each.line or 0)
        listed += [Reject(MALFORMED, 1, None, "", source.label)] if lost else []
        listed += [Reject(SWALLOWED, 1, line + 1, "", source.label)] if swallowed else []
    return Rejected(blank, tuple(_summed(counts, listed)), tuple(listed))


def _summed(counts: Counter[str], listed: list[Reject]) -> Iterator[Reject]:
    """Yield one entry a reason, the most frequent first, with the first row's place."""
    first: dict[str, Reject] = {}
    for each in listed:
        first.setdefault(each.reason, each)
    for reason in sorted(first, key=lambda reason: (-counts[reason], reason)):
        yield replace(first[reason], rows=counts[reason])


def _has_bad_rows(staged: Staged) -> bool:
    return any(number for code, number in staged.by_code.items() if code != GOOD)


def _ask(
    connection: duckdb.DuckDBPyConnection, source: Source, plan: Plan
) -> tuple[Mapping[int | None, int], list[_Row]]:
    """Return the number of rows by code and the first rows; a row whose every cell is empty has code None."""
    cells = ", ".join(f"nullif(trim(c{position}, {BLANKS}), '')" for position in range(len(source.header)))
    whole = ", ".join(f"c{position}" for position in range(len(source.header)))
    more = f", record, coalesce({cells}) IS NULL AS is_blank, "
    more += f"concat_ws(', ', {whole}) AS whole_row, time_text, amount_text"
    rows = typed_sql(source, plan, parameter="file0", more=more, keep_rejects=False)
    values = {"file0": str(source.path)} | plan.parameters(rows)
    connection.execute(
        "CREATE OR REPLACE TABLE bad AS SELECT record, CASE WHEN NOT is_blank THEN code END AS code, "
        "CASE WHEN code IN (1, 2, 6) THEN whole_row WHEN code = 4 THEN amount_text ELSE time_text END AS example "
        "FROM (" + rows + ") WHERE code > 0",
        values,
    )
    counts = connection.execute("SELECT code, count(*) FROM bad GROUP BY code").fetchall()
    first = connection.execute(
        "SELECT record, code, example FROM bad WHERE code IS NOT NULL "
        "QUALIFY row_number() OVER (PARTITION BY code ORDER BY record) <= $most ORDER BY record",
        {"most": LISTED_ROWS},
    ).fetchall()
    return dict(counts), [_Row(*row) for row in first]


def _located(source: Source, rows: list[_Row], malformed: Mapping[int, str]) -> list[Reject]:
    """Return the rows with their lines in the file, in the order of the file."""
    records = {row.record for row in rows}
    lines = {record: record for record in records}
    if source.lines is not None:
        known = np.load(source.lines, mmap_mode="r")
        lines = {record: int(known[record - 1]) for record in records}
    if source.kind == "csv" and records:
        lines = lines_of(source.path, records, delimiter=source.delimiter, skipped=set(malformed))
    found = [
        Reject(REASONS[row.code], 1, lines.get(row.record), _short(row.example), source.label)
        for row in rows
        if row.code
    ]
    found += [Reject(MALFORMED, 1, line, _short(text), source.label) for line, text in malformed.items()]
    return sorted(found, key=lambda each: each.line or 0)[:LISTED_ROWS]


def _short(text: str | None) -> str:
    text = " ".join((text or "").replace("\0", "\N{SYMBOL FOR NULL}").split())
    return text if len(text) <= _EXAMPLE_CHARACTERS else text[:_EXAMPLE_CHARACTERS] + "…"
