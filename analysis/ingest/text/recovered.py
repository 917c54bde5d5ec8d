"""A text file that is no plain CSV becomes a Source: its table as a text Parquet, and every row that is not in it."""

import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import wording
from analysis.errors import UnreadableFileError
from analysis.ingest.limits import Limits
from analysis.ingest.report import Reject
from analysis.ingest.source import Source
from analysis.ingest.text.kinds import is_blank_row
from analysis.ingest.text.rows import TextRows, read_rows, table_of

_SAMPLE_ROWS = 5000
LISTED_ROWS = 10_000
_EXAMPLE_CHARACTERS = 120
TOO_MANY = "more cells than the header has columns"
_REASONS = {"footer": "a note below the table", "further table": "part of a further table below the first"}
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "blanks", "aligned": "blanks"}


def recover(source: Source, spare: Path, limits: Limits) -> Source:
    """Return a CSV source read again from its file with every dialect and damage allowed for.

    Rows with fewer cells than the header are kept, the rest blank; rows with more that hold something are left out
    with a reason, for what stands where cannot be known. Raises UnreadableFileError.
    """
    found = read_rows(source.path, limits, label=source.label)
    header, cells = found.header, found.rows.cells
    if not header:
        raise UnreadableFileError(
            f"Expected a table, found only blank lines in {source.label}.", hint="export it again."
        )
    wide = {place for place in found.frame.body if not is_blank_row(cells[place][len(header) :])}
    kept = [place for place in found.frame.body if place not in wide]
    spare.mkdir(exist_ok=True)
    table, lines = spare / f"{source.path.name}.recovered.parquet", spare / f"{source.path.name}.lines.npy"
    pq.write_table(_blank_as_null(table_of([cells[place] for place in kept], header)), table)
    np.save(lines, np.array([found.rows.starts[place] for place in kept], np.int64))
    left = {place: _REASONS[kind] for place, kind in found.frame.left_out.items() if kind in _REASONS}
    left |= dict.fromkeys(wide, TOO_MANY)
    return replace(
        source,
        path=table,
        kind="parquet",
        header=header,
        sample=tuple(tuple((cells[place] + [""] * len(header))[: len(header)]) for place in kept[:_SAMPLE_ROWS]),
        skipped_lines=0,
        is_strict=True,
        notes=(*source.notes, *_notes(found, source.label)),
        left_out=Counter(left.values()),
        blank=len(found.frame.blank),
        rejects=tuple(_reject(found, place, reason, source.label) for place, reason in sorted(left.items())),
        lines=lines,
    )


def _blank_as_null(table: pa.Table) -> pa.Table:
    """Return the table with empty cells missing, as the fast way reads them."""
    nothing = pa.scalar(None, pa.string())
    columns = [pc.if_else(pc.equal(column, ""), nothing, column) for column in table.columns]
    return pa.Table.from_arrays(columns, schema=table.schema)


def recovered(sources: Sequence[Source], folder: Path, limits: Limits, *, damaged: Container[str]) -> list[Source]:
    """Return the sources with those recovered whose path is among the `damaged`, as far as they are small enough.

    One whose columns would have other names is left as it is: what is read as what was decided by them.
    """
    found = []
    for number, source in enumerate(sources):
        is_wanted = source.kind == "csv" and str(source.path) in damaged
        if is_wanted and source.path.stat().st_size <= limits.recovered_bytes:
            again = recover(source, folder / f"recovered{number}", limits)
            source = again if again.header == source.header else source
        found.append(source)
    return found


def _sign(delimiter: str) -> str:
    """Return what a delimiter is called: never the sign itself, which may mean something where notes are shown."""
    return " and ".join(f"the sign {unicodedata.name(mark, 'without a name').lower()}" for mark in delimiter)


def _reject(found: TextRows, place: int, reason: str, label: str) -> Reject:
    text = " ".join(", ".join(found.rows.cells[place]).replace("\0", "\N{SYMBOL FOR NULL}").split())
    short = text if len(text) <= _EXAMPLE_CHARACTERS else f"{text[:_EXAMPLE_CHARACTERS]}…"
    return Reject(reason, 1, found.rows.starts[place], short, label)


def _notes(found: TextRows, label: str) -> list[str]:
    """Say what was found and decided, as far as it is not usual."""
    said = found.found
    notes = []
    if said.encoding != "utf-8":
        notes.append(f"{label} was read as {said.encoding.upper()}.")
    if said.delimiter not in (",", ""):
        notes.append(f"The cells of {label} are parted by {_NAMES.get(said.delimiter) or _sign(said.delimiter)}.")
    if said.wraps:
        notes.append(f"The signs {said.wraps} stand round cells of {label}: they were taken off.")
    if said.line_end == "mixed":
        notes.append(f"Line ends are mixed in {label}: each of them ends a row.")
    if not said.header_rows:
        notes.append(f"{label} has no header: its columns are called {wording.listed(found.header[:3])}.")
    if said.header_rows > 1:
        notes.append(f"The header of {label} takes {said.header_rows} rows: their names were joined.")
    if above := len(said.preamble_lines) + len(said.comment_lines):
        were = "line is" if above == 1 else "lines are"
        notes.append(f"{above:,} {were} no part of the table in {label}: titles or comments.")
    if said.padded_rows:
        rows = wording.plural(said.padded_rows, "row has", "rows have")
        notes.append(f"{rows} fewer cells than the header in {label}: the rest is read as blank.")
    if said.repaired_rows:
        rows = wording.plural(said.repaired_rows, "row was", "rows were")
        notes.append(f"{rows} read as likeliest in {label}: quotes or delimiters do not add up there.")
    return notes
