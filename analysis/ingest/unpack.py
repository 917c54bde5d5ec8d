"""Bytes before they are a table: telling kinds of file apart, decompressing with the checksum checked."""

import gzip
import zlib
from pathlib import Path
from typing import Literal

from analysis.errors import UnreadableFileError
from analysis.ingest.limits import Limits

FileKind = Literal["text", "gzip", "parquet"]
_CHUNK_BYTES = 1 << 20
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


def kind_of(path: Path, *, label: str) -> FileKind:
    """Return what the first bytes say, whatever the name ends in; raises UnreadableFileError for what is no table.

    `label` is the name of the file in messages, here and below.
    """
    if path.is_dir():
        raise UnreadableFileError(f"Expected a file, found the folder {label}.", hint="name the files in it.")
    if not path.is_file():
        raise UnreadableFileError(f"Expected a file, found nothing at {label}.", hint="check the path.")
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise UnreadableFileError(f"Expected a table, found an empty file, {label}.", hint="export it again.")
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise UnreadableFileError(f"Expected a table, found {what}, {label}.", hint=SAVE_AS)
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "text")  # type: ignore[return-value]


def unpack_gzip(packed: Path, unpacked: Path, limits: Limits, *, label: str) -> None:
    """Decompress to `unpacked`, checking the CRC (DuckDB does not) and the size as it grows."""
    most = min(limits.unpacked_bytes, max(packed.stat().st_size * limits.unpacked_ratio, _HARMLESS_BYTES))
    written = 0
    try:
        with gzip.open(packed, "rb") as source, unpacked.open("wb") as target:
            while chunk := source.read(_CHUNK_BYTES):
                written += len(chunk)
                if written > most:
                    raise UnreadableFileError(
                        f"Expected at most {most:,} bytes in {label}, found more.", hint="drop it unpacked."
                    )
                target.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnreadableFileError(
            f"Expected a whole gzip file, found {label} cut short or damaged.",
            hint="download or export it again.",
        ) from None
    if not written:
        raise UnreadableFileError(f"Expected a table, found an empty file, {label}.", hint="export it again.")
