"""Where the first table of a file begins and ends: titles above, notes below, tables after it, blank rows within."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from analysis.ingest.text.header import column_kinds, header_rows, is_header_like
from analysis.ingest.text.kinds import CellKind, blank_places, filled, kind_of
from analysis.ingest.text.stacked import FULL, LOOKED_AT, before_next_table

LineKind = Literal["preamble", "footer", "comment", "further table"]
_TOTAL = re.compile(
    r"\s*(?:grand |sub)?(?:total|totals|sum|summe|gesamt|gesamtsumme|insgesamt|somme|totaal|totale|suma|razem|итого)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*(?:source|note|notes|quelle|anmerkung|hinweis|fuente|nota|bron|remark|legend|©|\*|†|\(\w\))\b",
                   re.IGNORECASE)  # fmt: skip
_SAID = re.compile(r"\"?sep=\W{0,2}$", re.IGNORECASE)  # Excel's own first line
_RULE = re.compile(r"[-+=|:_*\s]*[-=_*]{3}[-+=|:_*\s]*")
_FIELDS = "#Fields:"  # of logs of web servers, by the W3C
_TOO_MANY_BLANKS = 0.4  # of all rows: where every second line is blank, blanks part nothing
_SMALL = 0.5  # of the cells of the largest block: a smaller one above it is no table
WIDTH_ROWS = LOOKED_AT
_DRAWN = ("-", "=", "_", "+", "*")
_MOST_SAID_ROWS = 40


@dataclass(frozen=True)
class Frame:
    """Places of rows.

    Attributes
    ----------
    header, body
        Of the rows of the header, and of the rows below it, both in order.
    blank
        Of rows in which nothing stands.
    left_out
        Place -> why it belongs to no table, or not to the first.
    width
        How many cells most rows have.
    """

    header: tuple[int, ...]
    body: tuple[int, ...]
    width: int
    blank: tuple[int, ...] = ()
    left_out: dict[int, LineKind] = field(default_factory=dict)


def usual_width(rows: list[list[str]]) -> int:
    """Return how many cells most rows of the first table have."""
    head = rows[:LOOKED_AT]
    tables = _from_first_table(head, _blocks(head, blank_places(head), ()))
    return _width(head, tables[0]) if tables else 0


def frame(rows: list[list[str]]) -> Frame:
    """Return what each row of a file is."""
    blank = tuple(blank_places(rows))
    comments = _comments(rows)
    blocks = _blocks(rows, blank, comments)
    if not blocks:
        return Frame((), (), 0, blank, dict.fromkeys(comments, "comment"))
    if _SAID.match(rows[blocks[0][0]][0]) and blocks[0] != [blocks[0][0]]:
        comments, blocks[0] = [*comments, blocks[0][0]], blocks[0][1:]
    tables = _from_first_table(rows, blocks)
    above = [place for block in blocks[: len(blocks) - len(tables)] for place in block]
    width = _width(rows, tables[0])
    titles, table = _without_titles(rows, tables[0], width)
    above, table = _with_lone_header(rows, above + titles, table, width)
    found = Frame((), tuple(table), width, blank, dict.fromkeys(above, "preamble") | dict.fromkeys(comments, "comment"))
    return _with_header(rows, _ended(rows, found, tables[1:]))


def _comments(rows: list[list[str]]) -> list[int]:
    """Return the places of lines that begin with `#`, where the file begins with one, and of rules drawn by hand."""
    drawn = [place for place, cells in enumerate(rows) if cells[0][:1] in _DRAWN and _is_rule(cells)]
    if not rows or not rows[0][0].startswith("#"):
        return drawn
    found = [place for place, cells in enumerate(rows) if cells[0].startswith("#")]
    if len(found) * 2 > len(rows):
        return drawn
    inside = {*found}
    width = _width(rows, [place for place in range(min(len(rows), LOOKED_AT)) if place not in inside])
    last = next(place for place in range(len(rows)) if place + 1 not in inside)
    if rows[last][0].strip() == _FIELDS:
        del rows[last][0]
    keeps = last if width > 1 and len(rows[last]) == width else -1  # a header may stand behind a #
    return drawn + [place for place in found if place != keeps]


def _is_rule(cells: list[str]) -> bool:
    """Whether a row is a line drawn under a header."""
    return _RULE.fullmatch("|".join(cells)) is not None


def _blocks(rows: list[list[str]], blank: Sequence[int], without: Sequence[int]) -> list[list[int]]:
    """Return runs of places between blank rows; where every second row is blank, or all have one cell, one run."""
    gone = {*blank, *without}
    parts_nothing = len(blank) > _TOO_MANY_BLANKS * len(rows) or all(len(cells) == 1 for cells in rows)
    blocks = []
    for before, after in pairwise([-1, *(() if parts_nothing else blank), len(rows)]):
        block = [place for place in range(before + 1, after) if place not in gone] if gone else [*range(len(rows))]
        blocks += [block] if block else []
    return blocks


def _from_first_table(rows: list[list[str]], blocks: list[list[int]]) -> list[list[int]]:
    """Return the blocks from the first that is a table: two rows, two columns, and not small beside the largest."""
    sizes = [_size(rows, block) for block in blocks]
    least = max(_SMALL * max(sizes, default=0), 1)
    first = next((number for number, size in enumerate(sizes) if size >= least or _is_wide(rows, blocks[number])), None)
    if first is None:  # a header alone, or one column
        first = max(range(len(blocks)), key=lambda number: _width(rows, blocks[number]), default=0)
    return blocks[first:]


def _size(rows: list[list[str]], block: list[int]) -> int:
    width = _width(rows, block)
    times = len(block) if len(block) > LOOKED_AT else sum(len(rows[place]) == width for place in block)
    return times * (width - 1) if times > 1 else 0


def _is_wide(rows: list[list[str]], block: list[int]) -> bool:
    """Whether most rows of a block fill three columns: words about a table, by key and value, fill two."""
    wide = sum(filled(rows[place]) > len(("key", "value")) for place in block[:LOOKED_AT])
    return len(block) > 1 and wide * 2 > len(block[:LOOKED_AT])


def _width(rows: list[list[str]], places: list[int]) -> int:
    """Return the commonest number of cells, of equally common ones the larger."""
    counted = Counter(len(rows[place]) for place in places[:LOOKED_AT])
    return max(counted, key=lambda width: (counted[width], width), default=0)


def _without_titles(rows: list[list[str]], block: list[int], width: int) -> tuple[list[int], list[int]]:
    """Return titles at the top of a block, and the rest: lines of one cell, or of few where the table is wide."""
    number = 0
    while number < len(block) - 1 and _is_title(rows[block[number]], width):
        number += 1
    number += _said_by_key(rows, block[number:], width)
    return block[:number], block[number:]


def _said_by_key(rows: list[list[str]], block: list[int], width: int) -> int:
    """Return how many rows say something by key and value, right above a header that is wider than they are."""
    narrow = next((number for number, place in enumerate(block[:_MOST_SAID_ROWS]) if len(rows[place]) >= width), 0)
    above, below = block[:narrow], block[narrow:]
    if not above or len(below) < 2 or not all(filled(rows[place]) <= len(("key", "value")) for place in above):
        return 0
    is_said = len(above) > 1 or rows[above[0]][0].rstrip().endswith(":")
    return narrow if is_said and header_rows([rows[place] for place in below[:LOOKED_AT]]) else 0


def _is_title(cells: list[str], width: int) -> bool:
    if width < 2:
        return False
    is_alone = filled(cells) == 1 and bool(cells[0].strip())
    return (is_alone and (len(cells) == 1 or width > 2)) or (len(cells) < width and len(cells) * 2 <= width)


def _with_lone_header(
    rows: list[list[str]], above: list[int], table: list[int], width: int
) -> tuple[list[int], list[int]]:
    """Take the last row above a table in, where it fills enough columns and the table has no header of its own."""
    if not above or filled(rows[above[-1]]) < max(FULL * width, 2) or len(rows[above[-1]]) > width + 1:
        return above, table
    if header_rows([rows[place] for place in table[:LOOKED_AT]]):
        return above, table
    return above[:-1], [above[-1], *table]


def _ended(rows: list[list[str]], found: Frame, rest: list[list[int]]) -> Frame:
    """Return the frame with its end: blocks that go on below a blank row, then tables and notes that do not."""
    table, left_out = list(found.body), dict(found.left_out)
    table, after = before_next_table(rows, table, found.width)
    left_out |= dict.fromkeys(after, "further table")
    is_over = bool(after)
    for block in rest:
        if not is_over and _continues(rows, table, block, found.width):
            table += block
            continue
        is_table = _is_table(rows, block)
        left_out |= dict.fromkeys(block, "further table" if is_table else "footer")
        is_over = is_over or is_table
    kept, notes = _without_notes(rows, table, found.width)
    return replace(found, body=tuple(kept), left_out=left_out | dict.fromkeys(notes, "footer"))


def _is_table(rows: list[list[str]], block: list[int]) -> bool:
    """Whether rows below a table are a table of their own rather than notes on it."""
    several = sum(filled(rows[place]) > 1 for place in block)
    return len(block) > 1 and several > 0.8 * len(block) and not _NOTE.match(rows[block[0]][0])


def _continues(rows: list[list[str]], table: list[int], block: list[int], width: int) -> bool:
    """Whether a block below a blank row is more of the same table."""
    body = [rows[place] for place in table[1:LOOKED_AT]]
    first = rows[block[0]]
    if len(body) == 0 or abs(_width(rows, block) - width) > (len(block) == 1) or first == rows[table[0]]:
        return False
    if len(block) == 1 and (filled(first) * 2 < width or _TOTAL.match(first[0])):
        return False
    kinds = column_kinds(body)
    return not is_header_like(first, kinds) and _agrees([rows[place] for place in block], kinds)


def _agrees(block: list[list[str]], kinds: list[CellKind]) -> bool:
    """Whether the typed columns of a table are typed alike in further rows."""
    typed = [place for place, kind in enumerate(kinds) if kind in ("number", "time")]
    cells = [(kind_of(row[place]), kinds[place]) for row in block[:50] for place in typed if place < len(row)]
    given = [pair for pair in cells if pair[0] != "blank"]
    return not typed or sum(kind == wanted for kind, wanted in given) * 2 >= max(len(given), 1)


def _without_notes(rows: list[list[str]], table: list[int], width: int) -> tuple[list[int], list[int]]:
    """Return the table without the notes and totals at its end, and these."""
    if width < 2:
        return table, []
    end = len(table)
    while end > 1 and _is_note(rows[table[end - 1]], width, rows, table[: end - 1]):
        end -= 1
    return table[:end], table[end:]


def _is_note(cells: list[str], width: int, rows: list[list[str]], table: list[int]) -> bool:
    if filled(cells) == 1 and cells[0].strip():
        is_wide = width > 2 or len(cells) == 1
        return is_wide and (len(cells) == 1 or kind_of(cells[0]) == "text")
    first = next((cell for cell in cells if cell.strip()), "")
    if len(cells) < width and _NOTE.match(first):
        return True
    if not _TOTAL.match(first):
        return False
    some = [rows[place] for place in table[1:200] if len(rows[place]) == width]
    full = [place for place in range(width) if sum(bool(row[place].strip()) for row in some) > 0.95 * len(some)]
    return any(place >= len(cells) or not cells[place].strip() for place in full)


def _with_header(rows: list[list[str]], found: Frame) -> Frame:
    number = header_rows([rows[place] for place in found.body[:LOOKED_AT]])
    return replace(found, header=found.body[:number], body=found.body[number:])
