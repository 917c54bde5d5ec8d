"""An own count of a text file's rows beside DuckDB's: what a reader skips without a word is found and reported."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np

from analysis import wording
from analysis.errors import UnreadableFileError

# Python's own limit of 128 KiB a cell is below what exports hold (JSON in a cell).
csv.field_size_limit(1 << 24)
_CHUNK_BYTES = 1 << 20
_BLANKS = " \t\r\n"
_NEWLINE = 10
_END = "\0end of file\0"


@dataclass(frozen=True)
class RowCount:
    """Rows below the header, and blank lines anywhere.

    Attributes
    ----------
    open_line, swallowed
        Where the last row opens a quote that never closes: the row's line, and the lines after it; else 0.
    """

    rows: int
    blank_lines: int
    open_line: int = 0
    swallowed: int = 0

    def lost(self, found: int) -> int:
        """Return the rows that DuckDB neither returned nor refused; `found` are those it did."""
        return max(self.rows - found, 0)

    def unread(self, found: int) -> int:
        """Return the lines below an open quote that belong to none of the `found` rows."""
        return max(self.swallowed + min(self.rows - found, 0), 0)


def is_blank(line: str, delimiter: str) -> bool:
    """Whether a line holds nothing but blanks; a delimiter is none: it makes a row of empty cells."""
    return not line.strip(_BLANKS.replace(delimiter, ""))


def open_quote_note(label: str, line: int, lines: int) -> str:
    """Say that a quote opened on `line` never closes, and how many lines after it are in no row."""
    return (
        f"A quote opened on line {line:,} of {label} never closes: {wording.plural(lines, 'line')} after it "
        f"{'was' if lines == 1 else 'were'} not read."
    )


def open_quote_refusal(label: str, line: int) -> UnreadableFileError:
    """Return the error for a file of which an open quote leaves no row."""
    return UnreadableFileError(
        f"Expected quotes that close in {label}, found one opened on line {line:,} that never does.",
        hint="close it there, or export the file again as CSV (UTF-8).",
    )


def count_rows(path: Path, *, delimiter: str, found: int) -> RowCount:
    """Count rows and blank lines; `found` is what DuckDB says, without blank lines.

    Files with as many line ends as rows found, nearly all, are only counted, not split.
    """
    if _count_lines(path) == found + 1:
        return RowCount(found, 0)
    rows, blank = -1, 0  # the header is no row
    for line, kind in _records(path, delimiter):
        rows += kind != "blank"
        blank += kind == "blank"
        if kind == "open":
            return RowCount(max(rows, 0), blank, open_line=line, swallowed=_count_lines(path) - line)
    return RowCount(max(rows, 0), blank)


def lines_of(path: Path, records: set[int], *, delimiter: str, skipped: set[int]) -> dict[int, int]:
    """Return the line in the file (the first is 1) of each record number (the first row below the header is 1).

    `skipped` are lines of rows that DuckDB refused and did not number.
    """
    lines: dict[int, int] = {}
    record, last = -1, max(records, default=-1)
    for line, kind in _records(path, delimiter):
        if kind != "blank" and line not in skipped:
            record += 1
            if record in records:
                lines[record] = line
            if record >= last:
                break
    return lines


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, Literal["row", "blank", "open"]]]:
    """Yield the first line of each record, and whether it is a row, a blank line, or a row with a quote left open.

    A line put after the last one tells: it is a record of its own unless a quote before it is open.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(chain(file, [_END]), delimiter=delimiter)
        line = 1
        while True:
            try:
                row = next(reader, None)
            except csv.Error:  # a cell beyond the limit; what follows is counted on
                row = [""]
            if row is None or row == [_END]:
                return
            if len(row) < 2 and is_blank("".join(row), delimiter):
                yield line, "blank"
            else:
                yield line, "open" if row[-1].endswith(_END) else "row"
            line = reader.line_num + 1


def _count_lines(path: Path) -> int:
    """Return the number of lines, the last one counted with or without its end."""
    lines, last = 0, _NEWLINE
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            lines += int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == _NEWLINE))
            last = chunk[-1]
    return lines + (last != _NEWLINE)
