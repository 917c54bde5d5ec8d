"""Numbers of all parts of a load in one array, each part's in a stretch of its own: in memory, or in a file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

_WORD_BYTES = 8


class Room:
    """So many int64, in memory where there is no path for them."""

    def __init__(self, rows: int, path: Path | None = None) -> None:
        self._path = path
        self.held = np.empty(rows, np.int64) if path is None else None
        if path is not None:
            path.touch()

    def put(self, starts: np.ndarray, pieces: list[np.ndarray]) -> None:
        """Write each piece to the file from its start on; a full disk is an OSError, as it is not with a memory map."""
        with self._path.open("r+b") as file:
            for start, piece in zip(starts.tolist(), pieces, strict=True):
                file.seek(start * _WORD_BYTES)
                file.write(piece.data)

    def between(self, start: int, end: int) -> np.ndarray:
        """Return a stretch; what is changed in it stays changed."""
        if self.held is not None:
            return self.held[start:end]
        if start == end:
            return np.empty(0, np.int64)
        return np.asarray(np.memmap(self._path, np.int64, "r+", offset=start * _WORD_BYTES, shape=(end - start,)))


@dataclass(eq=False)
class Part:
    """All rows of the users of a range.

    Attributes
    ----------
    rows
        Where the packed rows are, and from which place to which.
    paid, micros
        The same of packed rows that have an amount, and of the amounts in millionths.
    """

    rows: tuple[Room, int, int]
    paid: tuple[Room, int, int]
    micros: tuple[Room, int, int]
    _is_in_order: bool = False

    def in_order(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return rows, paid and micros, sorted by packed row."""
        rows, paid, micros = (room.between(start, end) for room, start, end in (self.rows, self.paid, self.micros))
        if not self._is_in_order:
            rows.sort()
            order = np.argsort(paid)
            paid[:], micros[:] = paid[order], micros[order]
            self._is_in_order = True
        return rows, paid, micros
