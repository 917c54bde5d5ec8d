"""Tables whose columns have a fixed width: a blank in every line where one column ends, and a name above each."""

import re
from collections.abc import Sequence

from analysis.ingest.text.header import column_kinds
from analysis.ingest.text.lines import bare

_LEAST_LINES, _LOOKED_AT, _MOST_CHARACTERS = 5, 500, 2000
_FILLED = re.compile("[^ ]")
_PARTED = frozenset(",;|\t\"'")


def fixed_columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the columns begin and end, both as places in a line; none where they have no fixed width.

    A blank in every line, the first among them, ends a column; without a name above it what follows belongs to the
    column on its left, as the clock of a time does. Some column must hold numbers or times: prose has no columns.
    """
    some = [bare(line) for line in lines[:_LOOKED_AT] if line.strip()]
    if len(some) < _LEAST_LINES or _PARTED & {*some[0]} or len(_columns(some)) < 2:
        return []
    if len(lines) > _LOOKED_AT:
        some = [bare(line) for line in lines if line.strip()]
    columns = _columns(some)
    kinds = column_kinds([_cells(line, columns) for line in some[1:_LOOKED_AT]])
    return columns if len(columns) > 1 and {"number", "time"} & {*kinds} else []


def parted(lines: Sequence[str], columns: list[tuple[int, int]]) -> list[str]:
    """Return the lines with a tab where a column ends."""
    return ["\t".join(_cells(bare(line), columns)) + "\n" if line.strip() else line for line in lines]


def _columns(lines: list[str]) -> list[tuple[int, int]]:
    longest = max(map(len, lines))
    if longest > _MOST_CHARACTERS or any("\t" in line for line in lines):
        return []
    return _named(lines[0].ljust(longest), _spans(lines, longest))


def _spans(lines: list[str], longest: int) -> list[tuple[int, int]]:
    """Return the runs of places at which not all lines have a blank."""
    taken = 0
    for line in lines:
        taken |= int("1" + _FILLED.sub("1", line.ljust(longest)).replace(" ", "0"), 2)
    places = f"{taken:b}"[1:]
    spans, start = [], None
    for place, mark in enumerate(places + "0"):
        if mark == "1" and start is None:
            start = place
        elif mark == "0" and start is not None:
            spans.append((start, place))
            start = None
    return spans


def _named(header: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans, those without a name joined to the one on their left."""
    columns: list[tuple[int, int]] = []
    for start, end in spans:
        if columns and not header[start:end].strip():
            columns[-1] = (columns[-1][0], end)
        else:
            columns.append((start, end))
    return columns


def _cells(line: str, columns: list[tuple[int, int]]) -> list[str]:
    return [line[start:end].strip() for start, end in columns]
