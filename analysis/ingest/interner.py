"""Texts of a stream of columns as numbers, the same text always under the same one; then as ranks in byte order."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.ingest.given import given_of
from analysis.kernels.interning import SLOT_WORDS, hash_texts, mark_held, move_table, number_texts

_FIRST_SLOTS = 1 << 12


class Interner:
    """Numbers texts in the order they are first seen, whatever the column they come in.

    Numbers are `first`, `first + step`, and so on: interners with other firsts and the same step share none.
    """

    def __init__(self, *, first: int = 0, step: int = 1) -> None:
        self._first, self._step = first, step
        self._seeds = np.array([secrets.randbits(64), secrets.randbits(64)], np.uint64)
        self._table = np.zeros((_FIRST_SLOTS, SLOT_WORDS), np.uint64)
        self._texts: list[pa.Array] = []
        self._known = 0

    def codes(self, column: pa.Array) -> np.ndarray:
        """Return the number of each text, int32, -1 where null; whole numbers stand for their texts."""
        if pa.types.is_integer(column.type):
            column = column.dictionary_encode()
        if pa.types.is_dictionary(column.type):
            return self._codes_of_held(column)
        column = column.cast(pa.string())
        codes = np.full(len(column), -1, np.int32)
        if column.null_count == len(column):
            return codes
        _, starts, data = column.buffers()
        starts = np.frombuffer(starts, np.int32)[column.offset : column.offset + len(column) + 1]
        hashed = np.empty((len(column), 2), np.uint64)
        hash_texts(starts, np.frombuffer(data or b"\0", np.uint8), self._seeds, hashed)
        self._number(column, hashed, codes)
        return codes

    def _codes_of_held(self, column: pa.DictionaryArray) -> np.ndarray:
        """Return the numbers of a dictionary's texts; one that no row holds gets none."""
        missing = len(column.dictionary)
        held = pc.fill_null(column.indices.cast(pa.int32()), missing).to_numpy()
        is_held = np.zeros(missing + 1, bool)
        mark_held(held, is_held)
        known = np.full(missing + 1, -1, np.int32)
        known[:-1][is_held[:-1]] = self.codes(column.dictionary.filter(pa.array(is_held[:-1])).cast(pa.string()))
        return known.take(held)

    def _number(self, column: pa.StringArray, hashed: np.ndarray, codes: np.ndarray) -> None:
        valid, new = given_of(column), np.empty(len(column), np.int64)
        row = 0
        while row < len(column):
            state = row, self._known, self._first, self._step
            row, fresh = number_texts(hashed, valid, self._table, state, codes, new)
            if fresh:
                self._texts.append(column.take(pa.array(new[:fresh])))
                self._known += fresh
            if row < len(column):
                larger = np.zeros((4 * len(self._table), SLOT_WORDS), np.uint64)
                move_table(self._table, larger)
                self._table = larger

    @property
    def texts(self) -> pa.StringArray:
        """Every text seen so far, in the order of their numbers."""
        return pa.concat_arrays([pa.array([], pa.string()), *self._texts])


@dataclass(frozen=True, eq=False)
class Names:
    """Texts in byte order without repeats, and each number's rank among them.

    Attributes
    ----------
    rank
        int32, shape (numbers + 1,); -1 for a number that stands for no text. The last entry is -1, too, so that the
        number -1 (missing) has the rank -1.
    """

    texts: pa.StringArray
    rank: np.ndarray

    @classmethod
    def of(cls, texts: pa.StringArray) -> Self:
        """Return the names whose number i is `texts[i]`; equal texts share a rank, the same for any order of rows."""
        known = texts.dictionary_encode()
        order = pc.sort_indices(known.dictionary)
        rank_of = np.empty(len(order), np.int32)
        rank_of[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
        return cls(known.dictionary.take(order), np.append(rank_of[known.indices.to_numpy()], np.int32(-1)))

    @classmethod
    def of_all(cls, interners: Sequence[Interner]) -> Self:
        """Return the names of the numbers that these interners gave: the i-th begins at i, all step by their number."""
        texts = [each.texts for each in interners]
        joined, most = cls.of(pa.concat_arrays(texts)), max(map(len, texts))
        rank = np.full(most * len(texts) + 1, -1, np.int32)
        ends = np.cumsum([len(each) for each in texts])
        for first, own in enumerate(np.split(joined.rank[:-1], ends[:-1])):
            rank[first : first + len(own) * len(texts) : len(texts)] = own
        return cls(joined.texts, rank)

    def renamed(self, texts: pa.StringArray) -> Self:
        """Return the names with each text replaced, in the order of `texts`; equal ones become one."""
        new = type(self).of(texts)
        return type(self)(new.texts, new.rank[self.rank])

    def without_empty(self) -> Self:
        """Return the names with an empty text, in byte order the first, as missing."""
        if not len(self.texts) or self.texts[0].as_py():
            return self
        return type(self)(self.texts[1:], np.maximum(self.rank - 1, -1).astype(np.int32))
