"""Where the names of the columns stand: rows above the first row that looks like what is below; none where all do."""

import re
from collections import Counter

from analysis.ingest.text.kinds import CellKind, filled, is_year, kind_of

_LOOKED_AT = 200
_MOST_HEADER_ROWS = 4
_SEVERAL = 2
_UNIT = re.compile(r"\(.*\)|\[.*\]")
_ALIKE = 0.7  # of the filled cells of a column that are of one kind


def header_rows(rows: list[list[str]]) -> int:
    """Return how many of the first rows are the header: 0 where the first is data already."""
    rows = rows[: _LOOKED_AT + _MOST_HEADER_ROWS]
    if len(rows) < 2:
        return 0 if rows and _is_data_alone(rows[0]) else len(rows[:1])
    kinds = column_kinds(rows[1:])
    if _is_data(rows[0], rows[1:], kinds):
        return 0
    for number in range(1, min(_MOST_HEADER_ROWS, len(rows) - 1)):
        if not _goes_on(rows[number], rows[number + 1 :], is_open=_is_open(rows[number - 1])):
            return number
    return max(min(_MOST_HEADER_ROWS, len(rows) - 1), 1)


def is_header_like(row: list[str], kinds: list[CellKind]) -> bool:
    """Whether a row names columns of these kinds: texts above numbers and times, and nothing that is one itself."""
    typed = [place for place, kind in enumerate(kinds) if kind in ("number", "time") and place < len(row)]
    texts = [place for place in typed if kind_of(row[place]) == "text"]
    is_free = not any(kind_of(cell) in ("number", "time") and not is_year(cell) for cell in row)
    return bool(texts) and len(texts) * 2 > len(typed) and is_free and len(row) >= len(kinds)


def column_kinds(rows: list[list[str]]) -> list[CellKind]:
    """Return what each column mostly holds, "text" where that is mixed, "blank" where nothing is."""
    width = Counter(len(row) for row in rows[:_LOOKED_AT]).most_common(1)[0][0] if rows else 0
    kinds: list[CellKind] = []
    for place in range(width):
        found = Counter(kind_of(row[place]) for row in rows[:_LOOKED_AT] if place < len(row))
        found.pop("blank", None)
        kind, times = found.most_common(1)[0] if found else ("blank", 0)
        kinds.append(kind if not found or times >= _ALIKE * found.total() else "text")
    return kinds


def joined(rows: list[list[str]]) -> list[str]:
    """Return one name a column: the cells of all header rows, of equal ones one."""
    width = max(map(len, rows), default=0)
    names = []
    for place in range(width):
        parts = dict.fromkeys(" ".join(row[place].split()) for row in rows if place < len(row))
        names.append(" ".join(part for part in parts if part))
    return [names[0].removeprefix("#").strip() or names[0], *names[1:]] if names else names


def _goes_on(row: list[str], below: list[list[str]], *, is_open: bool) -> bool:
    """Whether a row below a header is of the header too: no number and no time in it, and texts above some.

    Below a row that names every column (`is_open` false) it has to stand above several columns of numbers and times, or
    hold units in brackets: above a single one it may as well be a row of data whose time nobody can read.
    """
    kinds = column_kinds(below)
    if len(row) * 2 < len(kinds) or any(kind_of(cell) in ("number", "time") for cell in row):
        return False
    typed = [place for place, kind in enumerate(kinds) if kind in ("number", "time") and place < len(row)]
    stands_above = sum(kind_of(row[place]) == "text" for place in typed)
    is_said = stands_above >= _SEVERAL or all(_UNIT.fullmatch(cell.strip()) for cell in row if cell.strip())
    if not is_open and (not is_said or _repeats(row, below)):
        return False
    return filled(row) > 0 and is_header_like(row, kinds)


def _is_open(row: list[str]) -> bool:
    """Whether a header row leaves columns without a name of their own, as a heading over several does."""
    return len(set(row)) < len(row) or not all(cell.strip() for cell in row)


def _is_data(row: list[str], below: list[list[str]], kinds: list[CellKind]) -> bool:
    """Whether the first row is of the kind of the rows below, or repeats in columns of few values."""
    typed = [place for place, kind in enumerate(kinds) if kind in ("number", "time") and place < len(row)]
    alike = [place for place in typed if kind_of(row[place]) == kinds[place]]
    if typed and alike:
        has_years = all(is_year(row[place]) for place in alike)
        is_named = sum(kind_of(row[place]) == "text" for place in typed) * 2 > len(alike)
        is_run = has_years and len({row[place] for place in alike}) == len(alike)
        return not is_named and not (is_run and _differ(row, below, alike))
    if typed:
        return all(kind_of(row[place]) == "blank" for place in typed) and _repeats(row, below)
    return _repeats(row, below)


def _differ(row: list[str], below: list[list[str]], places: list[int]) -> bool:
    """Whether years in the first row stand above values that are none."""
    values = [each[place] for each in below[:_LOOKED_AT] for place in places if place < len(each)]
    return sum(is_year(value) for value in values) * 2 < len(values)


def _repeats(row: list[str], below: list[list[str]]) -> bool:
    """Whether most filled cells of a row come again in their columns: values do, names do not."""
    places = [place for place, cell in enumerate(row) if cell.strip()]
    seen = [{each[place] for each in below if place < len(each)} for place in places]
    again = sum(row[place] in values for place, values in zip(places, seen, strict=True))
    is_row_again = any(each == row for each in below[:_LOOKED_AT])
    return bool(places) and again * 2 > len(places) and not is_row_again


def _is_data_alone(row: list[str]) -> bool:
    kinds = [kind_of(cell) for cell in row]
    return sum(kind in ("number", "time") for kind in kinds) * 2 > len(kinds)
