"""What was known of people before some day, and what they did in the days from it on: one search a day and person."""

from functools import cached_property

import numpy as np

from analysis.activity import Activity
from analysis.counted_days import counted_days

_SPAN = np.int64(1) << 32  # more days than a calendar has, so that a user's days never meet the next one's


class Moments:
    """User-days of an activity, looked up by user and day.

    Parameters
    ----------
    activity
        Everyone's whole history; rows below are its row numbers.
    """

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self._passed: dict[int, np.ndarray] = {}
        self._keys = activity.user.astype(np.int64) * _SPAN + activity.day

    def places(self, rows: np.ndarray, day: int) -> np.ndarray:
        """Return where each user's first day on or after `day` stands among all user-days, int64, shape (rows,)."""
        if rows is self.everyone:
            return self._places_of_all(day)
        return np.searchsorted(self._keys, rows.astype(np.int64) * _SPAN + day)

    def _places_of_all(self, day: int) -> np.ndarray:
        """Return `places` of everybody: one pass over the days is faster than a search for each; the last two kept."""
        if day not in self._passed:
            self._passed = dict(list(self._passed.items())[-1:])
            earlier = np.concatenate(([0], np.cumsum(self.activity.day < day)))
            starts = self.activity.offsets[:-1]
            self._passed[day] = starts + earlier[self.activity.offsets[1:]] - earlier[starts]
        return self._passed[day]

    def active_days(self, rows: np.ndarray, day: int) -> np.ndarray:
        """Return how many active days each user had before `day`, int64, shape (rows,)."""
        return self.places(rows, day) - self.activity.offsets[rows]

    def silence_days(self, rows: np.ndarray, day: int) -> np.ndarray:
        """Return days from each user's last active day to the day before `day`, int64; -1 for who was not there yet.

        Dates left out of the data are no days of silence.
        """
        place = self.places(rows, day)
        there = place > self.activity.offsets[rows]
        clock, now = counted_days(self.activity, day - 1)
        return np.where(there, now - clock[np.maximum(place - 1, 0)].astype(np.int64), -1)

    @cached_property
    def everyone(self) -> np.ndarray:
        """All row numbers."""
        return np.arange(self.activity.users)
