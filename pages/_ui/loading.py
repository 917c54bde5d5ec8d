"""Uploads: spooled to a private temporary folder, read by a child process, kept as user-days only."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from analysis.errors import OffbeatError, UnreadableFileError, shortened
from analysis.ingest import NamedFile, Preview, looks_like_subscriptions, open_saved, preview
from analysis.ingest.columns import Table
from pages._ui.uploads import Upload

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

PROJECT = Path(__file__).parent.parent.parent
KNOWN_SUFFIXES = (".csv.gz", ".tsv.gz", ".txt.gz", ".csv", ".tsv", ".txt", ".parquet")
KINDS = ["csv", "gz", "tsv", "txt", "parquet"]
LARGEST_UPLOAD_MB = 200
PREFIX = "offbeat-"
LONGEST_SPOOL_S = 1800
LONGEST_LOAD_S = 600
POLL_S = 0.1


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

    def read_as(self, table: Table) -> Self:
        """Return the spool whose main file is read as events, or as subscriptions."""
        if table == "events":
            return replace(self, events=self.main, subscriptions=None)
        return replace(self, events=(), subscriptions=self.main[0])

    def with_tables(self, **uploads: "UploadedFile | None") -> Self:
        """Return the spool with other tables (users, subscriptions, payments) written beside it, each upload once."""
        return replace(self, **{table: self._written(upload, table) for table, upload in uploads.items()})

    def _written(self, upload: "UploadedFile | None", table: str) -> NamedFile | None:
        if upload is None:
            return None
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
    return shortened("".join(mark if mark.isprintable() else " " for mark in name).strip()) or "your file"


def _write(upload: BinaryIO, stem: Path) -> NamedFile:
    suffix = next((known for known in KNOWN_SUFFIXES if upload.name.lower().endswith(known)), ".csv")
    path = stem.with_name(stem.name + suffix)
    with path.open("wb") as target:
        shutil.copyfileobj(upload, target)
    return NamedFile(path, _shown(upload.name))


class Load:
    """One running `python -m analysis read`; killing it is the cancel button."""

    def __init__(self, spooled: Spool, timezone: str | None) -> None:
        self._spooled = spooled
        self._out = spooled.folder / "out"
        self._log = (spooled.folder / "log").open("w+")
        command = [sys.executable, "-m", "analysis", "read", *map(os.fspath, spooled.events), "--out", str(self._out)]
        tables = {
            "--users": spooled.users, "--subscriptions": spooled.subscriptions, "--payments": spooled.payments,
        }  # fmt: skip
        for option, file in tables.items():
            command += [option, os.fspath(file)] if file else []
        for file in filter(None, (*spooled.events, *tables.values())):
            command += ["--name", f"{os.fspath(file)}={file.name}"]
        for name, column in spooled.columns.items():
            command += ["--map", f"{name}={column}"]
        command += ["--timezone", timezone] if timezone else []
        # What the child unpacks lies in the spool, so that killing it leaves nothing behind.
        own_folder = {**os.environ, "TMPDIR": str(spooled.folder)}
        self._child = subprocess.Popen(
            command, cwd=PROJECT, env=own_folder, stdout=subprocess.DEVNULL, stderr=self._log
        )

    def stages(self) -> Iterator[str]:
        """Yield what the child says it is doing, until it ends; raises OffbeatError past the time limit."""
        until = time.monotonic() + LONGEST_LOAD_S
        while self._child.poll() is None:
            if time.monotonic() > until:
                self.cancel()
                raise UnreadableFileError(
                    f"Expected to read the file within {LONGEST_LOAD_S // 60} minutes, found it still being read.",
                    hint="split it, or read it on the command line with python -m analysis read.",
                )
            yield self._last_line() or "reading"
            time.sleep(POLL_S)

    def result(self) -> Upload:
        """Return the dataset; raises OffbeatError with the child's own sentence where it could not be read."""
        if self._child.wait() != 0:
            sentence, _, hint = self._last_line().partition(" Hint: ")
            raise UnreadableFileError(
                sentence or "Expected a table, found a file that stopped the reader.",
                hint=hint or "check that it is a CSV or Parquet table with a header.",
            )
        dataset, report = open_saved(self._out)
        return Upload(replace(dataset, name=self._spooled.name), report)

    def cancel(self) -> None:
        """Stop the child and close its log; safe to call twice."""
        if self._child.poll() is None:
            self._child.kill()
        self._child.wait()
        self._log.close()

    def _last_line(self) -> str:
        self._log.flush()
        lines = Path(self._log.name).read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


def problem_of(error: OSError) -> OffbeatError:
    """Put a full disk or a vanished folder into words."""
    return OffbeatError(
        f"Expected room for a temporary copy, found: {error.strerror}.",
        hint="free some disk space and drop the file again.",
    )
