"""Shared-date batches: dates on which many users came at once, which neither the days around nor the calendar explain.

A bulk import, an outage that logged everybody in again or a campaign puts many users on one date. Their rhythms are
not theirs then. The unit is the user: a date counts each user once, however many events they had.
"""

from typing import ClassVar
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analysis.activity import Activity, weekday_of
from analysis.daysets import Calendar
from analysis.knobs import Tunable, knob

COLUMNS = ("day", "users", "expected", "excess", "share_of_alive")
# A date is held against its neighbours of each kind, itself left out: so many on each side, and the fewest that do.
NEIGHBOUR_DAYS, NEIGHBOUR_WEEKS, NEIGHBOUR_MONTHS = (14, 7), (4, 2), (6, 2)


class Batches(Tunable):
    """When a date counts as a shared-date batch; all three must hold."""

    slug: ClassVar[str] = "batches"
    title: ClassVar[str] = "Dates many people share"

    min_ratio: float = knob(
        3.0, "Times the usual number", "More users than this many times the usual number of such a date.",
        bounds=(1.0, 100.0), span=(1.5, 10.0), step=0.5,
    )  # fmt: skip
    min_spreads: float = knob(
        8.0, "Spreads above the usual number",
        "More users above the usual number than this many times its square root, the spread chance alone gives it.",
        bounds=(0.0, 100.0), span=(2.0, 20.0), step=1.0,
    )  # fmt: skip
    min_alive_share: float = knob(
        0.05, "Share of the people around", "More than this share of those between their first and last active day.",
        bounds=(0.0, 1.0), span=(0.01, 0.5), step=0.01, unit="share",
    )  # fmt: skip


def daily_crowds(activity: Activity) -> pd.DataFrame:
    """Return one row a date of the data with COLUMNS; knows no threshold.

    - users: active that day.
    - expected: the largest of four medians: of the 14 days before and after; of the same weekday of the 4 weeks before
      and after; of the same day of the month, and of the same day before its end, of the 6 months before and after. A
      peak that the week or the month brings back is thereby usual, and so is the first day after a quiet season. The
      first needs seven of its days within the data, the others two; nan where none has them.
    - excess: users minus expected.
    - share_of_alive: users over those between their first and last active day (included); nan where nobody is.

    Ignored dates (`Activity.ignored_days`) are nan themselves and count for no other date.
    """
    if activity not in _KNOWN:  # a page asks for them in several places
        _KNOWN[activity] = _crowds_of(activity)
    return _KNOWN[activity]


def _crowds_of(activity: Activity) -> pd.DataFrame:
    size = activity.observed_to - activity.observed_from + 1
    users = np.bincount(activity.day - activity.observed_from, minlength=size).astype(np.float64)
    users[activity.ignored_days - activity.observed_from] = np.nan
    expected = _expected(users, activity.observed_from)
    alive = _alive(activity, size)
    share = np.divide(users, alive, out=np.full(size, np.nan), where=alive > 0)
    day = np.arange(activity.observed_from, activity.observed_to + 1, dtype=np.int32)
    return pd.DataFrame(dict(zip(COLUMNS, (day, users, expected, users - expected, share), strict=True)))


def batch_dates(crowds: pd.DataFrame, settings: Batches = Batches()) -> pd.DataFrame:  # noqa: B008 - frozen
    """Return the rows of `daily_crowds` that are shared-date batches, in order of date.

    Rule of the labelling study, section 5: users > `min_ratio` x expected, excess > `min_spreads` x sqrt(expected)
    (at least 1, so that a handful of users on an empty date is none), share of alive > `min_alive_share`.
    """
    expected = crowds["expected"].to_numpy()
    spread = np.sqrt(np.maximum(expected, 1.0))
    found = (
        (crowds["users"].to_numpy() > settings.min_ratio * expected)
        & (crowds["excess"].to_numpy() > settings.min_spreads * spread)
        & (crowds["share_of_alive"].to_numpy() > settings.min_alive_share)
    )
    return crowds[found].reset_index(drop=True)


def _alive(activity: Activity, size: int) -> np.ndarray:
    """Return users between their first and last active day (included) of each date, int64, shape (size,)."""
    if not activity.users:
        return np.zeros(size, np.int64)
    begun = np.bincount(activity.first_day - activity.observed_from, minlength=size)
    ended = np.bincount(activity.last_day - activity.observed_from + 1, minlength=size + 1)[:size]
    return np.cumsum(begun - ended)


def _expected(users: np.ndarray, first_day: int) -> np.ndarray:
    """Return the largest median among each date's kinds of neighbours, float64, shape (dates,); nan without any."""
    when = Calendar.of(first_day, first_day + len(users) - 1)
    every_date = np.zeros(len(users), np.int64)
    kinds = (
        (every_date, NEIGHBOUR_DAYS),
        (weekday_of(first_day + np.arange(len(users))), NEIGHBOUR_WEEKS),
        (when.month_day, NEIGHBOUR_MONTHS),
        (when.from_end, NEIGHBOUR_MONTHS),
    )
    return np.fmax.reduce([_median_of_neighbours(users, kind, reach) for kind, reach in kinds])


def _median_of_neighbours(users: np.ndarray, kind: np.ndarray, reach: tuple[int, int]) -> np.ndarray:
    """Return the median of the dates of the same kind around each date: `reach` on each side; nan with too few."""
    each_side, least = reach
    out = np.full(len(users), np.nan)
    beside = np.delete(np.arange(2 * each_side + 1), each_side)
    for value in np.unique(kind):
        places = np.flatnonzero(kind == value)
        padded = np.pad(users[places], each_side, constant_values=np.nan)
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * each_side + 1)[:, beside]
        enough = np.isfinite(around).sum(axis=1) >= least
        out[places[enough]] = np.nanmedian(around[enough], axis=1) if enough.any() else np.nan
    return out


_KNOWN: WeakKeyDictionary[Activity, pd.DataFrame] = WeakKeyDictionary()
