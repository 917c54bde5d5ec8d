"""A random part of everybody, by name: `split:1/2:7` is the first of two parts under seed 7."""

import hashlib
import re
from collections.abc import Iterable

import numpy as np

from analysis.errors import OffbeatError, shortened

SPLIT = re.compile(r"split:(\d{1,4})/(\d{1,4}):(\d{1,12})")
DIGITS = 8  # hexadecimal digits of a hash that decide: 2^32 places, so a part is off by a user in a billion
PREFIX = "split:"


def parse_split(name: str) -> tuple[int, int, int]:
    """Return (part, parts, seed) of a name like "split:1/2:7"; raises OffbeatError for what is none."""
    match = SPLIT.fullmatch(name)
    part, parts, seed = map(int, match.groups()) if match else (0, 0, 0)
    if not 1 <= part <= parts:
        raise OffbeatError(
            f'Expected a split as PART/PARTS:SEED, found "{shortened(name)}".',
            hint='"split:1/2:7" is the first half under seed 7, "split:2/2:7" the other.',
        )
    return part, parts, seed


def bounds_of(part: int, parts: int) -> tuple[str, str | None]:
    """Return the first hash of a part and the first behind it (None for the last part), as text that sorts."""
    places = 16**DIGITS
    behind = None if part == parts else f"{places * part // parts:0{DIGITS}x}"
    return f"{places * (part - 1) // parts:0{DIGITS}x}", behind


def in_split(name: str, user_ids: Iterable[str]) -> np.ndarray:
    """Return who is in a random part, bool, one entry an id.

    An id's place is the first eight hexadecimal digits of md5("SEED:ID"), which databases have too: it depends on
    nobody else, so that neither the order of rows nor new users move anybody. The parts of a seed are disjoint and
    leave nobody out; they are equal on average, not exactly.
    """
    part, parts, seed = parse_split(name)
    low, behind = bounds_of(part, parts)
    key = f"{seed}:".encode()
    places = (hashlib.md5(key + each.encode(), usedforsecurity=False).hexdigest()[:DIGITS] for each in user_ids)
    return np.fromiter((low <= place and (behind is None or place < behind) for place in places), bool)
