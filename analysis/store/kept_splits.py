"""Random parts of everybody where only counts are shared: numbered ids that fall into the same part as the ids did.

A part is drawn by a hash of the id, so any other id would fall anywhere. Each number gets an ending, and a few are
tried until the hash falls where the id's did; nothing but the part goes along.
"""

import hashlib
import math
import re
from collections.abc import Collection, Iterable
from itertools import count
from typing import NamedTuple

import numpy as np

from analysis.errors import OffbeatError
from analysis.segments.splits import DIGITS, SPLIT

MOST_TRIED = 4_000_000  # hashes for one link: seconds, half a minute at most


class Draw(NamedTuple):
    """How many parts under which seed."""

    parts: int
    seed: int


def draws_in(text: str) -> frozenset[Draw]:
    """Return the random parts that a text (rules, a link, pins as JSON) names."""
    found = (Draw(int(match[2]), int(match[3])) for match in re.finditer(SPLIT, text))
    return frozenset(each for each in found if each.parts)


def in_the_same_parts(
    ids: Collection[str], numbered: Iterable[str], tails: Iterable[str], draws: Collection[Draw]
) -> np.ndarray:
    """Return each number with its tail, texts (ids,), and before it an ending that puts it into the parts of its id.

    Parameters
    ----------
    numbered
        What stands for each id, all of one length, so that what follows does not change their order.
    tails
        What is to follow it, such as "@own.example".

    Raises
    ------
    OffbeatError
        Where there are too many parts to find such endings in a few seconds.
    """
    names = zip(numbered, tails, strict=True)
    if not draws:
        return np.array([f"{name}{tail}" for name, tail in names], object)
    if len(ids) * math.prod(each.parts for each in draws) > MOST_TRIED:
        raise OffbeatError(
            f"Expected random parts that can be kept among {len(ids):,} ids, found too many of them.",
            hint="delete segments that are a random part (split:), or share with people.",
        )
    return np.array([_fitting(each, name, tail, draws) for each, (name, tail) in zip(ids, names, strict=True)], object)


def _fitting(of: str, name: str, tail: str, draws: Collection[Draw]) -> str:
    """Return the first of a number's endings that falls into every part that an id is in."""
    wanted = [part_of(of, each) for each in draws]
    tried = (f"{name}.{ending}{tail}" for ending in count())
    return next(each for each in tried if [part_of(each, draw) for draw in draws] == wanted)


def part_of(name: str, draw: Draw) -> int:
    """Return the part (from 0) whose bounds, as `splits.bounds_of` has them, the hash of an id lies between."""
    digest = hashlib.md5(f"{draw.seed}:{name}".encode(), usedforsecurity=False).digest()
    place = int.from_bytes(digest[: DIGITS // 2])
    return ((place + 1) * draw.parts - 1) // 16**DIGITS
