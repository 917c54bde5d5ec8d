"""A calendar, and named sets of its days with how many of them any window holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np


@dataclass(frozen=True)
class Calendar:
    """Days from `first_day` on, each with its day of the month.

    Attributes
    ----------
    first_day
        Days since 1970 of the first date.
    month
        int32, months since 1970-01 of each date.
    month_day
        int32, 1..31.
    month_length
        int32, days of the date's month.
    """

    first_day: int
    month: np.ndarray
    month_day: np.ndarray
    month_length: np.ndarray

    @classmethod
    def of(cls, first_day: int, last_day: int) -> "Calendar":
        """Return the calendar of first_day..last_day, both included."""
        dates = np.arange(first_day, last_day + 1).astype("datetime64[D]")
        month = dates.astype("datetime64[M]")
        month_day = (dates - month.astype("datetime64[D]")).astype(np.int32) + 1
        length = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int32)
        return cls(first_day, month.astype(np.int32), month_day, length)

    @property
    def dates(self) -> np.ndarray:
        """Days since 1970 of each date, int32."""
        return np.arange(self.first_day, self.first_day + len(self.month), dtype=np.int32)

    @property
    def weekday(self) -> np.ndarray:
        """0 = Monday of each date."""
        return (self.dates + 3) % 7

    @property
    def from_end(self) -> np.ndarray:
        """Days before the end of the month, 0 on its last day."""
        return self.month_length - self.month_day


@dataclass(frozen=True, eq=False)
class DaySets:
    """Sets of days over a calendar.

    Attributes
    ----------
    names
        What each set is called in a label.
    inside
        bool, shape (dates, sets).
    width
        int32, shape (sets,): days of one run of the set (a window of three is 3).
    anchor
        int32, shape (sets,): the day of the month a one-day set stands for, 0 where it has none in every month.
    ignored
        int32: dates nobody is expected on (days since 1970); they count neither as inside nor as a day of the window.
    """

    calendar: Calendar
    names: tuple[str, ...]
    inside: np.ndarray
    width: np.ndarray
    anchor: np.ndarray
    ignored: np.ndarray

    @classmethod
    def of(cls, calendar: Calendar, templates: Sequence["Template"], ignored: np.ndarray) -> Self:
        """Return the sets of `templates` over a calendar."""
        inside = [each.belongs(calendar) for each in templates]
        return cls(
            calendar=calendar,
            names=tuple(each.name for each in templates),
            inside=np.stack(inside, axis=1) if inside else np.zeros((len(calendar.month), 0), bool),
            width=np.array([each.width for each in templates], np.int32),
            anchor=np.array([each.anchor for each in templates], np.int32),
            ignored=ignored,
        )

    @cached_property
    def expected(self) -> np.ndarray:
        """Which dates somebody could come on, bool, shape (dates,)."""
        return ~np.isin(self.calendar.dates, self.ignored)

    @cached_property
    def days_before(self) -> np.ndarray:
        """Dates somebody could come on among the first i dates, int32, shape (dates + 1,)."""
        return _running_count(self.expected[:, None])[:, 0].copy()

    @cached_property
    def members(self) -> np.ndarray:
        """Sets each date belongs to, int16, shape (dates, most), padded with -1."""
        most = int(self.inside.sum(axis=1).max(initial=1))
        order = np.argsort(~self.inside, axis=1, kind="stable")[:, :most].astype(np.int16)
        return np.where(np.take_along_axis(self.inside, order, axis=1), order, -1).astype(np.int16)

    @cached_property
    def dates_before(self) -> np.ndarray:
        """Dates of each set among the first i dates, int32, shape (dates + 1, sets): exposure by subtraction."""
        return _running_count(self.inside & self.expected[:, None])

    @cached_property
    def runs_begun(self) -> np.ndarray:
        """Runs of each set that begin among the first i dates, int32, shape (dates + 1, sets)."""
        before = np.zeros_like(self.inside)
        before[1:] = self.inside[:-1]
        return _running_count(self.inside & ~before)

    @cached_property
    def runs_ended(self) -> np.ndarray:
        """Runs of each set that end among the first i dates, int32, shape (dates + 1, sets)."""
        after = np.zeros_like(self.inside)
        after[:-1] = self.inside[1:]
        return _running_count(self.inside & ~after)

    def exposure(self, first_day: np.ndarray, last_day: np.ndarray, which: int) -> np.ndarray:
        """Return how many dates of one set lie in each user's first_day..last_day."""
        start = np.asarray(first_day) - self.calendar.first_day
        stop = np.asarray(last_day) - self.calendar.first_day + 1
        return self.dates_before[stop, which] - self.dates_before[start, which]


@dataclass(frozen=True, kw_only=True)
class Template:
    """One named set of days, on any calendar.

    Attributes
    ----------
    belongs
        Which dates of a calendar are in it, bool.
    width
        Days of one run of the set (a window of three is 3).
    anchor
        Its day of the month where it is one day that every month has, else 0.
    """

    name: str
    belongs: Callable[[Calendar], np.ndarray]
    width: int = 1
    anchor: int = 0


def _running_count(flags: np.ndarray) -> np.ndarray:
    counts = np.zeros((len(flags) + 1, flags.shape[1]), np.int32)
    np.cumsum(flags, axis=0, out=counts[1:])
    return counts
