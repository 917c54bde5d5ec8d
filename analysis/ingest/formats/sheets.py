"""The child process that reads a workbook: `python sheets.py WORKBOOK FOLDER LIMITS`, every sheet to text Parquet.

A workbook of 5 KB can end the process that reads it, so it is not ours: this file imports nothing of ours, starts in a
third of a second, takes limits on itself and is killed when its time is over. It prints what it found as JSON.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import python_calamine as calamine

_BATCH_ROWS = 10_000
_HEADER_WITHIN = 50
_EXACT = 2**53
_HALF_MS = timedelta(microseconds=500)


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


def write_sheet(sheet: Any, target: Path, most_cells: int) -> dict[str, Any] | None:
    """Write the rows below the header as Parquet; return what there is, None for an empty sheet."""
    if not sheet.height or not sheet.width:
        return None
    if sheet.height * sheet.width > most_cells:
        return {"problem": "cells", "name": sheet.name, "cells": sheet.height * sheet.width}
    above = sheet.start[0] if sheet.start else 0
    rows = ([text_of(cell) for cell in row] for row in islice(sheet.iter_rows(), above, None))
    first = list(islice(rows, _HEADER_WITHIN))
    start = header_row(first)
    if not first or not any(first[start]):
        return None
    header, written = [cell or "" for cell in first[start]], 0
    schema = pa.schema([(f"c{place}", pa.string()) for place in range(len(header))])
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        for batch in _batches(_chained(first[start + 1 :], rows)):
            columns = [pa.array(cells, pa.string()) for cells in zip(*batch, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            written += len(batch)
    titles = sum(any(row) for row in first[:start])
    return {"name": sheet.name, "header": header, "rows": written, "titles": titles, "line": above + start + 1}


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
