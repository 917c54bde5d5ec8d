"""Compressed rows of made-up users: what `analysis.rhythms.score_days` takes, without ids, events or amounts."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

FIRST_DAY = 18993  # 2022-01-01: all made-up users live on or after it


class Rows(NamedTuple):
    """User i was active on `day[offsets[i]:offsets[i + 1]]`, ascending days since 1970; nobody is without a day."""

    offsets: np.ndarray
    day: np.ndarray

    @property
    def users(self) -> int:
        """Number of users."""
        return len(self.offsets) - 1


def rows_of_pairs(user: np.ndarray, day: np.ndarray, users: int) -> Rows:
    """Return the rows of (user, day) pairs in any order; a day named twice counts once, as one visit does."""
    longest = int(day.max()) + 1
    keys = np.unique(user.astype(np.int64) * longest + day)
    offsets = np.searchsorted(keys, np.arange(users + 1, dtype=np.int64) * longest)
    return Rows(offsets.astype(np.int64), (keys % longest).astype(np.int32))


def rows_of_calendar(active: np.ndarray, first_day: np.ndarray) -> Rows:
    """Return the rows of a calendar (bool, shape (users, days)) whose row i begins on `first_day[i]`.

    A user without any day gets the first one: too few for every test.
    """
    active[~active.any(axis=1), 0] = True
    user, column = np.nonzero(active)
    offsets = np.concatenate(([0], np.cumsum(np.count_nonzero(active, axis=1))))
    return Rows(offsets.astype(np.int64), (first_day[user] + column).astype(np.int32))


def rows_of_days(day: np.ndarray, kept: np.ndarray | None = None) -> Rows:
    """Return the rows of a table of days (int, shape (users, visits)); only those `kept` (bool, same shape) count."""
    kept = np.ones(day.shape, bool) if kept is None else kept
    return rows_of_pairs(np.nonzero(kept)[0], day[kept], len(day))


def joined(parts: Sequence[Rows]) -> Rows:
    """Return all users of several rows, in their order."""
    starts = np.cumsum([0, *(len(part.day) for part in parts)])
    ends = [part.offsets[1:] + start for part, start in zip(parts, starts[:-1], strict=True)]
    return Rows(np.concatenate(([0], *ends)), np.concatenate([part.day for part in parts]))
