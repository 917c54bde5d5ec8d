"""How what groups are compared on is measured: one value a user of the activity."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.batches import batch_dates, daily_crowds
from analysis.counted_days import counted_days, last_day_of_silent
from analysis.dataset import Dataset
from analysis.lifecycle import Inactive

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.settings import Settings


@dataclass(frozen=True, eq=False)
class Durations:
    """Time to something, in days, float64, shape (users,), nan where not measurable; `observed` where it happened."""

    days: np.ndarray
    observed: np.ndarray


@dataclass(frozen=True, eq=False)
class Volumes:
    """What each user adds up to, and what that is counted over; float64, shape (users,), nan where not measurable."""

    total: np.ndarray
    base: np.ndarray


Measured = np.ndarray | Durations | Volumes | pd.Series


@dataclass(frozen=True, eq=False)
class Sources:
    """What metrics are measured on; row i of `features` is user i of the activity."""

    dataset: Dataset
    features: pd.DataFrame
    settings: "Settings"

    @cached_property
    def batch_dates(self) -> np.ndarray:
        """Dates on which many users came at once (`analysis.batches`), days since 1970, ascending."""
        return batch_dates(daily_crowds(self.dataset.activity), self.settings.batches)["day"].to_numpy()

    @cached_property
    def in_a_batch(self) -> np.ndarray:
        """Users who were active on one of these dates, bool, shape (users,)."""
        activity = self.dataset.activity
        came = np.zeros(activity.users, bool)
        if len(self.batch_dates):
            came[activity.user[np.isin(activity.day, self.batch_dates)]] = True
        return came


def inactive_time(dataset: Dataset, inactive: Inactive) -> Durations:
    """Return days from the first active day to the start of the first silence of `inactive.days` days.

    A silence starts on an active day with no activity on the `inactive.days` days after it. Whether one starts is known
    only up to `inactive.days` days before the data's end, so everyone is followed up to there (censored, whatever they
    did later); users first seen after that are not measurable, nan. Dates left out of the data are no days of silence.
    """
    activity, days = dataset.activity, inactive.days
    if not activity.users:
        return Durations(np.zeros(0), np.zeros(0, bool))
    known_to = last_day_of_silent(activity, days)
    follow_up = known_to - activity.first_day.astype(np.float64)
    day, now = counted_days(activity, activity.observed_to)
    gap = np.diff(day, append=now + 1)
    gap[activity.offsets[1:] - 1] = now + 1 - day[activity.offsets[1:] - 1]
    silent = np.flatnonzero((gap > days) & (activity.day <= known_to))
    owners, first = np.unique(activity.user[silent], return_index=True)
    observed = np.zeros(activity.users, bool)
    observed[owners] = True
    duration = np.where(follow_up >= 0, follow_up, np.nan)
    duration[owners] = activity.day[silent[first]] - activity.first_day[owners]
    return Durations(duration, observed)


def retained(dataset: Dataset, day: int) -> np.ndarray:
    """Return 1 for users active on day `day` itself since their first (day 0), 0 for others, float64.

    "N-day" retention; nan for users first seen fewer than `day` days before the data's end, or whose day is ignored.
    """
    activity = dataset.activity
    due = activity.first_day.astype(np.int64) + day
    came = np.zeros(activity.users)
    came[activity.user[activity.day == due[activity.user]]] = 1.0
    return np.where((due <= activity.observed_to) & ~np.isin(due, activity.ignored_days), came, np.nan)


def retained_from(dataset: Dataset, day: int) -> np.ndarray:
    """Return 1 for users active on or after day `day` since their first (day 0), 0 for others, float64.

    "Unbounded" retention; nan for users first seen fewer than `day` days before the data's end.
    """
    activity = dataset.activity
    due = activity.first_day.astype(np.int64) + day
    return np.where(due <= activity.observed_to, (activity.last_day >= due).astype(np.float64), np.nan)


def first_use(dataset: Dataset, event: str) -> Durations:
    """Return days from the first active day to the first use of `event`, censored at the data's end."""
    activity = dataset.activity
    uses = activity.uses[activity.uses["event"] == event]
    users = uses["user"].to_numpy()
    days = activity.observed_to - activity.first_day.astype(np.float64)
    days[users] = uses["first_day"].to_numpy() - activity.first_day[users]
    observed = np.zeros(activity.users, bool)
    observed[users] = True
    return Durations(days, observed)


def adopts(dataset: Dataset, event: str) -> np.ndarray:
    """Return 1 for users who ever used `event`, else 0, float64."""
    used = np.zeros(dataset.activity.users)
    used[dataset.activity.uses.loc[dataset.activity.uses["event"] == event, "user"].to_numpy()] = 1.0
    return used


def uses(dataset: Dataset, event: str) -> np.ndarray:
    """Return how many times each user used `event`, 0 for none, float64.

    nan for users who also used it after the data's end as of now: the source's counts cannot be cut there.
    """
    activity = dataset.activity
    own = activity.uses[activity.uses["event"] == event]
    times = np.bincount(own["user"], weights=own["count"].to_numpy(np.float64), minlength=activity.users)
    times = times.astype(np.float64)  # numpy counts nothing at all in integers
    times[own.loc[own["last_day"] > activity.observed_to, "user"]] = np.nan
    return times


def rate(sources: Sources, total: str, base: str) -> Volumes:
    """Return two features of each user as a volume; tenure counts the first day too."""
    parts = {name: sources.features[name].to_numpy(np.float64) for name in (total, base)}
    return Volumes(parts[total], parts[base] + (base == "tenure_days"))
