"""Texts -> numbers: each text is found again by 128 bits of a seeded hash, in one cache line of an open table.

Two texts under one number would need all 128 bits equal: among 10**9 texts a chance of 10**-21. The hash is not
cryptographic, but its seeds are drawn anew for each table, so no file can be made that has such a pair.
"""

import numpy as np
from numba import int64, njit, uint64

SLOT_WORDS = 4  # two of hash, one of number + 1, one that fills the cache line's half
_FIRST, _SECOND, _THIRD = 0xFF51AFD7ED558CCD, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F  # odd, half of the bits set


@njit(inline="always")
def _word(data: np.ndarray, at: int) -> int:
    """Return eight bytes as one number; written out, and `at` unsigned, the compiler makes one load of it."""
    low = uint64(data[at]) | uint64(data[at + uint64(1)]) << uint64(8) | uint64(data[at + uint64(2)]) << uint64(16)
    middle = uint64(data[at + uint64(3)]) << uint64(24) | uint64(data[at + uint64(4)]) << uint64(32)
    high = uint64(data[at + uint64(5)]) << uint64(40) | uint64(data[at + uint64(6)]) << uint64(48)
    return low | middle | high | uint64(data[at + uint64(7)]) << uint64(56)


@njit(inline="always")
def _mixed(state: int, word: int) -> int:
    state = (state ^ word) * uint64(_FIRST)
    return state ^ (state >> uint64(29))


@njit(inline="always")
def _mixed_otherwise(state: int, word: int) -> int:
    state = (state ^ (word * uint64(_SECOND))) * uint64(_THIRD)
    return state ^ (state >> uint64(31))


@njit(cache=True, nogil=True)
def hash_texts(starts: np.ndarray, data: np.ndarray, seeds: np.ndarray, hashed: np.ndarray) -> None:
    """Write two words of hash for each text; text i is `data[starts[i]:starts[i + 1]]`, in bytes."""
    for row in range(len(starts) - 1):
        at, end = uint64(starts[row]), uint64(starts[row + 1])
        one, other = seeds[0] ^ (end - at), seeds[1] + (end - at)
        while at + uint64(8) <= end:
            word = _word(data, at)
            one, other = _mixed(one, word), _mixed_otherwise(other, word)
            at += uint64(8)
        if at < end:
            word = uint64(0)
            while at < end:
                word = (word << uint64(8)) | uint64(data[at])
                at += uint64(1)
            one, other = _mixed(one, word), _mixed_otherwise(other, word)
        hashed[row, 0] = _mixed(one, other)
        hashed[row, 1] = _mixed_otherwise(other, one)


@njit(cache=True, nogil=True)
def number_texts(
    hashed: np.ndarray,
    valid: np.ndarray,
    table: np.ndarray,
    state: tuple[int, int, int, int],
    codes: np.ndarray,
    new: np.ndarray,
) -> tuple[int, int]:
    """Write the number of each text, -1 where it is not valid, up to where the table is half full.

    `state` holds the row to begin at, how many texts are known, the first number and the step from one to the next.
    `new[k]` becomes the row of the k-th new text. Returns the row reached, and how many texts were new.
    """
    row, known, first, step = state
    mask, most, fresh = uint64(len(table) - 1), len(table) // 2, 0
    while row < len(codes):
        if not valid[row]:
            codes[row] = -1
            row += 1
            continue
        one, other = hashed[row, 0], hashed[row, 1]
        slot = one & mask
        while table[slot, 2] and (table[slot, 0] != one or table[slot, 1] != other):
            slot = (slot + uint64(1)) & mask
        number = int64(table[slot, 2])
        if not number:
            if known + fresh >= most:
                break
            new[fresh] = row
            fresh += 1
            number = known + fresh
            table[slot, 0], table[slot, 1], table[slot, 2] = one, other, uint64(number)
        codes[row] = (number - 1) * step + first
        row += 1
    return row, fresh


@njit(cache=True, nogil=True)
def mark_held(places: np.ndarray, is_held: np.ndarray) -> None:
    """Mark the places that come."""
    for place in places:
        is_held[place] = True


@njit(cache=True, nogil=True)
def move_table(table: np.ndarray, larger: np.ndarray) -> None:
    """Put every entry of a table into a larger, empty one."""
    mask = uint64(len(larger) - 1)
    for old in range(len(table)):
        if table[old, 2]:
            slot = table[old, 0] & mask
            while larger[slot, 2]:
                slot = (slot + uint64(1)) & mask
            larger[slot] = table[old]
