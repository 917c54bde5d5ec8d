"""Files that only the server's own user may read, written whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import OffbeatError

COMING = "coming-"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


def make_private(folder: Path) -> Path:
    """Return a folder that nobody else may look into, made where it is missing."""
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(_FOLDER_MODE)
    return folder


def write_private(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it sees the old content or the new one, after a crash too. Raises OSError."""
    coming = path.with_name(f"{COMING}{secrets.token_hex(8)}")
    try:
        handle = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        coming.replace(path)
    finally:
        coming.unlink(missing_ok=True)
    sync(path.parent)


@contextmanager
def coming_folder(parent: Path) -> Iterator[Path]:
    """Give a folder to write into; what is left of it at the end is deleted."""
    folder = make_private(parent / f"{COMING}{secrets.token_hex(8)}")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(coming: Path, path: Path) -> None:
    """Give a written folder its name once every byte is on disk. Raises OSError."""
    for each in coming.rglob("*"):
        if each.is_file():
            each.chmod(_FILE_MODE)
            sync(each)
    sync(coming)
    coming.rename(path)
    sync(path.parent)


def remove(folder: Path) -> None:
    """Delete a folder: at once for whoever opens it, then file by file."""
    gone = folder.with_name(f"{COMING}{secrets.token_hex(8)}")
    with suppress(FileNotFoundError):
        folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder; those that vanish meanwhile count nothing."""
    total = 0
    for place, _, names in os.walk(folder):  # unlike a glob it goes on where a folder is gone
        for name in names:
            with suppress(OSError):
                total += os.stat(os.path.join(place, name)).st_size
    return total


def sync(path: Path) -> None:
    """Have the system write a file, or a folder's list of names, to the disk."""
    if os.name == "nt" and path.is_dir():  # Windows cannot open folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def needs_room() -> Iterator[None]:
    """Put a full disk, or a folder that may not be written to, into words."""
    try:
        yield
    except OSError as error:
        raise OffbeatError(
            f"Expected room to keep what is shared, found: {error.strerror or type(error).__name__}.",
            hint="nothing was shared; free some disk space, or share without the data.",
        ) from error
