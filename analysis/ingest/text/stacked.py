"""Where another table begins right below the first, without a blank row between; a row without a time is none."""

import re
from collections import Counter
from itertools import zip_longest

from analysis.ingest.text.header import column_kinds, header_rows, is_header_like
from analysis.ingest.text.kinds import CellKind, filled, kind_of

FULL = 0.6  # of the columns that a header fills
LOOKED_AT = 2000
_SEEN_ROWS = 200
_LEAST_NEW_ROWS = 3
_SHORT = 8  # characters of a year, or of two
_DIGITS = re.compile(r"\d+")
_MISSING = re.compile(r"\W+|n/?a|n\.a\.?|nan|null|none|nil|tb[ad]|(?:unknown|missing|pending|error|invalid|not|no)\b.*",
                      re.IGNORECASE)  # fmt: skip


def before_next_table(rows: list[list[str]], table: list[int], width: int) -> tuple[list[int], list[int]]:
    """Cut a block where the header comes again, or where rows of another width begin with a header of their own."""
    if not table or width < 2:
        return table, []
    header, body = rows[table[0]], [rows[place] for place in table[1:LOOKED_AT]]
    kinds = column_kinds(body)
    told = _told_by([row for row in body if len(row) == width])
    headers = header_rows([rows[each] for each in table[:LOOKED_AT]])
    typed = next((place for place, kind in enumerate(kinds) if kind in ("number", "time")), None)
    first = max(headers, 1) + 1
    for number, place in enumerate(table[first:], start=first):
        cells = rows[place]
        if len(cells) == width and typed is not None and not _may_name(cells[typed]):
            continue
        if cells == header and len(table) - number > 1 and headers:
            return table[:number], table[number:]
        is_begun = _may_begin(cells, kinds) and _begins_table(rows, table[number : LOOKED_AT + number], width)
        if is_begun and not (len(cells) == width and _is_alike(cells, told)):
            return table[:number], table[number:]
    return table, []


def _may_name(cell: str) -> bool:
    return len(cell) < _SHORT or not _has_digit(cell)


def _begins_table(rows: list[list[str]], places: list[int], width: int) -> bool:
    """Whether rows from here on are another table: a header above rows of its own width."""
    first, below = rows[places[0]], [rows[place] for place in places[1:]]
    if not below or len(first) < 2 or filled(first) < len(first) * FULL:
        return False
    if len(first) == width:
        return is_header_like(first, column_kinds(below)) and filled(first) == width
    return sum(len(each) == len(first) for each in below) >= max(_LEAST_NEW_ROWS - 1, 0.9 * len(below))


def _told_by(body: list[list[str]]) -> list[tuple[Counter[str], Counter[str]]]:
    """Return how often each text, and each shape of one, stands in each column."""
    columns = zip_longest(*body[:_SEEN_ROWS], fillvalue="")
    return [(Counter(column), Counter(map(_shape, column))) for column in columns]


def _is_alike(cells: list[str], told: list[tuple[Counter[str], Counter[str]]]) -> bool:
    """Whether a row holds what stands in its columns elsewhere, or ids made like theirs: a row whose time is none."""
    for cell, (seen, shapes) in zip(cells, told, strict=False):
        if kind_of(cell) != "text":
            continue
        is_made_alike = _has_digit(cell) and shapes[_shape(cell)] * 2 > shapes.total()
        if seen[cell] > 1 or is_made_alike or _MISSING.fullmatch(cell.strip()) or "\n" in cell:
            return True
    return False


def _shape(cell: str) -> str:
    return _DIGITS.sub("9", cell)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _may_begin(cells: list[str], kinds: list[CellKind]) -> bool:
    """Whether a row may head another table, by itself."""
    if len(cells) == len(kinds):
        return is_header_like(cells, kinds)
    return not any(kind_of(cell) in ("number", "time") for cell in cells)
