"""What models of repeat visits read of a user: how often they came again, when last, how long they are watched."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from analysis.activity import Activity
from analysis.counted_days import counted_days


@dataclass(frozen=True, eq=False)
class Repeats:
    """One entry a user, all float64, shape (users,); times in one unit, counted from the user's first visit.

    Attributes
    ----------
    count
        Visits after the first: x.
    last
        Time of the last of them, 0 without any: t_x.
    age
        Time from the first visit to the end of what is watched: T.
    log_gaps
        Sum of the logarithms of the times between visits; 0 where it is not known. It decides between shapes k and
        nothing else.
    """

    count: np.ndarray
    last: np.ndarray
    age: np.ndarray
    log_gaps: np.ndarray

    @property
    def users(self) -> int:
        """Number of users."""
        return len(self.count)

    def of_users(self, rows: np.ndarray) -> Self:
        """Return the users of these rows (numbers or bool)."""
        return type(self)(*(getattr(self, each.name)[rows] for each in fields(self)))

    def in_unit_of(self, length: float) -> Self:
        """Return the same with times counted in units of `length`."""
        log_gaps = self.log_gaps - self.count * np.log(length)
        return type(self)(self.count, self.last / length, self.age / length, log_gaps)


def repeats_of(activity: Activity) -> Repeats:
    """Return the repeats of every user, in days: active days after the first one, up to `observed_to`.

    Dates left out of the data are no days.
    """
    day, now = counted_days(activity, activity.observed_to)
    first, last = day[activity.offsets[:-1]].astype(np.int64), day[activity.offsets[1:] - 1].astype(np.int64)
    gap = np.diff(day, prepend=np.int32(0))
    gap[activity.offsets[:-1]] = 1  # the first day has no gap before it, and log 1 adds nothing
    log_gaps = np.add.reduceat(np.log(gap), activity.offsets[:-1]) if activity.users else np.zeros(0)
    return Repeats(
        count=(activity.active_days - 1).astype(float),
        last=(last - first).astype(float),
        age=(now - first).astype(float),
        log_gaps=log_gaps,
    )
