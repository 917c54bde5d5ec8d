"""The child process that reads a workbook: `python sheets.py WORKBOOK FOLDER LIMITS`, every sheet to text Parquet.

A workbook of 5 KB can end the process that reads it, so it is not ours: this file imports nothing of ours, starts in a
third of a second, takes limits on itself and is killed when its time is over. It prints what it found as JSON.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import python_calamine as calamine

_BATCH_ROWS = 10_000
_HEADER_WITHIN = 50
_EXACT = 2**53
_HALF_MS = timedelta(microseconds=500)
_MOST_MORE = 2  # rows of headings above the names
# A number, or a text that begins with digits and dividers as dates do.
_VALUE = re.compile(r"[-+(]?\W?\d[\d.,' ]*%?$|\d{1,4}[-./ ]\w+[-./ ]")


class Span(NamedTuple):
    """A cell merged over several columns: its row, its first and its last column."""

    row: int
    first: int
    last: int


def limit_resources(memory_bytes: int, seconds: int, file_bytes: int) -> None:
    """Bound what this process may take, where the system can: address space, processor time, the size of a file."""
    with suppress(ImportError):
        import resource  # not on every system

        wanted = {"RLIMIT_AS": memory_bytes, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": file_bytes, "RLIMIT_CORE": 0}
        for name, most in wanted.items():
            with suppress(ValueError, OSError, AttributeError):  # a harder limit holds already
                resource.setrlimit(getattr(resource, name), (most, most))


def text_of(value: object) -> str | None:
    """Return a cell as text: dates in ISO form, whole numbers without a fraction; None where it is blank."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        rounded = value + _HALF_MS  # a serial number holds microseconds, but not exactly
        return rounded.replace(microsecond=rounded.microsecond // 1000 * 1000).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return None if value is None or value == "" else str(value)


def header_row(rows: list[list[str | None]]) -> int:
    """Return the place of the first row that is at least half as full as the fullest of the first ones: titles are not.

    A sheet of one column has its header in its first row that is not blank.
    """
    filled = [sum(cell is not None for cell in row) for row in rows]
    return next((place for place, cells in enumerate(filled) if cells and 2 * cells >= max(filled)), 0)


def header_block(rows: list[list[str | None]], spans: list[Span]) -> tuple[int, int]:
    """Return the first and last row of the header: headings over several columns stand above the names they group."""
    first = last = header_row(rows)
    while last + 2 < len(rows) and last - first < _MOST_MORE and _is_heading(rows, last, spans):
        last += 1
    while first > 0 and last - first < _MOST_MORE and _groups(rows[first - 1], first - 1, spans):
        first -= 1
    return first, last


def header_names(rows: list[list[str | None]], first: int, last: int, spans: list[Span]) -> list[str]:
    """Return a name a column: the cells of the header rows above each other, a heading over all it spans."""
    names = []
    for place in range(len(rows[last])):
        parts = dict.fromkeys(_heading(rows, row, place, spans) for row in range(first, last))
        names.append(" ".join(part for part in [*parts, rows[last][place] or ""] if part))
    return names


def _heading(rows: list[list[str | None]], row: int, place: int, spans: list[Span]) -> str:
    """Return the heading over a column: its own cell, or the one that is merged over it, or else the next on the left.

    Without a merged cell in the row a heading reaches as far as the cells beside it are blank and names stand below.
    """
    here = [span for span in spans if span.row == row]
    over = next((span.first for span in here if span.first <= place <= span.last), None)
    if here or rows[row][place] is not None:
        return rows[row][place if over is None else over] or ""
    left = next((each for each in range(place, -1, -1) if rows[row][each] is not None), None)
    is_reached = left is not None and all(rows[row + 1][each] is not None for each in range(left, place + 1))
    return (rows[row][left] or "") if left is not None and is_reached else ""


def _is_heading(rows: list[list[str | None]], at: int, spans: list[Span]) -> bool:
    """Whether names stand in the row below: words alone, above values that are none or that never repeat them."""
    row, names, below = rows[at], rows[at + 1], rows[at + 2 :]
    named = [place for place, cell in enumerate(names) if cell is not None]
    if not any(row[place] is None for place in named) or any(_VALUE.match(names[place] or "") for place in named):
        return False
    if any(_VALUE.match(each[place] or "") for each in below for place in named):
        return True
    is_merged = any(span.row == at for span in spans)
    return is_merged and not any(each[place] == names[place] for each in below for place in named)


def _groups(row: list[str | None], at: int, spans: list[Span]) -> bool:
    """Whether a row above the names holds headings over some of them: a title is alone and begins the sheet."""
    filled = [place for place, cell in enumerate(row) if cell is not None]
    is_inner = any(span.row == at and span.first > 0 for span in spans)
    is_merged = any(span.row == at for span in spans)
    return is_inner or (len(filled) > 1 and (is_merged or len(filled) * 2 >= len(row)))


def _spans(sheet: Any, above: int, left: int) -> list[Span]:
    """Return the cells near the top that are merged over several columns, counted from the first one used."""
    merged = sheet.merged_cell_ranges or ()
    return [
        Span(top - above, begin - left, end - left)
        for (top, begin), (_, end) in merged
        if end > begin and above <= top < above + _HEADER_WITHIN
    ]


def write_sheet(sheet: Any, target: Path, most_cells: int) -> dict[str, Any] | None:
    """Write the rows below the header as Parquet; return what there is, None for an empty sheet."""
    if not sheet.height or not sheet.width:
        return None
    if sheet.height * sheet.width > most_cells:
        return {"problem": "cells", "name": sheet.name, "cells": sheet.height * sheet.width}
    above, left = sheet.start or (0, 0)
    rows = ([text_of(cell) for cell in row] for row in islice(sheet.iter_rows(), above, None))
    first = list(islice(rows, _HEADER_WITHIN))
    spans = _spans(sheet, above, left)
    top, start = header_block(first, spans)
    if not first or not any(first[start]):
        return None
    header, written = header_names(first, top, start, spans), 0
    schema = pa.schema([(f"c{place}", pa.string()) for place in range(len(header))])
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        for batch in _batches(_chained(first[start + 1 :], rows)):
            columns = [pa.array(cells, pa.string()) for cells in zip(*batch, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            written += len(batch)
    titles = sum(any(row) for row in first[:top])
    about = {"header": header, "header_rows": start - top + 1, "titles": titles, "line": above + start + 1}
    return {"name": sheet.name, "rows": written, **about}


def _chained(first: list[list[str | None]], rest: Iterator[list[str | None]]) -> Iterator[list[str | None]]:
    yield from first
    yield from rest


def _batches(rows: Iterable[list[str | None]]) -> Iterator[list[list[str | None]]]:
    each = iter(rows)
    while batch := list(islice(each, _BATCH_ROWS)):
        yield batch


def read_sheets(workbook: Path, folder: Path, *, most_cells: int) -> dict[str, Any]:
    """Write `sheet0.parquet` and so on to the folder; return what each holds, or the problem."""
    try:
        with calamine.CalamineWorkbook.from_path(str(workbook)) as book:
            found = []
            for number, about in enumerate(book.sheets_metadata):
                if about.typ == calamine.SheetTypeEnum.WorkSheet:  # others are charts and macros
                    written = write_sheet(
                        book.get_sheet_by_index(number), folder / f"sheet{number}.parquet", most_cells
                    )
                    found += [written | {"number": number}] if written else []
    except calamine.PasswordError:
        return {"problem": "password"}
    except (calamine.CalamineError, OSError, ValueError, OverflowError):
        return {"problem": "damaged"}
    except MemoryError:
        return {"problem": "memory"}
    return next((each for each in found if "problem" in each), {"sheets": found})


def main(workbook: str, folder: str, limits: str) -> dict[str, Any]:
    """Take the limits on this process, then read."""
    most = json.loads(limits)
    limit_resources(most["memory_bytes"], most["seconds"], most["file_bytes"])
    return read_sheets(Path(workbook), Path(folder), most_cells=most["cells"])


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
