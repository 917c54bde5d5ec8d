"""Staged rows dealt out by user: each part holds all rows of some users as sortable integers, few enough to reduce.

A packed row holds user, day, hour and event in one int64, so one plain sort of integers replaces hash tables of
strings; and sorted order is the canonical order, whatever order the rows came in. Parts are ranges of users in byte
order, so that reduced parts only need to be put in a row.
"""

import tempfile
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa

from analysis.activity import to_day
from analysis.errors import UnreadableFileError
from analysis.ingest.interner import Names
from analysis.ingest.parts import Part, Room
from analysis.ingest.staged import Staged
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY
from analysis.kernels.packing import RANK_BITS, find_places, pack_by_part, tally

_HOUR_BITS, _MOST_BITS = 5, 63
_MOST_PARTS = 256  # beyond so many parts they hold more rows each
_NOTHING = np.frombuffer(b"", np.int64)  # read-only as what Arrow holds: the kernel is compiled once
_Ranks = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Packing:
    """Where user, day, hour and event stand in a packed row, from the highest bit to the lowest.

    Attributes
    ----------
    first_day
        The first day in the data, days since 1970; a packed day counts from it.
    day_bits, name_bits
        Bits that hold any day, and any event's rank + 1 (0 is none).
    """

    first_day: int
    day_bits: int
    name_bits: int
    has_times: bool

    @classmethod
    def of(cls, staged: Staged, *, has_times: bool) -> "Packing":
        """Return what fits all rows. Raises UnreadableFileError where event names are so many that nothing does."""
        first, last = (hour // HOURS_A_DAY for hour in staged.hour_span)
        names = len(staged.events.texts)
        packing = cls(first + to_day(EARLIEST), (last - first).bit_length(), names.bit_length(), has_times)
        if len(staged.users.texts).bit_length() + packing.day_bits + _HOUR_BITS + packing.name_bits > _MOST_BITS:
            raise UnreadableFileError(
                f"Expected event names that repeat, found {names:,} of them.", hint="map another event column."
            )
        return packing

    @property
    def bits(self) -> tuple[int, int, int]:
        """Bits of day, hour and event."""
        return self.day_bits, _HOUR_BITS, self.name_bits

    @property
    def layout(self) -> tuple[int, int, int, bool]:
        """What `pack_by_part` needs: the first day since EARLIEST, the bits of day and event, whether hours count."""
        return self.first_day - to_day(EARLIEST), self.day_bits, self.name_bits, self.has_times


class _Pile:
    """The rows of one spool on their way to the parts, each part's in a stretch of its own that fills up."""

    def __init__(self, rows: np.ndarray, spare: Path | None, names: tuple[str, ...]) -> None:
        ends = np.cumsum(rows)
        self._next, self._lock = ends - rows, Lock()
        self.rooms = [Room(int(ends[-1]), None if spare is None else spare / name) for name in names]
        self.stretches = list(zip(self._next.tolist(), ends.tolist(), strict=True))

    def take(self, batch: pa.RecordBatch, *, ranks: _Ranks, packing: Packing) -> None:
        """Put the rows of a batch where they belong; safe on several threads where the rooms are in memory."""
        columns = [batch[name].to_numpy() for name in ("user", "event", "hour")]
        micros = batch["micros"].to_numpy() if len(self.rooms) > 1 else _NOTHING
        columns[0], rows = self._placed(columns[0], ranks[0])
        with self._lock:
            starts = self._next.copy()
            self._next += rows
        is_held = self.rooms[0].held is not None
        at = starts.copy() if is_held else np.cumsum(rows) - rows
        into = [room.held if is_held else np.empty(len(batch), np.int64) for room in self.rooms]
        pack_by_part((*columns, micros), ranks[1], packing.layout, at, (into[0], into[-1]))
        if not is_held:
            for room, array in zip(self.rooms, into, strict=True):
                room.put(starts, np.split(array, at[:-1]))

    def _placed(self, users: np.ndarray, users_at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return part and rank of the user of each row, and how many rows each part gets."""
        places, rows = np.empty(len(users), np.int64), np.zeros(len(self._next), np.int64)
        find_places(users, users_at, places, rows)
        return places, rows


def deal(staged: Staged, packing: Packing, *, folder: Path, most_rows: int) -> list[Part]:
    """Return parts of about `most_rows` rows or a single user, in memory; in `folder` where the rows are on disk.

    The staged rows are used up. Raises ValueError where there are none: who reads a file refuses it before.
    """
    kept = staged.rows_kept
    spare = Path(tempfile.mkdtemp(dir=folder, prefix="parts-")) if kept.is_on_disk else None
    rows, paid = (_by_user(spool, staged.users) for spool in (kept, kept.beside))
    ends = _ends(rows, most_rows)
    starts = [0, *ends[:-1]]
    piles = [
        _Pile(np.add.reduceat(rows, starts), spare, ("rows",)),
        _Pile(np.add.reduceat(paid, starts), spare, ("paid", "micros")),
    ]
    part_of = np.repeat(np.arange(len(ends)), np.diff([0, *ends]))[staged.users.rank]
    ranks = part_of << RANK_BITS | np.maximum(staged.users.rank, 0), staged.events.rank
    with ThreadPoolExecutor(2) as pool:  # rows on disk come one batch at a time
        for spool, pile in zip((kept, kept.beside), piles, strict=True):
            work, batches = partial(pile.take, ranks=ranks, packing=packing), spool.used_up()
            deque(map(work, batches) if spare is not None else pool.map(work, batches), maxlen=0)
    rooms = [room for pile in piles for room in pile.rooms]
    stretches = zip(piles[0].stretches, piles[1].stretches, piles[1].stretches, strict=True)
    return [Part(*((room, *each) for room, each in zip(rooms, of_part, strict=True))) for of_part in stretches]


def _by_user(batches: Iterable[pa.RecordBatch], users: Names) -> np.ndarray:
    """Return how many rows each user has, in the order of their ranks."""
    rows = np.zeros(len(users.rank), np.int64)
    for batch in batches:
        tally(batch["user"].to_numpy(), rows)
    return np.bincount(np.maximum(users.rank, 0), rows, len(users.texts)).astype(np.int64)


def _ends(rows: np.ndarray, most_rows: int) -> list[int]:
    """Return where parts of about equally many rows end, as user ranks; `rows` are those of each user."""
    of_all = int(rows.sum())
    if of_all == 0:
        raise ValueError("Expected rows to deal out, found none.")
    wanted = min(-(-of_all // most_rows), _MOST_PARTS)
    shares = np.cumsum(rows) * (wanted / of_all)
    return np.unique(np.append(np.searchsorted(shares, np.arange(1, wanted)) + 1, len(rows))).tolist()
