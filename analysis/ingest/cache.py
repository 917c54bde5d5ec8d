"""User-days kept on disk by content: the same files under the same options open at once, for the same owner only.

An entry's name is a keyed hash of everything that decides the result: every byte of the files, their names, the
options, the version of the code, and the owner. Without the server's secret, and as another owner, nobody can ask
whether a file was ever read here.
"""

import hmac
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from analysis.dataset import Dataset
from analysis.errors import UnreadableFileError
from analysis.ingest.digests import digest_of, digest_of_code
from analysis.ingest.limits import GIB
from analysis.ingest.load import read
from analysis.ingest.readers import label_of
from analysis.ingest.report import ReadReport
from analysis.ingest.store import fingerprint_of_saved, open_saved, save

AnyPath = str | PathLike[str]
LOCAL_OWNER = "local"
_FILES = ("users", "subscriptions", "payments", "mapping")
_NOT_DECIDING = ("limits", "progress")
_DAY_S = 86_400
_SECRET_BYTES = 32


@dataclass(frozen=True)
class CacheLimits:
    """What the entries of all owners together may take, and how long one lives after it was last used."""

    most_bytes: int = 8 * GIB
    longest_days: float = 30.0


class Cached:
    """The entries of one owner in a folder that several owners, and processes, may share."""

    def __init__(self, folder: Path, owner: str, limits: CacheLimits | None = None) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._limits = folder, limits or CacheLimits()
        self._secret = _secret_of(folder)
        self._own = folder / self._hashed("owner", owner)
        self._own.mkdir(mode=0o700, exist_ok=True)

    def read(
        self, paths: AnyPath | Sequence[AnyPath], *, progress: Callable[[str, int], None] | None = None, **options: Any
    ) -> tuple[Dataset, ReadReport]:
        """Return what `analysis.ingest.read` returns, from the cache where it was read before. Raises OffbeatError."""
        key = self.key(paths, **options)
        known = self.get(key)
        if known is not None:
            return known
        dataset, report = read(paths, progress=progress, **options)
        self.put(key, lambda folder: save(dataset, report, folder))
        return dataset, report

    def key(self, paths: AnyPath | Sequence[AnyPath], **options: Any) -> str:
        """Return the name of the entry of these files under these options of `read`; reads every byte of the files."""
        listed = [paths] if isinstance(paths, str | PathLike) else list(paths)
        tables = {name: path for name in _FILES if (path := options.get(name)) is not None}
        rest = {name: value for name, value in options.items() if name not in (*_FILES, *_NOT_DECIDING)}
        return self._hashed(
            self._own.name,
            digest_of_code(),
            json.dumps([_content(each) for each in listed]),
            json.dumps({name: _content(path) for name, path in tables.items()}, sort_keys=True),
            json.dumps(_plain(rest), sort_keys=True),
        )

    def get(self, key: str) -> tuple[Dataset, ReadReport] | None:
        """Return an entry, or None where there is none; a damaged or old one is deleted."""
        entry = self._own / key
        self._sweep()
        try:
            found = open_saved(entry)
        except UnreadableFileError:
            shutil.rmtree(entry, ignore_errors=True)
            return None
        with suppress(FileNotFoundError):  # another process swept it meanwhile
            os.utime(entry)
        return found

    def put(self, key: str, write: Callable[[Path], None]) -> None:
        """Keep what `write` writes to the folder it is given: whole or not at all.

        A full disk, or a folder that went away, keeps nothing: what was read is shown all the same.
        """
        with suppress(OSError):
            self._put(key, write)

    def _put(self, key: str, write: Callable[[Path], None]) -> None:
        coming = Path(tempfile.mkdtemp(dir=self._own, prefix=_COMING))
        try:
            write(coming)
            with suppress(OSError):  # another process was quicker
                coming.rename(self._own / key)
        finally:
            shutil.rmtree(coming, ignore_errors=True)
        self._sweep()

    def forget(self, fingerprint: str) -> int:
        """Delete this owner's entries of a dataset; returns how many there were."""
        entries = [each for each in self._entries(self._own) if fingerprint_of_saved(each) == fingerprint]
        for entry in entries:
            shutil.rmtree(entry, ignore_errors=True)
        return len(entries)

    def _hashed(self, *parts: str) -> str:
        message = b"".join(len(part.encode()).to_bytes(8, "little") + part.encode() for part in parts)
        return hmac.new(self._secret, message, "sha256").hexdigest()

    @staticmethod
    def _entries(folder: Path) -> list[Path]:
        return [path for path in folder.glob("*") if path.is_dir()]

    def _sweep(self) -> None:
        """Delete entries of any owner that are too old, then the least recently used ones beyond the size."""
        entries = []
        for path in (entry for owner in self._entries(self._folder) for entry in self._entries(owner)):
            with suppress(FileNotFoundError):  # another process swept it first
                entries.append((path.stat().st_mtime, sum(each.stat().st_size for each in path.iterdir()), path))
        oldest, room = time.time() - self._limits.longest_days * _DAY_S, self._limits.most_bytes
        for used, size, path in sorted(entries, reverse=True):
            room -= size
            if used < oldest or room < 0:
                shutil.rmtree(path, ignore_errors=True)


_COMING = "coming-"


def _secret_of(folder: Path) -> bytes:
    """Return the folder's secret, made by whoever comes first and readable by the server's own user only."""
    path = folder / "secret"
    if not path.exists():
        handle, fresh = tempfile.mkstemp(dir=folder)  # readable by its owner only
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
        with suppress(FileExistsError):  # another process was quicker
            os.link(fresh, path)
        os.unlink(fresh)
    return path.read_bytes()


def _content(path: AnyPath) -> list[str]:
    """Return what a file holds and what it is called, which the report says."""
    try:
        return [label_of(path), digest_of(path)]
    except OSError:  # the reader has the sentence for it
        return [label_of(path), ""]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else repr(value)
