"""What a wrong time zone would do to labels: everybody's clock is shifted by whole hours and scored again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.daysets import DateList
from analysis.errors import OffbeatError
from analysis.labels import RHYTHM_SLUGS, DefaultSettings, RhythmSettings, Segmentation, label
from analysis.rhythms import score
from analysis.rhythms.irregular import Irregular
from analysis.rhythms.too_few import TooFew

HOURS_A_DAY = 24
SHIFTS = range(-12, 13)
NO_HOURS = "The times hold dates only, without hours: another time zone cannot be tried."
COLUMNS = ("shift_hours", "users", "changed", "gained", "lost")
_NO_PATTERN = tuple(RHYTHM_SLUGS.index(each.slug) for each in (Irregular, TooFew))


def shifted(activity: Activity, *, hours: int) -> Activity:
    """Return the activity as it would be with every clock `hours` ahead (behind where negative), from -24 to 24.

    Days and hours are exact: each active hour moves, into a neighbouring day where it crosses midnight. What hours
    cannot split stays whole: events, their names and the amount of a user-day go with its half that has more active
    hours (the earlier one in a tie). No hour moves onto a date left out of the data (`ignored_days`). `uses` stays as
    it is, and so does row i = user i.

    Raises OffbeatError where the activity has no hours.
    """
    _require_hours(activity)
    whole, rest = divmod(hours, HOURS_A_DAY)
    whole_day = (1 << HOURS_A_DAY) - 1
    bits = activity.hours.astype(np.uint64) << np.uint64(rest)
    halves = np.stack([bits & np.uint64(whole_day), bits >> np.uint64(HOURS_A_DAY)], axis=1).astype(np.uint32)
    day = _reached(activity, whole)
    return _united(activity, halves, day, span=_span(activity, hours))


def flips(
    activity: Activity,
    settings: RhythmSettings = DefaultSettings(),  # noqa: B008 - frozen
    *,
    hours: Iterable[int] = SHIFTS,
    among: np.ndarray | None = None,
    lists: Sequence[DateList] = (),
    now: Segmentation | None = None,
) -> pd.DataFrame:
    """Return how many users' sure label (rhythm and detail) is another one with every clock shifted by whole hours.

    Everybody is scored anew at each shift but 0, as after loading with another time zone.

    Parameters
    ----------
    hours
        Shifts, from -24 to 24.
    among
        Whose labels are counted, bool, shape (users,); None counts everybody's.
    lists
        A person's own dates, tested like any other set of days; they do not move.
    now
        The labels of `activity` under `settings` and `lists`, where they are known already.

    Returns
    -------
    pandas.DataFrame
        One row a shift, in the order of `hours`: shift_hours; users (whose label differs, the sum of the others);
        changed (another pattern), gained (a pattern where there is none now), lost (none any more). No pattern means
        irregular or too few days.

    Raises
    ------
    OffbeatError
        Where the activity has no hours (`Activity.has_hours`).
    """
    chosen = np.ones(activity.users, bool) if among is None else among
    _require_hours(activity)
    now = label(score(activity, lists=lists), settings) if now is None else now
    rows = []
    for each in hours:
        then = label(score(shifted(activity, hours=each), lists=lists), settings) if each else now
        rows.append((each, *_compared(now, then, chosen)))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=np.int64)


def has_pattern(labels: Segmentation) -> np.ndarray:
    """Return who has a sure label that names a pattern, bool, shape (users,): not irregular, not too few days."""
    return ~np.isin(labels.rhythm, _NO_PATTERN)


def _require_hours(activity: Activity) -> None:
    if not activity.has_hours:
        raise OffbeatError(f"Expected times of day. {NO_HOURS}", hint="read a file whose times have hours.")


def _compared(now: Segmentation, then: Segmentation, chosen: np.ndarray) -> tuple[int, int, int, int]:
    """Count users, changed, gained, lost."""
    has, had = has_pattern(then), has_pattern(now)
    differs = (now.rhythm != then.rhythm) | (now.detail != then.detail)
    kinds = (has & had & differs, has & ~had, ~has & had)
    counts = [int((kind & chosen).sum()) for kind in kinds]
    return sum(counts), *counts


def _reached(activity: Activity, whole: int) -> np.ndarray:
    """Return the two dates that each user-day's hours reach, int32, shape (user_days, 2)."""
    day = activity.day[:, None] + np.array([whole, whole + 1], np.int32)
    if len(activity.ignored_days):
        day = np.where(np.isin(day, activity.ignored_days), activity.day[:, None], day)
    return day.astype(np.int32)


def _span(activity: Activity, hours: int) -> tuple[int, int]:
    """Return the first and last day that the shifted data cover."""
    first = activity.observed_from + hours // HOURS_A_DAY
    return first, activity.observed_to + (hours + HOURS_A_DAY - 1) // HOURS_A_DAY


def _united(activity: Activity, halves: np.ndarray, day: np.ndarray, *, span: tuple[int, int]) -> Activity:
    """Return the activity made of both halves of each user-day, those that fall on one date united.

    Parameters
    ----------
    halves, day
        Hour bits and date of each half, shape (user_days, 2); dates of a user ascend. A half without bits goes.
    """
    there = np.flatnonzero(halves)
    source = there >> 1
    owner, date, bits = activity.user[source], day.ravel()[there], halves.ravel()[there]
    main = _has_more(halves).ravel()[there]
    starts = np.flatnonzero(np.concatenate(([True], (np.diff(owner) != 0) | (np.diff(date) != 0))))
    return replace(
        activity,
        offsets=np.searchsorted(owner[starts], np.arange(activity.users + 1)).astype(np.int64),
        day=date[starts],
        events=np.add.reduceat(activity.events[source] * main, starts).astype(np.uint32),
        hours=np.bitwise_or.reduceat(bits, starts),
        event_bits=np.bitwise_or.reduceat(activity.event_bits[source] * main, starts),
        amount=None if activity.amount is None else np.add.reduceat(activity.amount[source] * main, starts),
        observed_from=span[0],
        observed_to=span[1],
    )


def _has_more(halves: np.ndarray) -> np.ndarray:
    """Return which half of each user-day has more hours, bool, shape (user_days, 2); the earlier one in a tie."""
    counts = np.bitwise_count(halves)
    first = counts[:, 0] >= counts[:, 1]
    return np.stack([first, ~first], axis=1)
