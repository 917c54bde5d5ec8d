"""The rows of JSON files as lines: one row a line, whether the file holds lines, an array or an object round a list.

Read as a stream: what is held is one row, or one chunk where the file has no lines.
"""

import json
import re
from array import array
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from analysis.errors import UnreadableFileError
from analysis.ingest.formats.json_stream import JsonStream, list_in
from analysis.ingest.formats.piece import Piece
from analysis.ingest.limits import Limits

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass
class Rows:
    """What was found while rows were written as lines.

    Attributes
    ----------
    lines
        The line in its file of each row, from 1.
    starts
        The first row of each file, with the file's name.
    blank
        Blank lines.
    breaks
        Name and line of a file whose JSON breaks off: nothing after it could be read.
    beside
        Name of a file and key of a further list in it, which was not read.
    """

    lines: array = field(default_factory=lambda: array("q"))
    starts: list[tuple[int, str]] = field(default_factory=list)
    blank: int = 0
    breaks: list[tuple[str, int]] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)


def write_rows(pieces: list[Piece], target: Path, limits: Limits) -> Rows:
    """Write the rows of JSON files one a line, in order.

    Raises UnreadableFileError for a row longer than `row_bytes`.
    """
    rows = Rows()
    with target.open("wb") as lines:
        for piece in pieces:
            rows.starts.append((len(rows.lines), piece.label))
            if _holds_lines(piece, limits):
                _copy_lines(piece, lines, rows, limits)
            else:
                _copy_elements(piece, lines, rows, limits)
    return rows


def _holds_lines(piece: Piece, limits: Limits) -> bool:
    """Whether the first line that is not blank is an object of its own, and not one round a list of rows."""
    with piece.path.open("rb") as file:
        first = _first_line(file, limits)
        if first[:2] in _MARKS:
            return False
        try:
            value = json.loads(first.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return False
        return isinstance(value, dict) and (list_in(value) is None or bool(_first_line(file, limits)))


def _first_line(file: IO[bytes], limits: Limits) -> bytes:
    while line := file.readline(limits.row_bytes + 1):
        if line.strip():
            return line.strip()
    return b""


def _copy_lines(piece: Piece, target: IO[bytes], rows: Rows, limits: Limits) -> None:
    number = read = 0
    with piece.path.open("rb") as file:
        while line := file.readline(limits.row_bytes + 1):
            number += 1
            read += len(line)
            if len(line) > limits.row_bytes:
                raise _too_long(piece.label, number, limits)
            if limits.head_bytes is not None and read > limits.head_bytes:
                break
            text = line.removeprefix(b"\xef\xbb\xbf").strip().replace(b"\r", b" ")
            if text:
                target.write(text + b"\n")
                rows.lines.append(number)
            else:
                rows.blank += 1


def _copy_elements(piece: Piece, target: IO[bytes], rows: Rows, limits: Limits) -> None:
    with piece.path.open("rb") as file:
        encoding = _MARKS.get(file.read(2), "utf-8-sig")
        file.seek(0)
        stream = JsonStream(TextIOWrapper(file, encoding, errors="surrogateescape", newline=""), limits)
        try:
            for text, line in stream.elements():
                target.write(re.sub(r"[\r\n]", " ", text).encode("utf-8", "surrogateescape") + b"\n")
                rows.lines.append(line)
        except (json.JSONDecodeError, RecursionError, UnicodeError):
            rows.breaks.append((piece.label, stream.line))
        rows.beside += [(piece.label, key) for key in stream.beside]


def _too_long(label: str, line: int, limits: Limits) -> UnreadableFileError:
    return UnreadableFileError(
        f"Expected rows of at most {limits.row_bytes:,} bytes in {label}, found a longer one on line {line:,}.",
        hint="check that the export is whole, or leave the long field out.",
    )
