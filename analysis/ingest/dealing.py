"""Staged rows dealt out by user: each part holds all rows of some users as sortable integers, few enough to reduce.

A packed row holds user, day, hour and event in one int64, so one plain sort of integers replaces hash tables of
strings; and sorted order is the canonical order, whatever order the rows came in. Parts are ranges of users in byte
order, so that reduced parts only need to be put in a row.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from analysis.activity import to_day
from analysis.errors import UnreadableFileError
from analysis.ingest.staging import Staged
from analysis.ingest.timestamps import EARLIEST, HOURS_A_DAY

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

    def packed(self, user: np.ndarray, event: np.ndarray, hour: np.ndarray) -> np.ndarray:
        """Return packed rows of user and event ranks, and hours since EARLIEST."""
        day = hour // HOURS_A_DAY
        clock = (hour - day * HOURS_A_DAY) if self.has_times else 0
        rows = user.astype(np.int64) << self.day_bits
        rows |= day - np.int64(self.first_day - to_day(EARLIEST))
        rows <<= _HOUR_BITS
        rows |= clock
        rows <<= self.name_bits
        rows |= event + 1
        return rows

    def user_days(self, packed: np.ndarray) -> np.ndarray:
        """Return user and day of packed rows, as one number."""
        return packed >> (_HOUR_BITS + self.name_bits)

    def users(self, packed: np.ndarray) -> np.ndarray:
        """Return the user of packed rows."""
        return packed >> (self.day_bits + _HOUR_BITS + self.name_bits)

    def days(self, user_days: np.ndarray) -> np.ndarray:
        """Return the day of user-days as numbered by `user_days`, int32 since 1970."""
        return ((user_days & mask(self.day_bits)) + self.first_day).astype(np.int32)

    def hours(self, packed: np.ndarray) -> np.ndarray:
        """Return the hour of packed rows."""
        return (packed >> self.name_bits) & mask(_HOUR_BITS)

    def names(self, packed: np.ndarray) -> np.ndarray:
        """Return the rank of each packed row's event + 1; 0 is none."""
        return packed & mask(self.name_bits)


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


@dataclass(frozen=True, eq=False)
class Part:
    """All rows of the users from `first_user` to before `end_user`.

    Attributes
    ----------
    rows
        Packed rows.
    paid, micros
        Packed rows that have an amount, and the amounts in millionths.
    """

    first_user: int
    end_user: int
    rows: _Column
    paid: _Column = field(repr=False)
    micros: _Column = field(repr=False)


def deal(staged: Staged, packing: Packing, *, folder: Path, most_rows: int) -> list[Part]:
    """Return parts of about `most_rows` rows or a single user; one part stays in memory, several go to `folder`."""
    ends = _ends(staged, most_rows)
    spare = Path(tempfile.mkdtemp(dir=folder, prefix="parts-")) if len(ends) > 1 else None

    def column(part: int, name: str) -> _Column:
        return _Column(None if spare is None else spare / f"{part}-{name}")

    starts = [0, *ends[:-1]]
    parts = [
        Part(start, end, *(column(part, name) for name in ("rows", "paid", "micros")))
        for part, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    part_of = np.repeat(np.arange(len(parts), dtype=np.uint8), np.diff([0, *ends]))
    for batch in staged.rows_kept:
        _deal_batch(batch, staged, packing, parts, part_of)
    return parts


def _ends(staged: Staged, most_rows: int) -> list[int]:
    """Return where parts of about equally many rows end, as user ranks."""
    users = len(staged.users.texts)
    wanted = min(-(-staged.rows_kept.rows // most_rows), _MOST_PARTS)
    if wanted <= 1:
        return [users]
    rows = np.zeros(users, np.int64)
    for batch in staged.rows_kept:
        rows += np.bincount(staged.users.rank[batch["user"].to_numpy()], minlength=users)
    shares = np.cumsum(rows) * wanted / staged.rows_kept.rows
    return np.unique(np.append(np.searchsorted(shares, np.arange(1, wanted)) + 1, users)).tolist()


def _deal_batch(
    batch: pa.RecordBatch, staged: Staged, packing: Packing, parts: list[Part], part_of: np.ndarray
) -> None:
    user = staged.users.rank[batch["user"].to_numpy()]
    packed = packing.packed(user, staged.events.rank[batch["event"].to_numpy()], batch["hour"].to_numpy())
    paid, micros = np.zeros(0, np.int64), np.zeros(0, np.int64)
    if "micros" in batch.schema.names:
        at = np.flatnonzero(batch["micros"].is_valid().to_numpy(zero_copy_only=False))
        paid, micros = packed[at], batch["micros"].drop_null().to_numpy()
    if len(parts) == 1:
        parts[0].rows.add(packed)
        parts[0].paid.add(paid)
        parts[0].micros.add(micros)
        return
    for part, of_rows in zip(parts, _by_part(part_of[user], len(parts)), strict=True):
        part.rows.add(packed[of_rows])
    if len(paid):
        for part, of_rows in zip(parts, _by_part(part_of[user[at]], len(parts)), strict=True):
            part.paid.add(paid[of_rows])
            part.micros.add(micros[of_rows])


def _by_part(part: np.ndarray, parts: int) -> list[np.ndarray]:
    """Return the rows of each part."""
    return np.split(np.argsort(part, kind="stable"), np.cumsum(np.bincount(part, minlength=parts))[:-1])


def mask(bits: int) -> np.int64:
    """Return a number whose lowest `bits` bits are set."""
    return np.int64((1 << bits) - 1)
