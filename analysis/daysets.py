"""Named sets of days (the 5th, the last three of a month, a window) and how many of them a user's window holds.

A new family of sets is one more function that returns a `DaySets`; the kernel of `analysis.kernels.monthly` reads any.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

FIRST_DAYS, LAST_WINDOW_START = 31, 26
LAST = "last"


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
    """

    calendar: Calendar
    names: tuple[str, ...]
    inside: np.ndarray
    width: np.ndarray
    anchor: np.ndarray

    @cached_property
    def members(self) -> np.ndarray:
        """Sets each date belongs to, int16, shape (dates, most), padded with -1."""
        most = int(self.inside.sum(axis=1).max(initial=1))
        order = np.argsort(~self.inside, axis=1, kind="stable")[:, :most].astype(np.int16)
        return np.where(np.take_along_axis(self.inside, order, axis=1), order, -1).astype(np.int16)

    @cached_property
    def dates_before(self) -> np.ndarray:
        """Dates of each set among the first i dates, int32, shape (dates + 1, sets): exposure by subtraction."""
        return _running_count(self.inside)

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


def _running_count(flags: np.ndarray) -> np.ndarray:
    counts = np.zeros((len(flags) + 1, flags.shape[1]), np.int32)
    np.cumsum(flags, axis=0, out=counts[1:])
    return counts


# name, run width, anchor day (0 = none), which dates belong
_Template = tuple[str, int, int, Callable[[Calendar], np.ndarray]]


def _month_templates() -> tuple[_Template, ...]:
    """Return the 64 sets of the labelling study: days, windows of three, and the ends of a month."""
    single = [
        (str(number), 1, number if number <= 28 else 0, lambda when, number=number: when.month_day == number)
        for number in range(1, FIRST_DAYS + 1)
    ]
    windows = [
        (
            f"{start}-{start + 2}",
            3,
            0,
            lambda when, start=start: (when.month_day >= start) & (when.month_day <= start + 2),
        )
        for start in range(1, LAST_WINDOW_START + 1)
    ]
    ends = [
        (LAST, 1, 0, lambda when: when.from_end == 0),
        ("last-1", 1, 0, lambda when: when.from_end == 1),
        ("last-2", 1, 0, lambda when: when.from_end == 2),
        ("last3", 3, 0, lambda when: when.from_end < 3),
        ("last5", 5, 0, lambda when: when.from_end < 5),
        ("first5", 5, 0, lambda when: when.month_day <= 5),
        ("last±1", 3, 0, lambda when: (when.from_end < 2) | (when.month_day == 1)),
    ]
    return (*single, *windows, *ends)


MONTH_TEMPLATES = _month_templates()
MONTH_NAMES = tuple(name for name, *_ in MONTH_TEMPLATES)


@lru_cache(maxsize=4)
def month_sets(first_day: int, last_day: int) -> DaySets:
    """Return the month templates over first_day..last_day (days since 1970, both included)."""
    calendar = Calendar.of(first_day, last_day)
    return DaySets(
        calendar=calendar,
        names=MONTH_NAMES,
        inside=np.stack([belongs(calendar) for *_, belongs in MONTH_TEMPLATES], axis=1),
        width=np.array([width for _, width, *_ in MONTH_TEMPLATES], np.int32),
        anchor=np.array([anchor for _, _, anchor, _ in MONTH_TEMPLATES], np.int32),
    )
