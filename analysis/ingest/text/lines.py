"""Text becomes physical lines: every usual line end, several in one file, and the odd ones some systems write."""

import csv
import io
from dataclasses import dataclass

_ODD_ENDS = ("\x1e", "\u2028", "\x85", "\x0c", "\x0b", "\x1c", "\x1d")
_LEAST_ODD = 2
_PARTING = (",", ";", "\t", "|")
_SEEN_LINES, _LEAST_WRAPPED = 1000, 4


@dataclass(frozen=True)
class Lines:
    """Lines with their ends, and what they end with ("\\n", "\\r\\n", "\\r", another character, or "mixed")."""

    lines: list[str]
    end: str


def split_lines(text: str) -> Lines:
    """Return the physical lines; `"".join(lines)` is the text but for ends that were written in a broken order."""
    newlines = text.count("\n")
    if newlines and text.count("\r\r\n") * 2 > newlines:
        text = text.replace("\r\r\n", "\r\n")
    elif newlines and "\r\n\r" not in text and text.count("\n\r") * 2 > newlines:
        text = text.replace("\n\r", "\n")
    odd = max(_ODD_ENDS, key=text.count)
    if text.count(odd) >= max(_LEAST_ODD, newlines + 1, text.count("\r") + 1) and not _parts_cells(text, odd):
        return Lines([f"{line}\n" for line in text.split(odd) if line], odd)
    return Lines(io.StringIO(text, newline="").readlines(), _end_of(text))


def _parts_cells(text: str, odd: str) -> bool:
    """Whether a sign stands equally often in every usual line: a delimiter then, for rows end in something else."""
    lines = [line for line in text.replace("\r", "\n").split("\n") if line]
    return len(lines) > _LEAST_ODD and len({line.count(odd) for line in lines}) == 1


def unwrapped(lines: list[str]) -> list[str]:
    """Return lines without the quotes that some tool put round every whole row, their delimiters within."""
    some = [line for line in lines[:_SEEN_LINES] if line.strip()]
    if len(some) < _LEAST_WRAPPED or not all(_is_wrapped(line) for line in some[1:]):
        return lines
    inner = [_inner(line) for line in some]
    widths = [{len(row) for row in csv.reader(inner, delimiter=sign)} for sign in _PARTING]
    return [_inner(line) for line in lines] if any(len(each) == 1 and each != {1} for each in widths) else lines


def _is_wrapped(line: str) -> bool:
    """Whether a line is one cell in quotes."""
    cell = bare(line).strip()
    return len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', "")


def _inner(line: str) -> str:
    return bare(line).strip()[1:-1].replace('""', '"') + "\n" if _is_wrapped(line) else line


def bare(line: str) -> str:
    """Return a line without its end."""
    return line.rstrip("\r\n")


def _end_of(text: str) -> str:
    newlines, both = text.count("\n"), text.count("\r\n")
    returns = text.count("\r") - both
    found = {"\n": newlines - both, "\r\n": both, "\r": returns}
    used = [end for end, times in found.items() if times]
    return used[0] if len(used) == 1 else "mixed" if used else "\n"
