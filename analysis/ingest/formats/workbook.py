"""Workbooks (.xlsx, .xls, .ods): the package is checked first, then a child process with limits reads the sheets."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import wording
from analysis.errors import UnreadableFileError, shortened
from analysis.ingest.formats import sheets
from analysis.ingest.formats.archive import DAMAGED, checked_members
from analysis.ingest.formats.piece import Piece, shown_name
from analysis.ingest.limits import GIB, Limits
from analysis.ingest.names import unique_names
from analysis.ingest.source import Source
from analysis.ingest.unpack import CHUNK_BYTES, SAVE_AS

_SAMPLE_ROWS = 5000
_MEMORY_BYTES = 3 * GIB
_REFERENCE = re.compile(rb'\br="([A-Z]{1,7})([0-9]{1,10})"')
_LONGEST_REFERENCE = 32
_AS_CSV = "save the sheet as CSV (UTF-8) and drop that."
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)


def open_workbook(piece: Piece, spare: Path, limits: Limits) -> tuple[Source, ...]:
    """Return a Source a sheet that has rows. Raises UnreadableFileError."""
    if zipfile.is_zipfile(piece.path):
        _check_package(piece, limits)
    folder = spare / f"{piece.path.name}_sheets"
    folder.mkdir()
    said = read_in_child(piece.path, folder, limits)
    if "problem" in said:
        raise _refused(said, piece.label, limits)
    found = said["sheets"]
    if not found:
        raise UnreadableFileError(f"Expected a sheet with rows in {piece.label}, found none.", hint="export it again.")
    return tuple(_source(each, folder, piece, is_alone=len(found) == 1) for each in found)


def _check_package(piece: Piece, limits: Limits) -> None:
    """Read the package as bytes, never as XML: how large it gets, where cells stand, what it declares."""
    try:
        with zipfile.ZipFile(piece.path) as package:
            members = checked_members(package, limits, label=piece.label, most=limits.workbook_bytes, hint=_AS_CSV)
            for member in members:
                with package.open(member) as file:
                    _check_part(member, file, piece, limits)
    except DAMAGED:
        raise _damaged(piece.label) from None


def _check_part(member: zipfile.ZipInfo, file: IO[bytes], piece: Piece, limits: Limits) -> None:
    last, is_sheet = b"", bool(_SHEET.match(member.filename))
    rows = columns = 0
    while chunk := file.read(CHUNK_BYTES):
        text = last + chunk
        if any(word in text for word in _DECLARED):
            raise UnreadableFileError(
                f"Expected a workbook without declarations of its own, found some in {piece.label}.", hint=SAVE_AS
            )
        for letters, number in _REFERENCE.findall(text) if is_sheet else ():
            rows, columns = max(rows, int(number)), max(columns, _column_number(letters))
        last = chunk[-_LONGEST_REFERENCE:]
    if rows * columns > limits.sheet_cells:
        raise _too_many_cells(piece.label, rows * columns, limits)


def _column_number(letters: bytes) -> int:
    """A -> 1, Z -> 26, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def read_in_child(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """Run the child and return what it found in each sheet, or the problem."""
    bounds = {
        "memory_bytes": _MEMORY_BYTES,
        "seconds": limits.workbook_s,
        "file_bytes": limits.workbook_bytes,
        "cells": limits.sheet_cells,
    }
    command = [sys.executable, "-I", str(Path(sheets.__file__)), str(path), str(folder), json.dumps(bounds)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits.workbook_s, check=False)
    except subprocess.TimeoutExpired:
        return {"problem": "slow"}
    return dict(json.loads(done.stdout)) if done.returncode == 0 and done.stdout else {"problem": "stopped"}


def _source(found: dict[str, Any], folder: Path, piece: Piece, *, is_alone: bool) -> Source:
    """Return the Source of one sheet; its rows know where they stand in the sheet."""
    table = folder / f"sheet{found['number']}.parquet"
    name = shown_name(found["name"])
    with pq.ParquetFile(table) as file:
        batch = next(file.iter_batches(batch_size=_SAMPLE_ROWS), None)
    sample = () if batch is None else zip(*(pc.fill_null(each, "").to_pylist() for each in batch.columns), strict=True)
    lines = table.with_suffix(".npy")
    np.save(lines, np.arange(found["rows"], dtype=np.int64) + found["line"] + 1)
    label = piece.label if is_alone else f"the sheet {name} of {piece.label}"
    above = wording.plural(found["titles"], "row", "rows")
    notes = (f"{above} above the header of {label} left out.",) if found["titles"] else ()
    if found["header_rows"] > 1:
        joined = f"The header of {label} has {found['header_rows']} rows: joined to names such as "
        notes = (*notes, f'{joined}"{shortened(max(found["header"], key=len))}".')
    return Source(
        table, label, "parquet", unique_names(found["header"]), tuple(sample), notes=notes, lines=lines,
        place=f"{piece.place} {name}".strip(),
    )  # fmt: skip


def _refused(said: dict[str, Any], label: str, limits: Limits) -> UnreadableFileError:
    if said["problem"] == "cells":
        return _too_many_cells(label, said["cells"], limits)
    if said["problem"] == "password":
        return UnreadableFileError(f"Expected a workbook without a password, found one on {label}.", hint=SAVE_AS)
    if said["problem"] == "slow":
        return UnreadableFileError(
            f"Expected a workbook that is read within {limits.workbook_s} seconds, found {label} to take longer.",
            hint=_AS_CSV,
        )
    if said["problem"] == "damaged":
        return _damaged(label)
    return UnreadableFileError(
        f"Expected a workbook that can be read, found one that stopped the reader, {label}.",
        hint=_AS_CSV,
    )


def _damaged(label: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Expected a whole workbook, found {label} cut short, damaged or no workbook.", hint="save it again."
    )


def _too_many_cells(label: str, cells: int, limits: Limits) -> UnreadableFileError:
    return UnreadableFileError(
        f"Expected at most {limits.sheet_cells:,} cells in a sheet of {label}, found {cells:,}.",
        hint="delete the empty rows and columns behind the table, or save the sheet as CSV (UTF-8) and drop that.",
    )
