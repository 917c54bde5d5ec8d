"""Kinds of made-up people, planted and null, and activities made of them: the oracle of the rhythm tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import USES_COLUMNS, Activity
from analysis.errors import UnknownNameError
from analysis.synthetic import habits

FIRST_DAY = 19905  # 2024-07-01, a Monday
EVENT = "visit"


@dataclass(frozen=True)
class Kind:
    """A kind of person: how they choose days, and the label they should get ("" where none is planted)."""

    habit: habits.Habit
    rhythm: str = ""
    detail: str = ""


KINDS: dict[str, Kind] = {
    "tuesday": Kind(partial(habits.on_weekdays, weekdays=(1,), turnout=0.88, stray_share=0.08), "weekday", "Tue"),
    "mostly_tuesday": Kind(partial(habits.mostly_on_weekday, weekday=1, turnout=0.8, other=(0.1, 0.16))),
    "mon_wed_fri": Kind(
        partial(habits.on_weekdays, weekdays=(0, 2, 4), turnout=0.8, stray_share=0.05), "weekday_set", "Mon+Wed+Fri"
    ),
    "every_10_days": Kind(partial(habits.every_n_days, gap_days=10, jitter_days=1), "cadence", "10"),
    "every_10_days_loose": Kind(partial(habits.every_n_days, gap_days=10, jitter_days=2), "cadence", "10"),
    "every_14_days": Kind(partial(habits.every_n_days, gap_days=14, jitter_days=1), "cadence", "14"),
    "day_5": Kind(partial(habits.on_month_day, month_day=5, turnout=0.94, stray_share=0.04), "month_day", "5"),
    "day_25": Kind(partial(habits.on_month_day, month_day=25, turnout=0.94, stray_share=0.04), "month_day", "25"),
    "month_end": Kind(partial(habits.on_month_day, month_day=0, turnout=0.94, stray_share=0.04), "month_day", "last"),
    "first_monday": Kind(
        partial(habits.on_set, slug="nth_weekday", name="1:Mon", turnout=0.95), "nth_weekday", "1:Mon"
    ),
    "last_friday": Kind(
        partial(habits.on_set, slug="nth_weekday", name="last:Fri", turnout=0.95), "nth_weekday", "last:Fri"
    ),
    "quarter_end": Kind(partial(habits.on_set, slug="quarter_end", name="last3", turnout=0.95), "quarter_end"),
    "weekend": Kind(partial(habits.on_weekdays, weekdays=(5, 6), turnout=0.6, stray_share=0.05), "weekend"),
    "weekdays": Kind(partial(habits.on_weekdays, weekdays=(0, 1, 2, 3, 4), turnout=0.55, stray_share=0.02), "weekdays"),
    "daily": Kind(partial(habits.nearly_every_day, turnout=0.92), "daily"),
    "bursty": Kind(partial(habits.in_bursts, pause_days=60, burst_days=9), "bursty"),
    "slowing_daily": Kind(partial(habits.slowing_down, before=0.7, after=1 / 30)),
    "slowing_weekly": Kind(partial(habits.slowing_down, before=0.2, after=1 / 40)),
    "random": Kind(habits.at_random),
    "streaks": Kind(habits.in_streaks),
    "two_week_bursts": Kind(partial(habits.in_bursts, pause_days=40, burst_days=14)),
    "heavy_gaps": Kind(habits.with_heavy_gaps),
    "renewal": Kind(habits.renewing),
    "drifting_weekly": Kind(partial(habits.renewing, gap_days=7, sd_days=1.4)),
}

NULL_KINDS = ("random", "streaks", "two_week_bursts", "heavy_gaps", "renewal", "drifting_weekly")
PLANTED_KINDS = tuple(name for name, kind in KINDS.items() if kind.rhythm)


def kind_named(name: str) -> Kind:
    """Return a kind by name, or raise UnknownNameError."""
    if name not in KINDS:
        raise UnknownNameError.of("kind of person", name, KINDS)
    return KINDS[name]


def planted_activity(
    kind: str, users: int, seed: int, *, window_days: int = 365, first_day: int = FIRST_DAY
) -> Activity:
    """Return `users` people of one kind, all over the same window; same arguments, same activity.

    Parameters
    ----------
    kind
        A key of `KINDS`; `NULL_KINDS` hold no calendar habit, `PLANTED_KINDS` carry the label they should get.
    window_days, first_day
        Length of the window and its first day (days since 1970-01-01; the default is a Monday).
    """
    return mixed_activity({kind: users}, seed, window_days=window_days, first_day=first_day)[0]


def mixed_activity(
    kinds: Mapping[str, int], seed: int, *, window_days: int = 365, first_day: int = FIRST_DAY
) -> tuple[Activity, np.ndarray]:
    """Return an activity of several kinds in their order, and the kind of each user (text, shape (users,))."""
    rng = np.random.default_rng(seed)
    names = np.repeat(list(kinds), list(kinds.values()))
    last_day = first_day + window_days - 1
    days = [_some_days(rng, kind_named(str(name)).habit, first_day, last_day) for name in names]
    return activity_of(days, observed=(first_day, last_day)), names


def activity_of(days: Sequence[np.ndarray], *, observed: tuple[int, int] | None = None) -> Activity:
    """Return the activity of people whose active days are given: one visit a day at nine, ids in the order given."""
    counts = np.array([len(each) for each in days], dtype=np.int64)
    day = np.concatenate(days).astype(np.int32)
    digits = len(str(len(days)))
    width = len(day)
    return Activity(
        user_ids=pa.array([f"u{row:0{digits}d}" for row in range(len(days))], pa.string()),
        offsets=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        day=day,
        events=np.ones(width, np.uint32),
        hours=np.full(width, 1 << 9, np.uint32),
        event_bits=np.ones(width, np.uint64),
        amount=None,
        event_names=(EVENT,),
        uses=_uses(days, counts),
        observed_from=int(day.min()) if observed is None else observed[0],
        observed_to=int(day.max()) if observed is None else observed[1],
    )


def _some_days(rng: np.random.Generator, habit: habits.Habit, first: int, last: int) -> np.ndarray:
    """Draw until at least one day is active: a person without a day is none."""
    days = habit(rng, first, last)
    while not len(days):
        days = habit(rng, first, last)
    return days


def _uses(days: Sequence[np.ndarray], counts: np.ndarray) -> pd.DataFrame:
    columns = (
        np.arange(len(days), dtype=np.int32),
        np.full(len(days), EVENT),
        counts,
        counts,
        np.array([each[0] for each in days], np.int32),
        np.array([each[-1] for each in days], np.int32),
        np.full(len(days), np.nan),
    )
    return pd.DataFrame(dict(zip(USES_COLUMNS, columns, strict=True))).astype({"event": "str"})
