"""Ids of what is shared: random, shown to whoever shares, and kept on disk as their hash alone."""

import hashlib
import re
import secrets

ID_BYTES = 16  # 128 random bits
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def new_id() -> str:
    """Return 22 letters and digits that hold 128 random bits."""
    return secrets.token_urlsafe(ID_BYTES)


def looks_like_id(text: str) -> bool:
    """Whether a text could be an id at all."""
    return _ID.fullmatch(text) is not None


def digest_of_id(text: str) -> str:
    """Return what stands for an id on disk: its SHA-256, 64 hexadecimal digits.

    Of 128 random bits a plain hash cannot be undone by guessing, so it needs no salt.
    """
    return hashlib.sha256(text.encode()).hexdigest()
