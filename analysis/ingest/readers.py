"""A file on disk becomes a Source: a header, a sample, and SQL that yields its columns as text named c0..cn.

No name from a file ever meets SQL: files are parameters, columns are numbered.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from os import PathLike
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import UnreadableFileError
from analysis.ingest.limits import Limits
from analysis.ingest.names import unique_names
from analysis.ingest.unpack import SAVE_AS, kind_of, unpack_gzip

DELIMITERS = (",", ";", "\t", "|")
_HEAD_BYTES = 1 << 20
_SAMPLE_ROWS = 5000
_SNIFF_ROWS = 50
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_GLOB = frozenset("*?[]{}")
AnyPath = str | PathLike[str]


@dataclass(frozen=True)
class NamedFile:
    """A file whose owner knows it by another name than it has on disk; taken wherever a path is."""

    path: Path
    name: str

    def __fspath__(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class Source:
    """One table file, ready for DuckDB.

    Attributes
    ----------
    path, label
        What DuckDB opens (the unpacked file of a .gz), and the file's name as its owner knows it.
    sample
        The first rows as text, shape (rows, columns), blank cells "".
    skipped_lines
        Blank lines above the header.
    is_strict
        Whether the text follows the CSV standard to the letter.
    float_columns
        Positions of the columns of a Parquet file that are stored as floats.
    stored_zones
        Position -> zone of the columns of a Parquet file that are stored as times with a zone.
    """

    path: Path
    label: str
    kind: Literal["csv", "parquet"]
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    skipped_lines: int = 0
    is_strict: bool = True
    float_columns: frozenset[int] = frozenset()
    stored_zones: Mapping[int, str] = field(default_factory=dict)

    def position(self, column: str | None) -> int | None:
        """Return the number of a column, or None where this file has no such column."""
        return self.header.index(column) if column in self.header else None

    def values(self, column: str) -> list[str]:
        """Return the sample of one column."""
        position = self.header.index(column)
        return [row[position] for row in self.sample]

    def from_sql(self, parameter: str, *, keep_rejects: bool = False) -> str:
        """Return a FROM item whose columns are c0..cn, all text; the path is bound to the parameter named here."""
        names = [f"c{position}" for position in range(len(self.header))]
        if self.kind == "parquet":
            texts = ", ".join(
                f"{_float_text_sql(name) if position in self.float_columns else f'CAST({name} AS VARCHAR)'} AS {name}"
                for position, name in enumerate(names)
            )
            return f"(SELECT {texts} FROM read_parquet(${parameter}) AS t({', '.join(names)}))"
        types = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
        options = {
            "columns": f"{{{types}}}",
            "auto_detect": "false",
            "compression": "'none'",  # whatever the name ends in: a gzip is unpacked by now
            "header": "true",
            "skip": str(self.skipped_lines),
            "delim": f"'{self.delimiter}'",
            "quote": "'\"'",
            "escape": "'\"'",
            "strict_mode": str(self.is_strict).lower(),
            "store_rejects" if keep_rejects else "ignore_errors": "true",
        }
        return f"read_csv(${parameter}, " + ", ".join(f"{name} = {value}" for name, value in options.items()) + ")"


def open_sources(paths: Sequence[AnyPath], scratch: Path, limits: Limits) -> tuple[Source, ...]:
    """Open every file; `scratch` takes unpacked ones. Raises UnreadableFileError."""
    if not paths:
        raise UnreadableFileError("Expected at least one file, found none.", hint="name a CSV or Parquet file.")
    return tuple(
        _open(Path(path), scratch / f"part{number}", limits, label=label_of(path)) for number, path in enumerate(paths)
    )


def label_of(path: AnyPath) -> str:
    """Return what messages call a file: its owner's name for it, without folders."""
    return path.name if isinstance(path, NamedFile) else Path(path).name or str(path)


def _open(path: Path, spare: Path, limits: Limits, *, label: str) -> Source:
    kind, opened = kind_of(path, label=label), path
    if kind == "gzip":
        unpack_gzip(path, spare, limits, label=label)
        kind, opened = kind_of(spare, label=label), spare
        if kind == "gzip":
            raise UnreadableFileError(f"Expected a table, found a gzip inside a gzip, {label}.", hint=SAVE_AS)
    elif _GLOB & set(str(path)):  # DuckDB would read it as a pattern
        spare.symlink_to(path.resolve())
        opened = spare
    return _open_parquet(opened, label, limits) if kind == "parquet" else _open_text(opened, label, limits)


def _open_parquet(path: Path, label: str, limits: Limits) -> Source:
    """Read the footer before any row: it says how much would be unpacked."""
    try:
        with pq.ParquetFile(path) as file:
            rows, header, types = file.metadata.num_rows, list(file.schema_arrow.names), file.schema_arrow.types
            if rows * len(header) > limits.parquet_cells:
                raise UnreadableFileError(
                    f"Expected at most {limits.parquet_cells:,} cells in {label}, found {rows * len(header):,}.",
                    hint="keep only the columns that matter.",
                )
            batch = next(file.iter_batches(batch_size=_SAMPLE_ROWS), None)
    except (pa.ArrowInvalid, OSError):
        raise UnreadableFileError(
            f"Expected a whole Parquet file, found {label} cut short or damaged.", hint="export it again."
        ) from None
    rows = [] if batch is None else zip(*(map(_as_text, column.to_pylist()) for column in batch.columns), strict=True)
    floats = frozenset(place for place, kind in enumerate(types) if pa.types.is_floating(kind))
    zones = {place: kind.tz for place, kind in enumerate(types) if pa.types.is_timestamp(kind) and kind.tz}
    source = Source(path, label, "parquet", unique_names(header), tuple(rows))
    return replace(source, float_columns=floats, stored_zones=zones)


def _as_text(value: object) -> str:
    if isinstance(value, float) and not math.isinf(value):
        value = None if math.isnan(value) else int(value) if value.is_integer() else value
    return "" if value is None else str(value)


def _float_text_sql(name: str) -> str:
    """Return SQL for a float as text: ids with gaps are stored so, 1.0 stands for 1 and NaN for a missing one."""
    text = f"CAST({name} AS VARCHAR)"
    whole = f"coalesce(CAST(try_cast({name} AS HUGEINT) AS VARCHAR), {text})"
    return f"CASE WHEN isnan({name}) THEN NULL WHEN {name} = trunc({name}) THEN {whole} ELSE {text} END"


def _open_text(path: Path, label: str, limits: Limits) -> Source:
    head, is_whole = _read_head(path, label)
    delimiter = _delimiter_of(head)
    rows = [
        row
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        if "".join(row).strip(" ") or len(row) > 1
    ]
    if not is_whole and head.count('"') % 2:
        rows.pop()  # the head ends within its quotes
    if not is_whole and len(rows) < 2:
        raise UnreadableFileError(
            f"Expected lines of at most {_HEAD_BYTES:,} bytes, found a longer one at the start of {label}.",
            hint="leave the long column out, or check that every quote closes.",
        )
    if not rows:
        raise UnreadableFileError(f"Expected a table, found only blank lines in {label}.", hint="export it again.")
    header = rows[0]
    if len(header) > limits.header_cells:
        raise UnreadableFileError(
            f"Expected at most {limits.header_cells:,} columns in {label}, found {len(header):,}.",
            hint="keep only the columns that matter.",
        )
    width = len(header)
    return Source(
        path,
        label,
        "csv",
        unique_names(header),
        sample=tuple(tuple((row + [""] * width)[:width]) for row in rows[1 : _SAMPLE_ROWS + 1]),
        delimiter=delimiter,
        skipped_lines=sum(1 for _ in takewhile(lambda line: not line.strip(" \n"), io.StringIO(head, newline=None))),
    )


def _read_head(path: Path, label: str) -> tuple[str, bool]:
    """Return the first whole lines as text without a byte-order mark, and whether they are the whole file."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        is_whole = not file.read(1)
    if head.startswith(_UTF_16_MARKS):
        raise UnreadableFileError(f"Expected UTF-8 text, found UTF-16 in {label}.", hint=SAVE_AS)
    if b"\x00" in head:
        raise UnreadableFileError(f"Expected a table of text, found binary data in {label}.", hint=SAVE_AS)
    if not is_whole:
        head = head[: head.rfind(b"\n") + 1]
    try:
        return head.decode("utf-8-sig"), is_whole
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"Expected UTF-8 text, found the byte 0x{head[error.start]:02x} in {label}.", hint=SAVE_AS
        ) from None


def _delimiter_of(head: str) -> str:
    """Return the delimiter that splits the header into most columns and the first rows into as many."""

    def agreement(delimiter: str) -> tuple[float, int]:
        rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        widths = [len(row) for row, _ in zip((row for row in rows if row), range(_SNIFF_ROWS), strict=False)]
        alike = sum(width == widths[0] for width in widths) / len(widths) if widths and widths[0] > 1 else 0.0
        return alike, widths[0] if widths else 0

    return max(DELIMITERS, key=agreement)
