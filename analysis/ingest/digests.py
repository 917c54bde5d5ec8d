"""What a file holds as 64 hexadecimal digits: all of its bytes, hashed a piece at a time on every core."""

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from os import PathLike
from pathlib import Path

_PIECE_BYTES = 16 << 20
_BUFFER_BYTES = 1 << 20
_CODE = ("ingest", "kernels/interning.py", "kernels/packing.py", "kernels/user_days.py", "activity.py", "dataset.py")


def digest_of(path: str | PathLike[str]) -> str:
    """Return a SHA-256 of the SHA-256 of each 16 MiB of a file; two and a half times as fast as BLAKE2 where tried."""
    starts = range(0, max(os.stat(path).st_size, 1), _PIECE_BYTES)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # hashlib works without the interpreter's lock
        return _joined(pool.map(partial(_piece, path), starts))


def _piece(path: str | PathLike[str], start: int) -> bytes:
    digest, left = hashlib.sha256(), _PIECE_BYTES
    with Path(path).open("rb") as file:
        file.seek(start)
        while left and (read := file.read(min(_BUFFER_BYTES, left))):
            digest.update(read)
            left -= len(read)
    return digest.digest()


@lru_cache(maxsize=1)
def digest_of_code() -> str:
    """Return a hash of the code that decides what a file is read as: another version reads it anew."""
    home = Path(__file__).parent.parent
    paths = sorted(path for name in _CODE for path in [home / name, *(home / name).rglob("*.py")] if path.is_file())
    return _joined(path.read_bytes() for path in paths)


def _joined(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "little") + piece)
    return digest.hexdigest()
