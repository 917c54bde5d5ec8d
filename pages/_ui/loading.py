"""Uploads: spooled to a private temporary folder under names of our own, and what their heads say."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from analysis.errors import OffbeatError
from analysis.ingest import NamedFile, Preview, preview
from analysis.ingest.columns import Table
from analysis.ingest.formats.piece import shown_name
from analysis.ingest.together import places
from pages._ui import streamed
from pages._ui.streamed import Place

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

PROJECT = Path(__file__).parent.parent.parent
KINDS = ["csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet", "xlsx", "xls", "ods", "zip", "gz"]
KNOWN_SUFFIXES = (*(f".{kind}.gz" for kind in KINDS[:6]), *(f".{kind}" for kind in KINDS))
FORMATS = "CSV, Excel, JSON or Parquet, plain, in a zip or a gzip"
LARGEST_UPLOAD_MB = 200
PREFIX = "offbeat-"
# What an option of the command line is given, as often as it is; () where it takes nothing.
Answers = str | tuple[str, ...]
LONGEST_SPOOL_S = 1800


def seen(files: tuple[NamedFile, ...], table: Table, sheet: str = "") -> Preview:
    """Return the head of spooled files, or raise why it cannot be read; kept, since every rerun asks again."""
    found = _seen(files, table, sheet)
    if isinstance(found, OffbeatError):
        raise found.with_traceback(None)
    return found


def forget_seen() -> None:
    """Forget all heads: they hold first rows."""
    _seen.cache_clear()


@lru_cache(maxsize=16)
def _seen(files: tuple[NamedFile, ...], table: Table, sheet: str) -> Preview | OffbeatError:
    """Spool names are never used twice."""
    try:
        return preview(files, table=table, sheets=tuple(filter(None, (sheet,))))
    except OffbeatError as problem:
        return problem


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
    answers: dict[str, Answers] = field(default_factory=dict)

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
        """Return the spool with other tables (users, subscriptions, payments) written beside it, each upload once.

        Raises OSError where there is no room for one.
        """
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

    A file that looks like subscriptions is taken for that, and so are payments and users beside others; the form offers
    to read a single one as events. Raises OffbeatError where two files would be the same of these, OSError where there
    is no room for them.
    """
    with _new_folder() as folder:
        return _placed(folder, tuple(_write(each, folder / f"events-{i}") for i, each in enumerate(events)))


def spool_local(path: Path) -> Spool:
    """Take a file of this computer where it lies: only scratch is in the folder, so only that is ever deleted."""
    forget_seen()  # unlike a spooled file it may have changed since it was named last
    with _new_folder() as folder:
        return _placed(folder, (NamedFile(path, _shown(path.name)),))


def spool_streamed(place: Place) -> Spool:
    """Take over the whole file that was sent to a place."""
    with _new_folder() as folder:
        path = place.file.rename(folder / f"events-0{_suffix(place.name)}")
        place.drop()
        return _placed(folder, (NamedFile(path, _shown(place.name)),))


@contextmanager
def _new_folder() -> Iterator[Path]:
    """Make a folder of our own; it goes again where what is to lie in it cannot be written, and later in any case.

    Whoever dropped the files may close the tab, and nobody may come after: so somebody looks when they are due.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    later = threading.Timer(LONGEST_SPOOL_S + 1, _sweep)
    later.daemon = True
    later.start()
    try:
        yield folder
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _placed(folder: Path, parts: tuple[NamedFile, ...]) -> Spool:
    """Tell events from the tables beside them."""
    spooled = Spool(folder=folder, events=parts)
    try:
        found = places([_header(each) for each in parts], [each.name for each in parts])
    except OffbeatError:
        spooled.drop()
        raise
    beside = {table: part for table, part in zip(found, parts, strict=True) if table != "events"}
    return replace(spooled, events=tuple(part for part in parts if part not in beside.values()), **beside)


def _header(part: NamedFile) -> tuple[str, ...]:
    with suppress(OffbeatError):  # said where the file is shown
        return seen((part,), "subscriptions").columns.header
    return ()


def _sweep() -> None:
    """Delete what sessions that just went away, or a stopped server, left behind."""
    for prefix, longest_s in ((PREFIX, LONGEST_SPOOL_S), (streamed.PREFIX, streamed.LONGEST_WAIT_S)):
        for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
            with suppress(FileNotFoundError):  # another session swept it first
                if time.time() - _last_change_s(folder) > longest_s:
                    shutil.rmtree(folder, ignore_errors=True)


def _last_change_s(folder: Path) -> float:
    """Return when something was written last: a file that still comes and a long load keep their folder."""
    return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))


def _shown(name: str) -> str:
    """Return a file's name as messages may say it: one line, no control character that an option could not carry."""
    return shown_name(name) or "your file"


def _suffix(name: str) -> str:
    return next((known for known in KNOWN_SUFFIXES if name.lower().endswith(known)), ".csv")


def _write(upload: BinaryIO, stem: Path) -> NamedFile:
    path = stem.with_name(stem.name + _suffix(upload.name))
    try:
        with path.open("wb") as target:
            shutil.copyfileobj(upload, target)
    except OSError:
        path.unlink(missing_ok=True)  # the next run would take the piece for the whole
        raise
    return NamedFile(path, _shown(upload.name))


def keep_a_while(spooled: Spool) -> None:
    """Delete the files half an hour from now: until then a decision can be changed without dropping them again."""
    os.utime(spooled.folder)
    later = threading.Timer(LONGEST_SPOOL_S, spooled.drop)
    later.daemon = True
    later.start()


def problem_of(error: OSError) -> OffbeatError:
    """Put a full disk or a vanished folder into words."""
    if isinstance(error, FileNotFoundError):
        return OffbeatError(
            "Expected the copy of your file on this server, found that it is gone.", hint="drop the file again."
        )
    return OffbeatError(
        f"Expected room for a temporary copy, found: {error.strerror}.",
        hint="free some disk space and drop the file again.",
    )
