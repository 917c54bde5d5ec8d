"""The text of a list of people as lines of cells, whatever its encoding and delimiter."""

import csv
import io

from analysis.errors import UnreadableFileError
from analysis.export import FORMULA_STARTS

MOST_BYTES = 50_000_000
_DELIMITERS = ",;\t|"


def lines_of(data: bytes) -> list[list[str]]:
    """Return the cells of every line that holds something, trimmed, and as they were before we made them harmless.

    Raises UnreadableFileError where that is no table of text, or too large.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(
            f"Expected a list of at most {MOST_BYTES // 1_000_000} MB, found a larger file.",
            hint="keep only the columns of ids or e-mails and of groups.",
        )
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise _no_list() from None
    lines = [[_as_given(cell.strip()) for cell in line] for line in read]
    lines = [line for line in lines if any(line)]
    if not lines:
        raise _no_list()
    return lines


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _no_list()


def _as_given(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _no_list() -> UnreadableFileError:
    return UnreadableFileError(
        "Expected a list of people as CSV or text, found none.", hint="save it as CSV with one person a line."
    )
