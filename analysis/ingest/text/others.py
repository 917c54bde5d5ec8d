"""A line that is written otherwise than the rest: with another delimiter or quote, where that makes it a row."""

from functools import cached_property

from analysis.ingest.text.dialect import Dialect
from analysis.ingest.text.header import column_kinds, header_rows
from analysis.ingest.text.kinds import kind_of
from analysis.ingest.text.lines import bare
from analysis.ingest.text.repair import OTHER_DELIMITERS, OTHER_QUOTES, with_other_delimiter, with_other_quote

_LOOKED_AT = 1000
_LEAST_WIDTH = 3  # below, any line of two words would be a row


def is_wrapped(cells: list[str]) -> bool:
    """Whether every filled cell still stands in quotes: the quotes of another dialect."""
    return cells[0][:1] in OTHER_QUOTES and all(len(each) > 1 and each[0] == each[-1] == cells[0][0]
                                                for each in cells if each)  # fmt: skip


class Others:
    """The lines of a file whose rows have `width` cells: which of them are rows under another dialect."""

    def __init__(self, lines: list[str], dialect: Dialect, width: int) -> None:
        self._lines, self._dialect, self._width = lines, dialect, width

    def read(self, place: int, cells: list[str]) -> list[str] | None:
        """Return the cells of the line at a place; None where it is best as it was cut, into `cells`."""
        if self._width < _LEAST_WIDTH:
            return None
        line = bare(self._lines[place])
        if len(cells) > self._width or is_wrapped(cells):
            return with_other_quote(line, self._dialect, width=self._width)
        return self._by_other_delimiter(line, place) if len(cells) * 2 <= self._width else None

    def _by_other_delimiter(self, line: str, place: int) -> list[str] | None:
        quote = self._dialect.quote
        if line[:1] == quote and line[-1:] == quote and quote not in line[1:-1].replace(quote * 2, ""):
            return None  # one cell, in quotes
        for delimiter in OTHER_DELIMITERS:
            cells = with_other_delimiter(line, self._dialect, delimiter, width=self._width)
            if cells is not None and self._fits(cells, place, is_said=delimiter != " " or quote in line):
                return cells
        return None

    def _fits(self, cells: list[str], place: int, *, is_said: bool) -> bool:
        """Whether cells are a row: the words of a title or a note may be as many by chance."""
        first, last, has_header, typed = self._neighbours
        if place < first:
            is_header = first == place + 1 and bool(typed) and not has_header
            return is_header and all(kind_of(cell) == "text" for cell in cells)
        if typed:
            return sum(kind_of(cells[number]) != "text" for number in typed) * 2 > len(typed)
        return is_said or place < last

    @cached_property
    def _neighbours(self) -> tuple[int, int, bool, list[int]]:
        """The places of the first and the last whole row, whether they have a header, and their columns with types."""
        dialect, delimiters = self._dialect, self._width - 1
        whole = [place for place, line in enumerate(self._lines) if line.count(dialect.cell_end) >= delimiters]
        some = [bare(self._lines[place]).split(dialect.cell_end) for place in whole[:_LOOKED_AT]]
        rows = [cells for cells in some if len(cells) == self._width]
        number = header_rows(rows)
        typed = [place for place, kind in enumerate(column_kinds(rows[number:])) if kind in ("number", "time")]
        return (whole[0], whole[-1], number > 0, typed) if whole else (len(self._lines), -1, False, typed)
