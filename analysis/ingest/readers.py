"""Files on disk become Sources: archives, JSON and workbooks by the converters of `formats`, text and Parquet here.

No name from a file ever meets SQL: files are parameters, columns are numbered.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from analysis.errors import UnreadableFileError
from analysis.ingest.columns import Table
from analysis.ingest.formats.archive import unwrap
from analysis.ingest.formats.json_table import open_json
from analysis.ingest.formats.nested_text import with_nested_texts
from analysis.ingest.formats.parquet import open_parquet
from analysis.ingest.formats.parts import alike_json, choose_parts
from analysis.ingest.formats.piece import Piece
from analysis.ingest.formats.workbook import open_workbook
from analysis.ingest.limits import Limits
from analysis.ingest.names import unique_names
from analysis.ingest.source import AnyPath, NamedFile, Source, label_of
from analysis.ingest.text.plain import way_of
from analysis.ingest.text.recovered import recover
from analysis.ingest.unpack import SAVE_AS

__all__ = ["AnyPath", "NamedFile", "Source", "label_of", "open_sources"]

DELIMITERS = (",", ";", "\t", "|")
_HEAD_BYTES = 1 << 20
SAMPLE_ROWS = 5000
_SNIFF_ROWS = 50
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def open_sources(
    paths: Sequence[AnyPath], scratch: Path, limits: Limits, *, table: Table = "events", sheets: Sequence[str] = ()
) -> tuple[Source, ...]:
    """Open every file; one path may hold several parts of the table (members of an archive, sheets of a workbook).

    `scratch` takes what is unpacked or converted. Where a path holds other tables as well, the parts that look like
    `table`, or those named in `sheets`, are opened and the others named in their notes. Raises UnreadableFileError.
    """
    if not paths:
        raise UnreadableFileError("Expected at least one file, found none.", hint="name a CSV or Parquet file.")
    sources: list[Source] = []
    for number, path in enumerate(paths):
        sources += _open(path, scratch / f"part{number}", limits, table=table, sheets=sheets)
    return tuple(sources)


def _open(path: AnyPath, spare: Path, limits: Limits, *, table: Table, sheets: Sequence[str]) -> tuple[Source, ...]:
    label = label_of(path)
    spare.mkdir()
    pieces, notes = unwrap(Path(path), spare, limits, label=label)
    sources = [source for piece in pieces for source in _open_piece(piece, spare, limits)]
    for number, alike in enumerate(alike_json(pieces)):
        (spare / f"json{number}").mkdir()
        sources.append(open_json(alike, spare / f"json{number}", limits))
    sources = [with_nested_texts(source, limits) for source in sources]
    return choose_parts(sources, table, label=label, notes=notes, wanted=sheets)


def _open_piece(piece: Piece, spare: Path, limits: Limits) -> tuple[Source, ...]:
    if piece.kind == "json":
        return ()
    if piece.kind == "workbook":
        return open_workbook(piece, spare, limits)
    if piece.kind == "parquet":
        return (open_parquet(piece, spare, limits),)
    return (replace(_open_text(piece.path, spare, limits, label=piece.label), place=piece.place),)


def _open_text(path: Path, spare: Path, limits: Limits, *, label: str) -> Source:
    way = way_of(path, most_columns=limits.header_cells)
    if way == "recover" or (way == "either" and path.stat().st_size <= limits.recovered_bytes):
        return recover(Source(path, label, "csv", (), ()), spare, limits)
    return _open_plain(path, label, limits)


def _open_plain(path: Path, label: str, limits: Limits) -> Source:
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
        sample=tuple(tuple((row + [""] * width)[:width]) for row in rows[1 : SAMPLE_ROWS + 1]),
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
