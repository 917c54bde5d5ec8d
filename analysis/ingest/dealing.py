"""Staged rows dealt out by user: each part holds all rows of some users as sortable integers, few enough to reduce.

A packed row holds user, day, hour and event in one int64, so one plain sort of integers replaces hash tables of
strings; and sorted order is the canonical order, whatever order the rows came in. Parts are ranges of users in byte
order, so that reduced parts only need to be put in a row.
"""

import tempfile
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
from analysis.kernels.packing import pack_by_part, tally

_HOUR_BITS, _MOST_BITS = 5, 63
_MOST_PARTS = 256  # so a part's number is one byte; beyond so many parts they hold more rows each


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

    def add(self, piece: np.ndarray) -> None:
        if self._path is None:
            self._pieces.append(piece)
            return
        with self._path.open("ab") as file:
            file.write(np.ascontiguousarray(piece).data)

    def array(self) -> np.ndarray:
        """Return all pieces as one array of its own."""
        if self._path is not None and self._path.exists():
            return np.fromfile(self._path, np.int64)
        return np.concatenate([np.zeros(0, np.int64), *self._pieces])

    def hold(self, array: np.ndarray) -> None:
        """Keep this array for the pieces, where they are in memory."""
        self._pieces = [array] if self._path is None else []


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

    def in_order(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return rows, paid and micros, sorted by packed row."""
        rows, paid, micros = self.rows.array(), self.paid.array(), self.micros.array()
        rows.sort()
        order = np.argsort(paid)
        found = rows, paid[order], micros[order]
        for column, array in zip((self.rows, self.paid, self.micros), found, strict=True):
            column.hold(array)
        return found


def deal(staged: Staged, packing: Packing, *, folder: Path, most_rows: int) -> list[Part]:
    """Return parts of about `most_rows` rows or a single user, in memory; in `folder` where the rows are on disk."""
    ends = _ends(staged, most_rows)
    is_on_disk = staged.rows_kept.is_on_disk
    spare = Path(tempfile.mkdtemp(dir=folder, prefix="parts-")) if is_on_disk else None

    def column(part: int, name: str) -> _Column:
        return _Column(None if spare is None else spare / f"{part}-{name}")

    parts = [Part(*(column(part, name) for name in ("rows", "paid", "micros"))) for part in range(len(ends))]
    part_of = np.repeat(np.arange(len(parts), dtype=np.uint8), np.diff([0, *ends]))[staged.users.rank]
    dealt = partial(_dealt, staged=staged, packing=packing, part_of=part_of)
    with ThreadPoolExecutor(2) as pool:  # rows on disk come one batch at a time
        batches = map(dealt, staged.rows_kept) if is_on_disk else pool.map(dealt, staged.rows_kept)
        for columns in batches:
            for part, (rows, paid, micros) in zip(parts, zip(*columns, strict=True), strict=False):
                part.rows.add(rows)
                part.paid.add(paid)
                part.micros.add(micros)
    return parts


def _ends(staged: Staged, most_rows: int) -> list[int]:
    """Return where parts of about equally many rows end, as user ranks."""
    users = len(staged.users.texts)
    wanted = min(-(-staged.rows_kept.rows // most_rows), _MOST_PARTS)
    if wanted <= 1:
        return [users]
    rows = np.zeros(len(staged.users.rank), np.int64)
    for batch in staged.rows_kept:
        tally(batch["user"].to_numpy(), rows)
    shares = np.cumsum(np.bincount(staged.users.rank[:-1], rows[:-1], users)) * wanted / staged.rows_kept.rows
    return np.unique(np.append(np.searchsorted(shares, np.arange(1, wanted)) + 1, users)).tolist()


def _dealt(
    batch: pa.RecordBatch, *, staged: Staged, packing: Packing, part_of: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Return rows, paid and micros of a batch, each by part."""
    columns = tuple(batch[name].to_numpy() for name in ("user", "event", "hour"))
    ranks = staged.users.rank, staged.events.rank
    rows, ends, _ = _packed(columns, ranks, part_of, packing)
    paid = micros = np.zeros(0, np.int64)
    of_paid = np.zeros_like(ends)
    if "micros" in batch.schema.names:
        at = np.flatnonzero(batch["micros"].is_valid().to_numpy(zero_copy_only=False))
        paid, of_paid, order = _packed(tuple(column[at] for column in columns), ranks, part_of, packing)
        micros = batch["micros"].drop_null().to_numpy()[order]
    return np.split(rows, ends[:-1]), np.split(paid, of_paid[:-1]), np.split(micros, of_paid[:-1])


def _packed(
    columns: tuple[np.ndarray, ...], ranks: tuple[np.ndarray, np.ndarray], part_of: np.ndarray, packing: Packing
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return packed rows by part, where each of the parts ends, and which row stands where."""
    packed, order = np.empty(len(columns[0]), np.int64), np.empty(len(columns[0]), np.int32)
    ends = pack_by_part(columns, ranks, part_of, packing.layout, packed, order)
    return packed, ends, order
