"""One line whose quotes do not add up: the reading that gives the row as many cells as its neighbours have."""

import csv
import re
from collections.abc import Iterator
from functools import lru_cache

from analysis.ingest.text.dialect import Dialect

LONGEST, _MOST_QUOTES = 1 << 15, 2000  # of a line that is worth it: beyond, the plainest reading is as good as any
OTHER_DELIMITERS = (",", ";", "\t", "|", " ")
OTHER_QUOTES = ('"', "'")


def repaired(line: str, dialect: Dialect, *, width: int) -> list[str]:
    """Return the cells of a line (without its end) in the likeliest reading, with `width` cells where one has them."""
    found: list[list[str]] = []
    for cells in _readings(line, dialect):
        if len(cells) == width:
            return cells
        found.append(cells)
    return min(found, key=lambda cells: abs(len(cells) - width))


def leniently(line: str, dialect: Dialect) -> list[str]:
    """Return the cells of a line or several where a quote inside quotes ends a cell only where a cell may end."""
    if len(line) > LONGEST or line.count(dialect.quote) > _MOST_QUOTES:
        return line.split(dialect.cell_end)
    return _lenient(line, dialect.cell_end, dialect.quote)


def with_other_delimiter(line: str, dialect: Dialect, delimiter: str, *, width: int) -> list[str] | None:
    """Return the cells of a line that a delimiter, perhaps with another quote, cuts into exactly `width`, or None."""
    for quote in OTHER_QUOTES:
        if delimiter in line and (delimiter, quote) != (dialect.delimiter, dialect.quote):
            cells = _by_csv(line, delimiter, quote, is_strict=True)
            if cells is not None and len(cells) == width:
                return cells
    return None


def with_other_quote(line: str, dialect: Dialect, *, width: int) -> list[str] | None:
    """Return the cells of a line that another quote joins into exactly `width` cells, or None."""
    for quote in OTHER_QUOTES:
        if quote != dialect.quote and line.count(quote) > 1:
            cells = _by_csv(line, dialect.cell_end, quote, is_strict=True)
            if cells is not None and len(cells) == width:
                return cells
    return None


def _by_csv(line: str, end: str, quote: str, *, is_strict: bool) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=end, quotechar=quote, strict=is_strict, skipinitialspace=True), None)
    except csv.Error:
        return None


def _readings(line: str, dialect: Dialect) -> Iterator[list[str]]:
    """Yield readings, the likeliest first."""
    end, quote = dialect.cell_end, dialect.quote
    yield leniently(line, dialect)
    if len(line) > LONGEST:
        return
    yield _by_csv(line, end, quote, is_strict=False) or [line]
    yield _merged(line.split(end), end, quote)
    yield [_unquoted(cell, quote) for cell in line.split(end)]


@lru_cache(maxsize=64)
def _any_cell(end: str, quote: str) -> re.Pattern[str]:
    """Return what matches a cell with its end. A quote inside quotes ends it only where a cell may end.

    A delimiter, a quote and then text begins another quoted cell, so the one before was never closed.
    """
    end, quote = re.escape(end), re.escape(quote)
    inside = rf"(?:(?!{end}{quote}[^\s{end}{quote}])[^{quote}]|{quote}(?![ ]*(?:{end}|$)))*"
    return re.compile(rf"(?:[ ]*{quote}({inside}){quote}[ ]*|([^{end}]*))({end}|$)", re.DOTALL)


def _lenient(line: str, end: str, quote: str) -> list[str]:
    """Return cells; a quote that opens and never closes is a character like any other."""
    found = _any_cell(end, quote).findall(line)  # one search of all: a line may have thousands of cells
    if len(found) > 1 and not found[-2][-1]:
        found.pop()  # nothing, behind the line's end
    return [
        inside.replace(quote * 2, quote) if inside else _without_pair(plain, quote) if plain[:1] == quote else plain
        for inside, plain, _ in found
    ]


def _without_pair(cell: str, quote: str) -> str:
    """Return `"Pro"x` as Prox, which most readers do; one quote alone stays, for nobody knows what it was to be."""
    return cell.replace(quote, "") if cell.startswith(quote) and cell.count(quote) == len(("opens", "closes")) else cell


def _merged(parts: list[str], end: str, quote: str) -> list[str]:
    """Return cells, from a part that opens a quote to the next that closes one: `"Some", text"` is one cell."""
    cells: list[str] = []
    held: list[str] = []
    quotes = 0  # in what is held
    for part in parts:
        if not held and quote not in part:
            cells.append(part)
            continue
        quotes = part.count(quote) + (quotes if held else 0)
        held.append(part)
        is_whole = len(held) == 1 and not part.lstrip().startswith(quote)
        if is_whole or (part.rstrip().endswith(quote) and quotes % 2 == 1 and len(held) > 1):
            cells.append(_unquoted(end.join(held), quote))
            held = []
        elif len(held) == 1 and len(part.strip()) > 1 and part.rstrip().endswith(quote) and part.count(quote) > 2:
            cells.append(_unquoted(part, quote))
            held = []
    return cells + held


def _unquoted(cell: str, quote: str) -> str:
    if quote not in cell:
        return cell
    text = cell.strip()
    if len(text) > 1 and text.startswith(quote) and text.endswith(quote):
        return text[1:-1].replace(quote * 2, quote)
    return cell
