"""Staged rows dealt out by user: each part holds all rows of some users as sortable integers, few enough to reduce.

A packed row holds user, day, hour and event in one int64, so one plain sort of integers replaces hash tables of
strings; and sorted order is the canonical order, whatever order the rows came in. Parts are ranges of users in byte
order, so that reduced parts only need to be put in a row.
"""

import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from analysis.activity import to_day
from analysis.errors import UnreadableFileError
from analysis.ingest.staging import Staged
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY
from analysis.kernels.packing import RANK_BITS, pack_by_part, tally

_HOUR_BITS, _MOST_BITS = 5, 63
_BLOCK_ROWS = 1 << 16
_ROWS_COUNTED = 4_000_000  # about so many tell where parts end
_MOST_PARTS = 256  # so a part's number is one byte; beyond so many parts they hold more rows each
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


class _Column:
    """Pieces of int64, in memory or in a file."""

    def __init__(self, path: Path | None) -> None:
        self._pieces: list[np.ndarray] = []
        self._path = path
        self._room = 0  # of the last piece
        self.held: np.ndarray | None = None

    def add(self, piece: np.ndarray) -> None:
        if self._path is None:
            self._append(piece)
            return
        with self._path.open("ab") as file:
            file.write(np.ascontiguousarray(piece).data)

    def _append(self, piece: np.ndarray) -> None:
        """Copy a piece into the last block: as a slice it would keep a whole batch in memory, of all parts."""
        while len(piece):
            if self._room == 0:
                self._pieces.append(np.empty(_BLOCK_ROWS, np.int64))
                self._room = _BLOCK_ROWS
            start, taken = _BLOCK_ROWS - self._room, min(self._room, len(piece))
            self._pieces[-1][start : start + taken] = piece[:taken]
            self._room, piece = self._room - taken, piece[taken:]

    def array(self) -> np.ndarray:
        """Return all pieces as one array of its own."""
        if self._path is not None and self._path.exists():
            return np.fromfile(self._path, np.int64)
        whole = np.concatenate([np.zeros(0, np.int64), *self._pieces])
        return whole[: len(whole) - self._room]

    def hold(self, array: np.ndarray) -> None:
        """Keep this array for the pieces, where they are in memory."""
        self._pieces, self._room, self.held = [], 0, array if self._path is None else None

    def drop(self) -> None:
        """Forget all of it."""
        self._pieces, self._room, self.held = [], 0, None
        if self._path is not None:
            self._path.unlink(missing_ok=True)


@dataclass(frozen=True, eq=False)
class Part:
    """All rows of the users of a range.

    Attributes
    ----------
    rows
        Packed rows.
    paid, micros
        Packed rows that have an amount, and the amounts in millionths.
    """

    rows: _Column
    paid: _Column = field(repr=False)
    micros: _Column = field(repr=False)

    def add(self, columns: Mapping[str, np.ndarray]) -> None:
        """Add pieces to the columns of these names."""
        for name, piece in columns.items():
            getattr(self, name).add(piece)

    def in_order(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return rows, paid and micros, sorted by packed row."""
        if self.rows.held is not None and self.paid.held is not None and self.micros.held is not None:
            return self.rows.held, self.paid.held, self.micros.held
        rows, paid, micros = self.rows.array(), self.paid.array(), self.micros.array()
        rows.sort()
        order = np.argsort(paid)
        found = rows, paid[order], micros[order]
        for column, array in zip((self.rows, self.paid, self.micros), found, strict=True):
            column.hold(array)
        return found

    def drop(self) -> None:
        """Forget all rows."""
        for column in (self.rows, self.paid, self.micros):
            column.drop()


def deal(staged: Staged, packing: Packing, *, folder: Path, most_rows: int) -> list[Part]:
    """Return parts of about `most_rows` rows or a single user, in memory; in `folder` where the rows are on disk.

    The staged rows are used up.
    """
    ends = _ends(staged, most_rows)
    is_on_disk = staged.rows_kept.is_on_disk
    spare = Path(tempfile.mkdtemp(dir=folder, prefix="parts-")) if is_on_disk else None

    def column(part: int, name: str) -> _Column:
        return _Column(None if spare is None else spare / f"{part}-{name}")

    parts = [Part(*(column(part, name) for name in ("rows", "paid", "micros"))) for part in range(len(ends))]
    part_of = np.repeat(np.arange(len(parts)), np.diff([0, *ends]))[staged.users.rank]
    ranks = part_of << RANK_BITS | np.maximum(staged.users.rank, 0), staged.events.rank
    kept = staged.rows_kept
    with ThreadPoolExecutor(2) as pool:  # rows on disk come one batch at a time
        for spool, deal_batch in ((kept, _dealt_rows), (kept.beside, _dealt_paid)):
            work, batches = partial(deal_batch, ranks=ranks, packing=packing), spool.used_up()
            for dealt in map(work, batches) if is_on_disk else pool.map(work, batches):
                for part, columns in zip(parts, dealt, strict=False):
                    part.add(columns)
    return parts


def _ends(staged: Staged, most_rows: int) -> list[int]:
    """Return where parts of about equally many rows end, as user ranks."""
    users = len(staged.users.texts)
    wanted = min(-(-staged.rows_kept.rows // most_rows), _MOST_PARTS)
    if wanted <= 1:
        return [users]
    rows, every = np.zeros(len(staged.users.rank), np.int64), max(staged.rows_kept.rows // _ROWS_COUNTED, 1)
    for batch in staged.rows_kept:
        tally(np.ascontiguousarray(batch["user"].to_numpy()[::every]), rows)
    shares = np.cumsum(np.bincount(staged.users.rank[:-1], rows[:-1], users)) * wanted / rows.sum()
    return np.unique(np.append(np.searchsorted(shares, np.arange(1, wanted)) + 1, users)).tolist()


def _dealt_rows(batch: pa.RecordBatch, *, ranks: _Ranks, packing: Packing) -> Iterator[dict[str, np.ndarray]]:
    """Return the packed rows of each part."""
    packed = np.empty(batch.num_rows, np.int64)
    ends = pack_by_part(_columns(batch), ranks, packing.layout, packed, np.empty(0, np.int32))
    return ({"rows": rows} for rows in np.split(packed, ends[:-1]))


def _dealt_paid(batch: pa.RecordBatch, *, ranks: _Ranks, packing: Packing) -> Iterator[dict[str, np.ndarray]]:
    """Return the packed rows with an amount, and the amounts, of each part."""
    packed, order = np.empty(batch.num_rows, np.int64), np.empty(batch.num_rows, np.int32)
    ends = pack_by_part(_columns(batch), ranks, packing.layout, packed, order)
    micros = batch["micros"].to_numpy()[order]
    pieces = np.split(packed, ends[:-1]), np.split(micros, ends[:-1])
    return ({"paid": paid, "micros": amounts} for paid, amounts in zip(*pieces, strict=True))


def _columns(batch: pa.RecordBatch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return batch["user"].to_numpy(), batch["event"].to_numpy(), batch["hour"].to_numpy()
