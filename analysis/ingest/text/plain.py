"""Whether a text file is a plain CSV, which DuckDB reads fast, or must be recovered: told from its two ends."""

from pathlib import Path
from typing import Literal

from analysis.ingest.text.encoding import decode
from analysis.ingest.text.frame import frame, usual_width
from analysis.ingest.text.header import header_rows
from analysis.ingest.text.kinds import kind_of
from analysis.ingest.text.lines import bare, split_lines, unwrapped
from analysis.ingest.text.sniff import sniff
from analysis.ingest.text.split import cut
from analysis.ingest.text.wrapped import unwrapped_cells

PLAIN_DELIMITERS = (",", ";", "\t", "|")
_HEAD_BYTES, _TAIL_BYTES = 1 << 20, 1 << 12
_SEEN_ROWS, _SEEN_LINES = 200, 1000
Way = Literal["fast", "either", "recover"]


def way_of(path: Path, *, most_columns: int) -> Way:
    """Return how a text file is read: "either" where only its end, or single rows, ask for recovery.

    Beyond `most_columns` nothing more is looked at: either way refuses such a file.
    """
    head, tail = _ends(path)
    decoded = decode(head)
    if decoded.encoding != "utf-8" or b"\0" in head or unwrapped_cells(decoded.text)[1]:
        return "recover"
    lines = split_lines(decoded.text)
    if lines.end not in ("\n", "\r\n", "mixed") or "\r\r\n" in decoded.text:
        return "recover"
    whole, last = lines.lines[:_SEEN_LINES], [*lines.lines[_SEEN_LINES:][-_SEEN_ROWS:], *_whole_lines(tail)]
    if _is_even(whole, most_columns):
        return "fast" if not last or _is_even([whole[0], *last], most_columns) else "either"
    return "recover" if unwrapped(whole) is not whole else _way_of_lines(whole, last, most_columns)


def _ends(path: Path) -> tuple[bytes, bytes]:
    """Return the first bytes, cut before a torn character, and the last ones of a longer file."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        size = file.seek(0, 2)
        file.seek(max(size - _TAIL_BYTES, len(head)))
        tail = file.read()
    is_cut = size > len(head)
    return (head[: head.rfind(b"\n") + 1] or head) if is_cut and b"\0" not in head else head, tail


def _whole_lines(tail: bytes) -> list[str]:
    return split_lines(tail.decode("utf-8", errors="replace")).lines[1:]


def _is_even(lines: list[str], most_columns: int) -> bool:
    """Whether one delimiter stands in every line equally often, no quote is there, and names stand above values."""
    lines = [line for line in lines if line.strip()]
    if not lines or any(sign in line for line in lines for sign in "\"'"):
        return False
    first = bare(lines[0])
    found = [sign for sign in PLAIN_DELIMITERS if sign in first]
    if len(found) != 1 or any(line.count(found[0]) != first.count(found[0]) for line in lines):
        return False
    if first.count(found[0]) >= most_columns:
        return True  # what its columns hold would take seconds
    rows = [bare(line).split(found[0]) for line in lines[:_SEEN_ROWS]]
    names = [name.strip() for name in rows[0]]
    return all(names) and not any(kind_of(name) in ("number", "time") for name in names) and header_rows(rows) == 1


def _way_of_lines(lines: list[str], tail: list[str], most_columns: int) -> Way:
    dialect = sniff(lines)
    if dialect.delimiter not in PLAIN_DELIMITERS or dialect.quote != '"' or dialect.escape != "doubled":
        return "either" if not dialect.delimiter else "recover"
    rows = cut(lines, dialect)
    if usual_width(rows.cells) > most_columns:
        return "recover"
    framed = frame(rows.cells)
    first = next((place for place in range(len(rows.cells)) if place not in {*framed.blank}), None)
    if framed.header != (first,) or any(kind in ("preamble", "comment") for kind in framed.left_out.values()):
        return "recover"
    ending = frame([rows.cells[first], *cut(tail, dialect).cells]).left_out if tail else {}
    is_even = not rows.repaired and all(len(cells) == framed.width for cells in rows.cells if any(cells))
    return "fast" if is_even and not framed.left_out and not ending else "either"
