"""Bytes before they are a table: telling kinds of file apart, decompressing with the checksum checked, blank lines."""

import gzip
import zlib
from pathlib import Path
from typing import Literal

import numpy as np

from analysis.errors import UnreadableFileError
from analysis.ingest.limits import Limits

FileKind = Literal["text", "gzip", "parquet"]
_CHUNK_BYTES = 1 << 20
_NEWLINE = 10
_HARMLESS_BYTES = 64 << 20  # below this no ratio is a bomb
_MAGIC = {b"\x1f\x8b": "gzip", b"PAR1": "parquet"}
_FOREIGN = {
    b"PK\x03\x04": "a zip archive or Excel workbook",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"SQLite format 3": "an SQLite database",
    b"BZh": "a bzip2 archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
}
SAVE_AS = "save it as CSV (UTF-8) or Parquet and drop that."


def kind_of(path: Path) -> FileKind:
    """Return what the first bytes say, whatever the name ends in; raises UnreadableFileError for what is no table."""
    if not path.is_file():
        raise UnreadableFileError(f"Expected a file, found nothing at {path.name}.", hint="check the path.")
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise UnreadableFileError(f"Expected a table, found an empty file, {path.name}.", hint="export it again.")
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise UnreadableFileError(f"Expected a table, found {what}, {path.name}.", hint=SAVE_AS)
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "text")  # type: ignore[return-value]


def unpack_gzip(packed: Path, unpacked: Path, limits: Limits) -> None:
    """Decompress to `unpacked`, checking the CRC (DuckDB does not) and the size as it grows."""
    most = min(limits.unpacked_bytes, max(packed.stat().st_size * limits.unpacked_ratio, _HARMLESS_BYTES))
    written = 0
    try:
        with gzip.open(packed, "rb") as source, unpacked.open("wb") as target:
            while chunk := source.read(_CHUNK_BYTES):
                written += len(chunk)
                if written > most:
                    raise UnreadableFileError(
                        f"Expected at most {most:,} bytes in {packed.name}, found more.", hint="drop it unpacked."
                    )
                target.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnreadableFileError(
            f"Expected a whole gzip file, found {packed.name} cut short or damaged.",
            hint="download or export it again.",
        ) from None
    if not written:
        raise UnreadableFileError(f"Expected a table, found an empty file, {packed.name}.", hint="export it again.")


def count_blank_lines(path: Path, *, rows: int) -> int:
    """Count empty lines outside quotes, which DuckDB skips without a word; `rows` are the rows it found.

    Files with as many line ends as rows, nearly all, are only counted, not split.
    """
    if _count_lines(path) == rows + 1:
        return 0
    blank, is_quoted = 0, False
    with path.open("rb") as file:
        for line in file:
            blank += not is_quoted and not line.strip(b"\r\n")
            is_quoted ^= line.count(b'"') % 2 == 1
    return blank


def physical_lines(path: Path, records: set[int], skipped: set[int]) -> dict[int, int]:
    """Return the line in the file (the header is 1) of each record number (the first row below the header is 1).

    `skipped` are lines of records that the reader refused and did not number.
    """
    lines: dict[int, int] = {}
    last, record, is_quoted = max(records, default=-1), -1, False
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            starts = not is_quoted and bool(line.strip(b"\r\n")) and number not in skipped
            record += starts
            if starts and record in records:
                lines[record] = number
            is_quoted ^= line.count(b'"') % 2 == 1
            if record >= last:
                break
    return lines


def _count_lines(path: Path) -> int:
    """Return the number of lines, the last one counted with or without its end."""
    lines, last = 0, _NEWLINE
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            lines += int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == _NEWLINE))
            last = chunk[-1]
    return lines + (last != _NEWLINE)
