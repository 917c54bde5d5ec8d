"""Uploads: spooled to a private temporary folder under names of our own, and what their heads say."""

import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from analysis.errors import OffbeatError
from analysis.ingest import NamedFile, Preview, looks_like_subscriptions, preview
from analysis.ingest.columns import Table
from analysis.ingest.formats.piece import shown_name

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

PROJECT = Path(__file__).parent.parent.parent
KINDS = ["csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet", "xlsx", "xls", "ods", "zip", "gz"]
KNOWN_SUFFIXES = (*(f".{kind}.gz" for kind in KINDS[:6]), *(f".{kind}" for kind in KINDS))
FORMATS = "CSV, Excel, JSON or Parquet, plain, in a zip or a gzip"
LARGEST_UPLOAD_MB = 200
PREFIX = "offbeat-"
LONGEST_SPOOL_S = 1800
LONGEST_LOAD_S = 600


@lru_cache(maxsize=16)
def seen(files: tuple[NamedFile, ...], table: Table) -> Preview:
    """Return the head of spooled files; kept, since every rerun asks again. Spool names are never used twice."""
    return preview(files, table=table)


@dataclass(frozen=True)
class Spool:
    """Uploaded files on disk under names of our own, until the reading is confirmed or dropped.

    Without events there are subscriptions, which are enough for Money.
    """

    folder: Path
    events: tuple[NamedFile, ...]
    users: NamedFile | None = None
    subscriptions: NamedFile | None = None
    payments: NamedFile | None = None
    columns: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the dataset is called: the first file's name."""
        return self.main[0].name

    @property
    def main(self) -> tuple[NamedFile, ...]:
        """What was dropped first: the parts of the events, else the subscriptions."""
        return self.events or tuple(filter(None, (self.subscriptions,)))

    @property
    def table(self) -> Table:
        """What `main` is read as."""
        return "events" if self.events else "subscriptions"

    @property
    def beside(self) -> dict[str, NamedFile]:
        """The tables beside the events, by the option of the command line that takes them."""
        tables = {"users": self.users, "subscriptions": self.subscriptions, "payments": self.payments}
        return {name: file for name, file in tables.items() if file is not None}

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """All files."""
        return (*self.events, *self.beside.values())

    def read_as(self, table: Table) -> Self:
        """Return the spool whose main file is read as events, or as subscriptions."""
        if table == "events":
            return replace(self, events=self.main, subscriptions=None)
        return replace(self, events=(), subscriptions=self.main[0])

    def with_tables(self, **uploads: "UploadedFile | None") -> Self:
        """Return the spool with other tables (users, subscriptions, payments) written beside it, each upload once."""
        found = {table: self._written(upload, table) for table, upload in uploads.items() if upload is not None}
        return replace(self, **found)

    def _written(self, upload: "UploadedFile", table: str) -> NamedFile:
        stem = self.folder / f"{table}-{upload.file_id}"
        known = next(iter(self.folder.glob(f"{stem.name}.*")), None)
        return _write(upload, stem) if known is None else NamedFile(known, _shown(upload.name))

    def drop(self) -> None:
        """Delete the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def spool(events: list[BinaryIO]) -> Spool:
    """Write uploads to a private folder; no part of a user's file name becomes a path.

    One file that looks like subscriptions is taken for that; the form offers to read it as events.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    parts = tuple(_write(each, folder / f"events-{i}") for i, each in enumerate(events))
    spooled = Spool(folder=folder, events=parts)
    return spooled.read_as("subscriptions") if len(parts) == 1 and _are_subscriptions(parts) else spooled


def _are_subscriptions(parts: tuple[NamedFile, ...]) -> bool:
    with suppress(OffbeatError):  # said where the file is shown
        return looks_like_subscriptions(seen(parts, "subscriptions").columns.header)
    return False


def _sweep() -> None:
    """Delete what sessions that just went away left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):  # another session swept it first
            if time.time() - folder.stat().st_mtime > LONGEST_SPOOL_S:
                shutil.rmtree(folder, ignore_errors=True)


def _shown(name: str) -> str:
    """Return a file's name as messages may say it: one line, no control character that an option could not carry."""
    return shown_name(name) or "your file"


def _write(upload: BinaryIO, stem: Path) -> NamedFile:
    suffix = next((known for known in KNOWN_SUFFIXES if upload.name.lower().endswith(known)), ".csv")
    path = stem.with_name(stem.name + suffix)
    with path.open("wb") as target:
        shutil.copyfileobj(upload, target)
    return NamedFile(path, _shown(upload.name))


def keep_a_while(spooled: Spool) -> None:
    """Delete the files half an hour from now: until then a decision can be changed without dropping them again."""
    os.utime(spooled.folder)
    later = threading.Timer(LONGEST_SPOOL_S, spooled.drop)
    later.daemon = True
    later.start()


def problem_of(error: OSError) -> OffbeatError:
    """Put a full disk or a vanished folder into words."""
    return OffbeatError(
        f"Expected room for a temporary copy, found: {error.strerror}.",
        hint="free some disk space and drop the file again.",
    )
