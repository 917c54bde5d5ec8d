"""What changed between what a pin showed and what it shows now, in one plain sentence with both numbers."""

import math
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis import wording
from analysis.markup import shown_cell
from analysis.story.pin import Content

UNCHANGED = "Unchanged."
MOST_TOLD = 3
NAMING = (1, 2)  # by how many of its first cells a row may be named
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# Dates and numbers with what belongs to them: "27 Sep 2026", "14,206", "8.5 %", "−3".
_NUMBER = re.compile(rf"\d{{1,2}} {_MONTH}(?: \d{{4}})?|(?<!\w)[−-]?\d(?:[\d,]*\d)?(?:\.\d+)?(?: %)?(?!\w)")


def changed(kept: Content, now: Content) -> str:
    """Return what changed: "Tue: 412, was 398."; `UNCHANGED` where nothing did.

    Cells of the tables are compared row by row where there are tables, the sentences otherwise. Plain text.
    """
    told = _tables(kept.table, now.table) if kept.table is not None and now.table is not None else []
    told = told or _sentences(kept.sentence, now.sentence)
    return f"{wording.capital(_listed(told))}." if told else UNCHANGED


def _listed(told: list[str]) -> str:
    more = len(told) - MOST_TOLD
    return "; ".join([*told[:MOST_TOLD], *([f"and {wording.plural(more, 'change')} more"] if more > 0 else [])])


def _sentences(kept: str, now: str) -> list[str]:
    """Return the numbers that moved where the words are the same; else what it said."""
    if kept == now:
        return []
    before, after = _NUMBER.findall(kept), _NUMBER.findall(now)
    if _NUMBER.sub("#", kept) != _NUMBER.sub("#", now) or len(before) != len(after):
        return [f"it said before: {kept.removesuffix('.')}"]
    return [f"{new}, was {old}" for old, new in zip(before, after, strict=True) if old != new]


def _tables(kept: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Return the cells that moved, the rows that came and went; the largest change first."""
    if list(map(str, kept.columns)) != list(map(str, now.columns)):
        return [f"its columns are others: {wording.listed([str(each) for each in now.columns])}"]
    named_by = next((width for width in NAMING if _is_named(kept, width) and _is_named(now, width)), 0)
    if not named_by:
        return _unnamed_rows(kept, now)
    before, after, others = _rows(kept, named_by), _rows(now, named_by), kept.columns[named_by:]
    moved = sorted(
        (each for name in after if name in before for each in _cells(name, before[name], after[name], others)),
        key=lambda each: -each[0],
    )
    came = [f"{name} is new" for name in after if name not in before]
    went = [f"{name} is gone" for name in before if name not in after]
    return [*(said for _, said in moved), *_few(came), *_few(went)]


def _few(rows: list[str]) -> list[str]:
    """Say each of a few rows; of many only the first and how many more."""
    return rows if len(rows) < MOST_TOLD else [f"{rows[0]}, as are {wording.count(len(rows) - 1)} more rows"]


def _names(table: pd.DataFrame, width: int) -> list[str]:
    cells = table.iloc[:, :width].itertuples(index=False, name=None)
    return [", ".join(map(shown_cell, each)) for each in cells]


def _is_named(table: pd.DataFrame, width: int) -> bool:
    """Whether the first cells, this many, tell every row from the others and leave something to compare."""
    names = _names(table, width)
    return len(set(names)) == len(names) and (width == 1 <= len(table.columns) or width < len(table.columns))


def _rows(table: pd.DataFrame, width: int) -> dict[str, tuple[Any, ...]]:
    """Return the rows by what names them: their first cells."""
    others = table.iloc[:, width:].itertuples(index=False, name=None)
    return dict(zip(_names(table, width), others, strict=True))


def _unnamed_rows(kept: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    rows = [[tuple(map(shown_cell, row)) for row in each.itertuples(index=False, name=None)] for each in (kept, now)]
    if rows[0] == rows[1]:
        return []
    sizes = [wording.plural(len(each), "row") for each in rows]
    return [f"{sizes[1]}, was {sizes[0]}" if sizes[0] != sizes[1] else "some of its rows are others"]


def _cells(
    name: str, before: tuple[Any, ...], after: tuple[Any, ...], columns: pd.Index
) -> Iterator[tuple[float, str]]:
    """Yield how far each cell of a row moved, as a share of the larger of both, and how that is said.

    A share says again what the count beside it says, so it is told only where it moved alone.
    """
    cells = zip(map(str, columns), before, after, strict=True)
    moved = [each for each in cells if shown_cell(each[1]) != shown_cell(each[2])]
    for column, old, new in [each for each in moved if "share" not in each[0].casefold()] or moved:
        where = name if len(columns) == 1 else f"{name}, {wording.small(column)}"
        yield _distance(old, new), f"{where}: {shown_cell(new)}, was {shown_cell(old)}"


def _distance(old: Any, new: Any) -> float:
    if not (_is_number(old) and _is_number(new)):
        return 1.0
    return abs(new - old) / max(abs(new), abs(old))


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell)
