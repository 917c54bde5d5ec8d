"""A small events table whose figures are known, and how it is written down: where every polluted file begins."""

import random
from dataclasses import dataclass, field
from decimal import Decimal

HEADER = ("user_id", "timestamp", "event", "amount", "note")
EVENTS = ("login", "export, all", 'view "home"', "purchase", "settings")
NOTES = ("", "", "", "first; then second", "it's fine", "two\nlines", "größer", "a, b, c")
ROWS = 40


@dataclass(frozen=True)
class Written:
    """How a table is written down; each pollution changes one thing of it.

    Attributes
    ----------
    rows
        The events as (user_id, timestamp, event, amount, note).
    damage
        Row number -> what becomes of its line; the number 0 is the first row below the header.
    headers
        Rows of the header.
    is_loadable
        Whether the events can be read at all: a file without a header says nothing of its columns.
    """

    rows: tuple[tuple[str, ...], ...]
    headers: tuple[tuple[str, ...], ...] = (HEADER,)
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    is_all_quoted: bool = False
    end: str = "\n"
    encoding: str = "utf-8"
    mark: bytes = b""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    has_last_end: bool = True
    decimal: str = "."
    thousands: str = ""
    damage: dict[int, str] = field(default_factory=dict)
    is_loadable: bool = True

    @property
    def amount(self) -> Decimal:
        """The exact sum of all amounts."""
        return sum((Decimal(row[3]) for row in self.rows if row[3]), Decimal(0))

    def shown(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """Return a row's cells as they stand in the file, before quotes."""
        amount = row[3]
        if amount:
            whole, _, part = amount.partition(".")
            amount = f"{int(whole):,}".replace(",", self.thousands) + self.decimal + part
        return (*row[:3], amount, *row[4:])

    def content(self) -> bytes:
        """Return the file."""
        lines = [self._line(header) for header in self.headers]
        lines += [_damaged(self, self.damage.get(number, ""), self.shown(row)) for number, row in enumerate(self.rows)]
        text = self.end.join([*self.above, *lines, *self.below]) + (self.end if self.has_last_end else "")
        return self.mark + text.encode(self.encoding, errors="replace")

    def _line(self, cells: tuple[str, ...]) -> str:
        return self.delimiter.join(self.cell(cell) for cell in cells)

    def cell(self, cell: str) -> str:
        """Return one cell in the quotes it needs."""
        needs = self.is_all_quoted or any(mark in cell for mark in (self.delimiter, self.quote, "\n", "\r"))
        if not needs or not self.quote:
            return cell
        return self.quote + cell.replace(self.quote, self.escape + self.quote) + self.quote


def _damaged(written: Written, damage: str, row: tuple[str, ...]) -> str:
    """Return the line of a row that is written wrongly in one way."""
    cells = [written.cell(cell) for cell in row]
    if damage == "stray quote":
        cells[2] = (
            cells[2].rstrip(written.quote) + written.quote if not cells[2].startswith(written.quote) else cells[2]
        )
    if damage == "open quote":
        cells[2] = written.quote + "login"
    if damage == "short":
        cells = cells[:-1]
    if damage == "long":
        cells = [*cells, "more"]
    if damage == "empty cell more":
        cells = [*cells, ""]
    joined = (" " if damage == "blanks" else "").join(["", written.delimiter.join(cells), ""])
    return joined + (written.end if damage == "blank line" else "")


def events_table(seed: int) -> Written:
    """Return the clean table of a seed; every user's amounts have two decimals and some have thousands."""
    draw = random.Random(seed)
    rows = []
    for number in range(ROWS):
        amount = f"{draw.choice((draw.randrange(1, 90), draw.randrange(1000, 9000)))}.{draw.randrange(100):02d}"
        time = (
            f"2026-{1 + number % 9:02d}-{draw.randrange(13, 29)} {draw.randrange(24):02d}:{draw.randrange(60):02d}:00"
        )
        paid = amount if draw.random() < 0.5 or number < 2 else ""
        rows.append((f"u{draw.randrange(12):03d}", time, draw.choice(EVENTS), paid, draw.choice(NOTES)))
    return Written(tuple(rows))
