"""What frequency classes are read from: how far apart each user's active days lie, computed once."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self
from weakref import WeakKeyDictionary

import numpy as np

from analysis.activity import Activity
from analysis.kernels.spacing import BLOCK_DAYS, coverage, held_gap

MOST_BANDS = 4  # bands whose gaps are kept; a slider that has moved on needs the older ones no more


@dataclass(frozen=True, eq=False)
class Spacing:
    """Active days as compressed sparse rows: user i owns `day[offsets[i]:offsets[i + 1]]`, maybe none."""

    offsets: np.ndarray
    day: np.ndarray
    _held: dict[float, np.ndarray] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """Return the spacing of an activity, the same object each time."""
        if activity not in _KNOWN:
            _KNOWN[activity] = cls(activity.offsets, activity.day)
        return _KNOWN[activity]

    def of_user(self, row: int) -> Self:
        """Return the spacing of one user alone."""
        days = self.day[self.offsets[row] : self.offsets[row + 1]]
        return type(self)(np.array([0, len(days)], np.int64), days)

    @cached_property
    def active_days(self) -> np.ndarray:
        """Active days of each user, int64, shape (users,)."""
        return np.diff(self.offsets)

    @cached_property
    def coverage(self) -> np.ndarray:
        """`analysis.kernels.spacing.coverage`: gap_cv, then the shares of days, weeks and months; shape (4, users)."""
        return coverage(self.offsets, self.day)

    def held(self, band_share: float) -> np.ndarray:
        """Return the gap the class goes by under this band, days (`analysis.kernels.spacing.held_gap`)."""
        held = self._held.get(band_share)  # sessions share it: another one may drop a band at any time
        if held is None:
            held = held_gap(self.offsets, self.day, band_share)
            for older in list(self._held)[: 1 - MOST_BANDS]:
                self._held.pop(older, None)
            self._held[band_share] = held
        return held

    def blocks(self) -> np.ndarray:
        """Return how many days, weeks and months of their own each user's history has, int64, shape (3, users)."""
        some = self.active_days > 0
        span_days = np.zeros(len(some), np.int64)
        span_days[some] = self.day[self.offsets[1:][some] - 1] - self.day[self.offsets[:-1][some]]
        return np.array([span_days // length + 1 for length in BLOCK_DAYS])

    def gaps(self) -> tuple[np.ndarray, np.ndarray]:
        """Return every gap in days and the place of its user."""
        user = np.repeat(np.arange(len(self.active_days)), self.active_days)
        same = np.diff(user) == 0
        return np.diff(self.day)[same], user[1:][same]


_KNOWN: WeakKeyDictionary[Activity, Spacing] = WeakKeyDictionary()
