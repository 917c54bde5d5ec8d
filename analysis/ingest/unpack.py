"""Bytes before they are a table: telling kinds of file apart, decompressing with the checksum checked."""

import gzip
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Literal

from analysis.errors import UnreadableFileError
from analysis.ingest.limits import Limits

FileKind = Literal["text", "gzip", "parquet", "zip", "json", "workbook"]
CHUNK_BYTES = 1 << 20
_HEAD_BYTES = 4096
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OPENS_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")
_OPENS_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_OPENS_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s", re.IGNORECASE)
_MARKUP = {_OPENS_HTML: "a page of HTML", _OPENS_XML: "XML"}
_END_BYTES, _LOCATOR_BYTES, _END_64_BYTES = 22, 20, 56
_LONGEST_END_BYTES = _END_BYTES + _LOCATOR_BYTES + 65_535  # with the longest comment
_WORKBOOK_DIRECTORY_BYTES = 1 << 20
_MAGIC: dict[bytes, FileKind] = {
    b"\x1f\x8b": "gzip",
    b"PAR1": "parquet",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\xd0\xcf\x11\xe0": "workbook",
}
_FOREIGN = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"SQLite format 3": "an SQLite database",
    b"BZh": "a bzip2 archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"Obj\x01": "an Avro file",
    b"ORC": "an ORC file",
    b"ARROW1": "an Arrow file",
    b"\x7fELF": "a program",
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
        head = file.read(_HEAD_BYTES)
    if not head:
        raise UnreadableFileError(f"Expected a table, found an empty file, {label}.", hint="export it again.")
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise UnreadableFileError(f"Expected a table, found {what}, {label}.", hint=SAVE_AS)
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
    if kind == "zip":
        return "workbook" if _is_workbook(path) else "zip"
    if head.startswith(_UTF_16_MARKS):
        head = head.decode("utf-16", errors="ignore").encode()
    _refuse_markup(head, label)
    return kind or ("json" if _OPENS_JSON.match(head) else "text")


def _refuse_markup(head: bytes, label: str) -> None:
    """Raise UnreadableFileError for what tools call a spreadsheet though it is a page or a tree."""
    for opening, what in _MARKUP.items():
        if opening.match(head):
            raise UnreadableFileError(
                f"Expected a table, found {what}, {label}.",
                hint="export it as CSV, or open it in a spreadsheet, save it as CSV (UTF-8) and drop that.",
            )


def _is_workbook(path: Path) -> bool:
    """Whether a zip is the package of a spreadsheet, by the names of its members."""
    try:
        if directory_bytes(path) > _WORKBOOK_DIRECTORY_BYTES:
            return False
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "content.xml" in names and "mimetype" in names:
                return True
            return "[Content_Types].xml" in names and any(name.startswith("xl/workbook.") for name in names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):  # said where it is opened
        return False


def directory_bytes(path: Path) -> int:
    """Return the length of a zip's directory, which opening the archive reads whole.

    Found as the format says (APPNOTE 4.3.14 to 4.3.16): the last end record, and the 64-bit one that it stands for.
    Raises zipfile.BadZipFile.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LONGEST_END_BYTES))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + _END_BYTES:
            raise zipfile.BadZipFile
        locator = tail[max(0, at - _LOCATOR_BYTES) : at]
        if not locator.startswith(b"PK\x06\x07"):
            return int(struct.unpack_from("<I", tail, at + 12)[0])
        file.seek(min(struct.unpack_from("<Q", locator, 8)[0], size))
        record = file.read(_END_64_BYTES)
        if not record.startswith(b"PK\x06\x06") or len(record) < _END_64_BYTES:
            raise zipfile.BadZipFile
        return int(struct.unpack_from("<Q", record, 40)[0])


def unpack_gzip(packed: Path, unpacked: Path, limits: Limits, *, label: str) -> None:
    """Decompress to `unpacked`, checking the CRC (DuckDB does not) and the size as it grows."""
    try:
        with packed.open("rb") as raw, gzip.GzipFile(fileobj=raw) as source:
            written = copy_capped(source, unpacked, limits, packed_bytes=raw.tell, label=label)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnreadableFileError(
            f"Expected a whole gzip file, found {label} cut short or damaged.",
            hint="download or export it again.",
        ) from None
    if not written:
        raise UnreadableFileError(f"Expected a table, found an empty file, {label}.", hint="export it again.")


def copy_capped(source: IO[bytes], target: Path, limits: Limits, *, packed_bytes: Callable[[], int], label: str) -> int:
    """Write what decompresses to `target` and return its bytes; stop at the limits, or after a preview's head.

    `packed_bytes` says how much was read of what is packed, so that a bomb is seen early. A head ends after a whole
    line. Raises UnreadableFileError past the limits.
    """
    written = 0
    with target.open("wb") as file:
        while chunk := source.read(CHUNK_BYTES):
            written += len(chunk)
            if written > (most := limits.most_unpacked(packed_bytes())):
                raise UnreadableFileError(
                    f"Expected at most {most:,} bytes in {label}, found more.", hint="drop it unpacked."
                )
            if limits.head_bytes is not None and written > limits.head_bytes:
                file.write(chunk[: chunk.rfind(b"\n") + 1])
                break
            file.write(chunk)
    return written
