"""A text file cut into rows, and what each of them is; rows as columns of strings."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from analysis.errors import UnreadableFileError
from analysis.ingest.limits import Limits
from analysis.ingest.names import unique_names
from analysis.ingest.text.dialect import ALIGNED, Dialect
from analysis.ingest.text.encoding import Decoded, decode, is_binary
from analysis.ingest.text.fixed import fixed_columns, parted
from analysis.ingest.text.frame import WIDTH_ROWS, Frame, frame, usual_width
from analysis.ingest.text.header import joined
from analysis.ingest.text.kinds import is_blank_row
from analysis.ingest.text.lines import Lines, split_lines, unwrapped
from analysis.ingest.text.others import is_wrapped
from analysis.ingest.text.sniff import sniff
from analysis.ingest.text.split import MOST_LINES, Rows, cut, stripped
from analysis.ingest.text.wrapped import unwrapped_cells

_LONGEST_LINE = 1 << 24
_BATCH_ROWS = 5_000
_HEAD_LINES = 2 * (WIDTH_ROWS + MOST_LINES)
_NOTHING = "\"'` \t\r\n"


@dataclass(frozen=True)
class Found:
    """How a text was read; the schema's metadata hold it as JSON under `offbeat`.

    Attributes
    ----------
    delimiter, quote, escape
        See `Dialect`; `line_end` is what lines end with, "mixed" where they differ.
    header_rows
        0 where the file has no header, more than 1 where their names were joined.
    preamble_lines, footer_lines, comment_lines, further_table_lines
        Line numbers of rows that are not in the table.
    blank_lines, padded_rows, widened_rows, repaired_rows
        Rows without any value, with fewer cells than the header, with more that hold something, and rows read
        leniently because their quotes or delimiters do not add up.
    wraps
        What stood round cells instead of plain quotes: `="…"` or typographic quotes; "" where nothing did.
    """

    encoding: str
    has_mark: bool
    delimiter: str
    quote: str
    escape: str
    line_end: str
    header_rows: int
    preamble_lines: tuple[int, ...]
    footer_lines: tuple[int, ...]
    comment_lines: tuple[int, ...]
    further_table_lines: tuple[int, ...]
    blank_lines: int
    padded_rows: int
    widened_rows: int
    repaired_rows: int
    wraps: str = ""


@dataclass(frozen=True)
class TextRows:
    """A text cut into rows, and what each of them is."""

    rows: Rows
    frame: Frame
    found: Found

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, none repeated and none blank."""
        names = joined([self.rows.cells[place] for place in self.frame.header])
        width = max(self.frame.width, len(names))
        return unique_names([*names, *[""] * (width - len(names))])


def read_rows(path: Path, limits: Limits, *, label: str) -> TextRows:
    """Return a text file cut into rows; `label` is its name in messages. Raises UnreadableFileError."""
    if path.stat().st_size > limits.recovered_bytes:
        raise UnreadableFileError(
            f"Expected a plain CSV file or at most {limits.recovered_bytes:,} bytes of another text, found a larger "
            f"one, {label}.",
            hint="export it as CSV (UTF-8) or Parquet, or in parts.",
        )
    with path.open("rb") as file:
        decoded = decode(file.read(-1 if limits.head_bytes is None else limits.head_bytes))
    if is_binary(decoded.text):
        raise UnreadableFileError(
            f"Expected a table of text, found binary data in {label}.",
            hint="save it as CSV (UTF-8) or Parquet and drop that.",
        )
    # Quotes round nothing are no cells, and every reading of them costs far more than that of a line.
    text, wraps = unwrapped_cells(decoded.text if decoded.text.strip(_NOTHING) else "")
    lines = split_lines(text)
    if max(map(len, lines.lines), default=0) > _LONGEST_LINE:
        raise UnreadableFileError(
            f"Expected lines of at most {_LONGEST_LINE:,} characters, found a longer one in {label}.",
            hint="export it again as CSV (UTF-8) with one row a line.",
        )
    with _no_collection():
        dialect, rows = _cut_by_likeliest(unwrapped(lines.lines))
        _refuse_too_wide(usual_width(rows.cells), limits, label)
        framed = frame(rows.cells)
    _refuse_too_wide(framed.width, limits, label)
    return TextRows(rows, framed, replace(_found(decoded, lines, dialect, rows, framed), wraps=wraps))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for circles among millions of new lists, which have none: that took half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def table_of(rows: list[list[str]], header: tuple[str, ...]) -> pa.Table:
    """Return rows as columns of strings; short rows end in nulls, cells beyond the header make columns of their own.

    Cells beyond it in which nothing stands are dropped.
    """
    width = len(header)
    most = max((len(row) for row in rows if len(row) > width and not is_blank_row(row[width:])), default=width)
    names = unique_names([*header, *[""] * (most - width)])
    schema = pa.schema([(name, pa.string()) for name in names])
    batches = [_batch(rows[start : start + _BATCH_ROWS], schema) for start in range(0, len(rows), _BATCH_ROWS)]
    return pa.Table.from_batches(batches, schema)


def _batch(rows: list[list[str]], schema: pa.Schema) -> pa.RecordBatch:
    width = len(schema)
    full = [row if len(row) == width else (row + [None] * width)[:width] for row in rows]
    columns = [pa.array(column, pa.string()) for column in zip(*full, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _cut_by_likeliest(lines: list[str]) -> tuple[Dialect, Rows]:
    """Return the dialect of lines and their rows; columns of a fixed width stand apart by blanks."""
    if columns := fixed_columns(lines):
        return Dialect(ALIGNED), _cut_twice(parted(lines, columns), Dialect("\t"))
    dialect = sniff(lines)
    return dialect, _cut_twice(lines, dialect)


def _cut_twice(lines: list[str], dialect: Dialect) -> Rows:
    """Cut once to learn how many cells a row has, and again where some have others or quotes may hide them."""
    width = _uneven_width(lines, dialect)
    if width is not None:
        return stripped(cut(lines, dialect, width=width))
    rows = cut(lines, dialect)
    width = usual_width(rows.cells)
    is_even = not rows.repaired and all(len(cells) == width and not is_wrapped(cells) for cells in rows.cells if cells)
    return stripped(rows if is_even else cut(lines, dialect, width=width))


def _uneven_width(lines: list[str], dialect: Dialect) -> int | None:
    """Return the width of a long file whose head alone tells that its rows differ, so that it is cut whole only once.

    The rows that tell the width are the same in the head as in the whole: none of them can reach the head's end.
    """
    if len(lines) <= 2 * _HEAD_LINES:
        return None
    head = cut(lines[:_HEAD_LINES], dialect)
    if len(head.starts) <= WIDTH_ROWS or head.starts[WIDTH_ROWS] + MOST_LINES > _HEAD_LINES:
        return None
    cells = head.cells[:WIDTH_ROWS]
    width = usual_width(cells)
    return None if all(len(row) == width for row in cells if row) else width


def _refuse_too_wide(width: int, limits: Limits, label: str) -> None:
    if width > limits.header_cells:
        raise UnreadableFileError(
            f"Expected at most {limits.header_cells:,} columns in {label}, found {width:,}.",
            hint="keep only the columns that matter.",
        )


def _found(decoded: Decoded, lines: Lines, dialect: Dialect, rows: Rows, framed: Frame) -> Found:
    by_kind: dict[str, list[int]] = {}
    for place, kind in sorted(framed.left_out.items()):
        by_kind.setdefault(kind, []).append(rows.starts[place])
    width = framed.width
    body = [rows.cells[place] for place in framed.body]
    return Found(
        decoded.encoding, decoded.has_mark, dialect.delimiter, dialect.quote, dialect.escape, lines.end,
        header_rows=len(framed.header),
        preamble_lines=tuple(by_kind.get("preamble", ())),
        footer_lines=tuple(by_kind.get("footer", ())),
        comment_lines=tuple(by_kind.get("comment", ())),
        further_table_lines=tuple(by_kind.get("further table", ())),
        blank_lines=len(framed.blank),
        padded_rows=sum(len(row) < width for row in body),
        widened_rows=sum(len(row) > width and not is_blank_row(row[width:]) for row in body),
        repaired_rows=rows.repaired,
    )  # fmt: skip
