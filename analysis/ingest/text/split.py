"""Physical lines become rows of cells; where quotes do not add up, the damage ends with the row it is in.

Lines without a quote, nearly all, are cut at their delimiter; lines with one go through the csv module, strictly, and
only what it refuses is read leniently. A quote that stays open takes in further lines only while that is plausible.
"""

import csv
from dataclasses import dataclass

from analysis.ingest.text.dialect import Dialect
from analysis.ingest.text.lines import bare
from analysis.ingest.text.others import Others, is_wrapped
from analysis.ingest.text.repair import LONGEST, leniently, repaired

MOST_LINES = 2000  # of one row
_CREDIT_LINES = 20_000  # looked ahead in vain by one file; then a row may take in few
_FEW_LINES = 8
_LOOKED_AT = 1000
_LEAST_WIDTH = 3  # from which a line that is a row by itself cannot be the inside of a cell


@dataclass
class Rows:
    """Rows of cells, the physical line each starts on (the first is 1), and how many needed a lenient reading."""

    cells: list[list[str]]
    starts: list[int]
    repaired: int = 0


class _Feed:
    """One strict csv reader that is handed one record at a time: making a reader costs more than reading a line."""

    def __init__(self, dialect: Dialect) -> None:
        self._held: list[str] = []
        self._reader = csv.reader(self, delimiter=dialect.cell_end, quotechar=dialect.quote, strict=True)

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if not self._held:
            raise StopIteration  # inside quotes, strictly, an error; the reader begins anew at its next call
        return self._held.pop()

    def read(self, text: str) -> list[str] | None:
        """Return the cells, None where the text is no record by the letter, or is not over."""
        self._held.append(text)
        try:
            return next(self._reader)
        except (csv.Error, StopIteration):
            return None


def cut(lines: list[str], dialect: Dialect, *, width: int | None = None) -> Rows:
    """Return the rows of physical lines; `width` is how many cells a row should have, where that is known."""
    if not dialect.is_prepared:
        lines = [dialect.prepare(line) for line in lines]
    rows = _cut_plain(lines, dialect) if not dialect.quote else _Cutter(lines, dialect, width).rows()
    if not dialect.is_prepared:
        rows.cells = [[dialect.restore(cell) for cell in row] for row in rows.cells]
    return rows


def _cut_plain(lines: list[str], dialect: Dialect) -> Rows:
    cells = [[bare(line)] if not dialect.delimiter else bare(line).split(dialect.cell_end) for line in lines]
    return Rows(cells, list(range(1, len(lines) + 1)))


class _Cutter:
    """The state of cutting one text: where it stands, and how much looking ahead is left."""

    def __init__(self, lines: list[str], dialect: Dialect, width: int | None) -> None:
        self._lines, self._dialect, self._width = lines, dialect, width
        self._feed = _Feed(dialect)
        self._others = None if width is None else Others(lines, dialect, width)
        self._credit = _CREDIT_LINES
        self._repaired = 0

    def rows(self) -> Rows:
        """Return all rows: first every line that needs no more than its delimiter, then the others one by one."""
        quote, end, width = self._dialect.quote, self._dialect.cell_end, self._width
        cells = [None if quote in line else line.rstrip("\r\n").split(end) for line in self._lines]
        odd = [place for place, row in enumerate(cells)
               if row is None or (width is not None and (len(row) != width or is_wrapped(row)))]  # fmt: skip
        inside: set[int] = set()
        for place in odd:
            row = cells[place]
            if place in inside:
                continue
            if row is None:
                cells[place], taken = self._quoted(place)
                inside.update(range(place + 1, place + taken))
            else:
                cells[place] = self._other(place, row)
        kept = [place for place in range(len(cells)) if place not in inside] if inside else range(len(cells))
        return Rows([cells[place] or [""] for place in kept], [place + 1 for place in kept], self._repaired)

    def _quoted(self, place: int) -> tuple[list[str], int]:
        """Return the cells of the row that starts on a line with quotes, and its number of lines."""
        line, width = self._lines[place], self._width
        cells = self._feed.read(line)
        if cells is not None:
            return (cells if width is None or len(cells) == width else self._other(place, cells)), 1
        longer = self._over_lines(place)
        if longer is not None:
            return longer
        self._repaired += 1
        if width is None:
            return leniently(bare(line), self._dialect), 1
        if self._credit > 0 and (longer := self._leniently_over_lines(place)) is not None:
            return longer
        cells = repaired(bare(line), self._dialect, width=width)
        return (cells if len(cells) == width else self._other(place, cells)), 1

    def _other(self, place: int, cells: list[str]) -> list[str]:
        """Return the cells of a line under another delimiter or quote, where this one cuts it wrong."""
        other = None if self._others is None else self._others.read(place, cells)
        self._repaired += other is not None
        return cells if other is None else other

    def _over_lines(self, place: int) -> tuple[list[str], int] | None:
        """Return the row that a quote takes over several lines, where it closes before that becomes implausible."""
        quote, held = self._dialect.quote, [self._lines[place]]
        is_open = held[0].count(quote) % 2 == 1
        most = min(MOST_LINES if self._credit > 0 else _FEW_LINES, len(self._lines) - place - 1)
        while is_open and len(held) <= most:
            line = self._lines[place + len(held)]
            held.append(line)
            is_open = is_open != (line.count(quote) % 2 == 1)
        cells = None if is_open or len(held) == 1 else self._feed.read("".join(held))
        if cells is None or not self._is_plausible(cells, place, len(held) - 1):
            self._credit -= len(held)
            return None
        return cells, len(held)

    def _is_plausible(self, cells: list[str], place: int, more: int) -> bool:
        """Whether a row over several lines takes in no whole row; its first and last line are none by themselves."""
        if self._width is None:
            return True
        ends = (self._lines[place], self._lines[place + more])
        are_rows = all(len(leniently(bare(line), self._dialect)) == self._width for line in ends)
        return not (len(cells) != self._width and are_rows) and not self._swallows(place, more)

    def _leniently_over_lines(self, place: int) -> tuple[list[str], int] | None:
        """Return a row of a few lines in which quotes do not add up but which has as many cells as its neighbours."""
        text = self._lines[place]
        for more in range(_FEW_LINES):
            cells = leniently(bare(text), self._dialect)
            self._credit -= more
            if len(cells) >= (self._width or 0):
                is_row = len(cells) == self._width and not self._swallows(place, more)
                return (cells, more + 1) if is_row else None
            line = self._lines[place + more + 1] if place + more + 1 < len(self._lines) else None
            if line is None or len(text) + len(line) > LONGEST or self._is_whole(line):
                return None
            text += line
        return None

    def _is_whole(self, line: str) -> bool:
        """Whether a line is a row by itself, as it stands."""
        return line.count(self._dialect.cell_end) >= (self._width or 2) - 1 and self._is_row(line)

    def _swallows(self, place: int, more: int) -> bool:
        """Whether a row over several lines would take in lines that are whole rows by themselves."""
        if self._width is None or self._width < _LEAST_WIDTH:
            return False
        return any(self._is_whole(line) for line in self._lines[place + 1 : place + more])

    def _is_row(self, line: str) -> bool:
        cells = self._feed.read(line)
        return cells is not None and len(cells) == self._width


def stripped(rows: Rows) -> Rows:
    """Return rows without the blanks and the frame that a table drawn for the eye has round its cells."""
    some = [cell for cells in rows.cells[:_LOOKED_AT] if len(cells) > 1 for cell in cells if cell.strip()]
    if sum(cell[0] == " " or cell[-1] == " " for cell in some) * 2 <= len(some):
        return rows
    framed = all(len(cells) < _LEAST_WIDTH or not (cells[0].strip() or cells[-1].strip()) for cells in rows.cells)
    inner = slice(1, -1) if framed else slice(None)
    rows.cells = [[cell.strip() for cell in (cells[inner] if len(cells) >= _LEAST_WIDTH else cells)]
                  for cells in rows.cells]  # fmt: skip
    return rows
