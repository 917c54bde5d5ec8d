"""Everyone's gaps as known at the end of some day, and how long they have been silent since."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.activity import Activity
from analysis.counted_days import counted_days
from analysis.kernels.features import REGULARITY_CAP
from analysis.kernels.silences import COLUMNS, silences

LEAST_GAPS = 3  # fewer say nothing about what is usual for somebody


@dataclass(frozen=True, eq=False)
class Gaps:
    """What is known of each user at the end of `as_of_day`; all arrays have one entry a user asked for.

    Days left out of the data (`Activity.ignored_days`) are no days of silence: gaps and silences do not count them.

    Attributes
    ----------
    rows
        int64: the users' row numbers in the activity.
    gaps
        int64: gaps between active days; -1 for who had no active day by then.
    mean_days, cv, regularity_k
        Mean gap, its coefficient of variation (sample standard deviation over mean; needs 2 gaps) and gamma shape by
        Minka's start value, at most 99 (needs 2 gaps); nan where undefined.
    longest_days, silence_days, known_days
        Longest gap (0 without one), days since the last active day, days since the first; nan for who was not there.
    longer_gaps
        int64: own gaps longer than the silence: how often this person was silent that long and came back.
    last_day
        int64: last active day by then, -1 where none.
    weekday_share, month_share
        Share of active days on the most frequent weekday, and within a day of the best day of the month (counted from
        its start or its end); in [0, 1].
    """

    as_of_day: int
    rows: np.ndarray
    gaps: np.ndarray
    mean_days: np.ndarray
    cv: np.ndarray
    regularity_k: np.ndarray
    longest_days: np.ndarray
    silence_days: np.ndarray
    known_days: np.ndarray
    longer_gaps: np.ndarray
    last_day: np.ndarray
    weekday_share: np.ndarray
    month_share: np.ndarray

    @cached_property
    def judged(self) -> np.ndarray:
        """Who has enough gaps to say what is usual for them, bool."""
        return self.gaps >= LEAST_GAPS


def gaps_of(activity: Activity, as_of_day: int | None = None, *, rows: np.ndarray | None = None) -> Gaps:
    """Return the gaps known at the end of a day (default: the end of the data), of everyone or of some row numbers.

    Later days are not looked at, so a call for an earlier day says what a call on that day would have said.
    """
    day = activity.observed_to if as_of_day is None else min(as_of_day, activity.observed_to)
    rows = np.arange(activity.users) if rows is None else np.asarray(rows, np.int64)
    clock, now = counted_days(activity, day)
    figures = silences(
        activity.offsets, activity.day, clock, rows=rows, until=day, now=now, month=_month_places(activity)
    )
    return _described(dict(zip(COLUMNS, figures, strict=True)), day, rows)


def _month_places(activity: Activity) -> np.ndarray:
    """Return day of the month less 1 and days to its end, of each day from the first active one; shape (days, 2)."""
    if not activity.user_days:
        return np.zeros((0, 2), np.int8)
    dates = np.arange(int(activity.day.min()), int(activity.day.max()) + 1).astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    start, end = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    return np.column_stack([(dates - start).astype(np.int8), (end - dates).astype(np.int8) - np.int8(1)])


def _described(raw: dict[str, np.ndarray], day: int, rows: np.ndarray) -> Gaps:
    count = raw["gaps"]
    there, several = count >= 0, count >= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count >= 1, raw["sum_days"] / count, np.nan)
        spread = np.sqrt(np.maximum(0, raw["squares"] - count * mean**2) / (count - 1))
        s = np.maximum(np.log(mean) - raw["log_sum"] / count, 0)
        k = np.minimum((3 - s + np.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s), REGULARITY_CAP)
    # Equal gaps leave s = 0 up to rounding, which would divide by nothing.
    k = np.where(s < 1e-12, REGULARITY_CAP, k)
    return Gaps(
        as_of_day=day,
        rows=rows,
        gaps=count.astype(np.int64),
        mean_days=mean,
        cv=np.where(several, spread / mean, np.nan),
        regularity_k=np.where(several, k, np.nan),
        longest_days=np.where(there, raw["longest_days"], np.nan),
        silence_days=np.where(there, raw["silence_days"], np.nan),
        known_days=np.where(there, day - raw["first_day"], np.nan),
        longer_gaps=raw["longer_gaps"].astype(np.int64),
        last_day=np.where(there, raw["last_day"], -1).astype(np.int64),
        weekday_share=np.where(there, raw["weekday_share"], np.nan),
        month_share=np.where(there, raw["month_share"], np.nan),
    )
