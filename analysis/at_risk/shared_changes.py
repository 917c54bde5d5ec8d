"""Days that were slow, or busy, for everybody: a clock that runs with the population, so that nobody is blamed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.activity import Activity, to_date

WEEKS_BACK, LEAST_WEEKS = 8, 4  # a date is held against the same weekday of the weeks before it
LEAST_CHANGE = 0.15  # of what is normal: less passes as chance
NOISE_WIDTH = 4.0  # standard errors of a day's count
SLOWEST, FASTEST = 0.05, 1.3
JOINED_DAYS = 4  # a weekend inside a holiday is too quiet to show a dip of its own


@dataclass(frozen=True, eq=False)
class PopulationClock:
    """Operational time: how many usual days each date counts as.

    Attributes
    ----------
    first_day
        Days since 1970 of entry 0.
    counts_as
        float64, one entry a date of the data: 1 on usual dates, .05 to 1.3 where everybody came far less or more, 0 on
        dates left out.
    is_told
        bool, one entry a date: whether it would have been recognised had nobody come.
    """

    first_day: int
    counts_as: np.ndarray
    is_told: np.ndarray

    @property
    def time_days(self) -> np.ndarray:
        """Operational time at the end of each date, days, ascending; the last entry is now."""
        return np.cumsum(self.counts_as)


def population_clock(activity: Activity) -> PopulationClock:
    """Return how much each date counts, by how many of the users who had come by then came on it.

    The share of users active on a date, over its median on the same weekday of the eight weeks before (four at least);
    1 unless it differs by more than 15 % and by more than four standard errors of the usual count.
    """
    size = activity.observed_to - activity.observed_from + 1
    active = np.bincount(activity.day - activity.observed_from, minlength=size).astype(float)
    joined = np.cumsum(np.bincount(activity.first_day - activity.observed_from, minlength=size))
    rate = active / np.maximum(joined, 1)
    left_out = activity.ignored_days - activity.observed_from
    rate[left_out] = np.nan
    usual = _usual(rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        counts_as = rate / usual
        least = np.maximum(LEAST_CHANGE, NOISE_WIDTH / np.sqrt(usual * joined))
        is_shared = np.abs(counts_as - 1) > least
    counts_as = np.where(is_shared & np.isfinite(counts_as), np.clip(counts_as, SLOWEST, FASTEST), 1.0)
    counts_as[left_out] = 0.0
    return PopulationClock(activity.observed_from, counts_as, np.isfinite(usual) & (least < 1))


def _usual(rate: np.ndarray) -> np.ndarray:
    """Return the median of the same weekday in the weeks before each date; nan where fewer than four are known."""
    before = np.full((WEEKS_BACK, len(rate)), np.nan)
    for week in range(1, WEEKS_BACK + 1):
        before[week - 1, 7 * week :] = rate[: -7 * week]
    known = np.isfinite(before).sum(axis=0) >= LEAST_WEEKS
    usual = np.full(len(rate), np.nan)
    usual[known] = np.nanmedian(before[:, known], axis=0)
    return usual


def dips(clock: PopulationClock) -> pd.DataFrame:
    """Return stretches in which everybody came less: start, end (dates), days, counted_days; the latest first.

    Dates left out are no dips. Days up to four apart belong together, as a weekend inside a holiday does.
    """
    slow = np.flatnonzero((clock.counts_as < 1) & (clock.counts_as > 0))
    parts = np.split(slow, np.flatnonzero(np.diff(slow) > JOINED_DAYS) + 1) if len(slow) else []
    rows = [
        (
            to_date(clock.first_day + part[0]),
            to_date(clock.first_day + part[-1]),
            int(part[-1] - part[0] + 1),
            float(clock.counts_as[part[0] : part[-1] + 1].sum()),
        )
        for part in reversed(parts)
    ]
    return pd.DataFrame(rows, columns=["start", "end", "days", "counted_days"])
