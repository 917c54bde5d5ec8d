"""Crowds whose pace never changes, and the same with some who slowed down: all seen over one window up to now.

Calendars are bool, shape (users, days); the last column is now. What comes before the window is drawn and cut off, so
that nobody stands at the beginning of a habit.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from analysis.activity import Activity, weekday_of
from analysis.calibration.nulls import after_gaps, in_spells
from analysis.calibration.rows import FIRST_DAY, rows_of_calendar
from analysis.synthetic.planted import activity_of

Draw = Callable[[np.random.Generator, int, int], np.ndarray]
BEFORE_DAYS = 120  # drawn and cut off
RARELY = 1 / 30
SATURDAY = 5


def at_random(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come on any day with one's own chance, .02 to .6."""
    chance = np.exp(rng.uniform(np.log(0.02), np.log(0.6), users))
    return _by_chance(rng, chance, days)


def in_streaks(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Switch between coming daily and staying away."""
    spells = (users, days // 8 + 40)
    return _cut(in_spells(rng.geometric(0.3, spells), rng.geometric(0.06, spells), days=days + BEFORE_DAYS))


def in_two_week_bursts(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come on 80 % of the days of about two weeks, then stay away for about 50 days."""
    spells = (users, days // 20 + 12)
    active = in_spells(
        rng.integers(7, 22, spells), rng.integers(20, 80, spells), rng.integers(0, 60, users), days=days + BEFORE_DAYS
    )
    return _cut(active & (rng.random(active.shape) < 0.8))


def with_heavy_gaps(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come again after lognormal gaps, sd 1.2 of their logarithm, around a median of one's own, 2 to 10 days."""
    whole = days + BEFORE_DAYS
    median = rng.uniform(2, 10, users)
    gaps = np.ceil(rng.lognormal(np.log(median)[:, None], 1.2, (users, whole)).clip(0, whole))
    return _cut(after_gaps(gaps, np.zeros(users), days=whole))


def with_wild_gaps(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come again after gaps that have hardly a mean (discrete Pareto, tail exponent 1.2)."""
    whole = days + BEFORE_DAYS
    gaps = np.ceil(rng.pareto(1.2, (users, whole)).clip(0, whole) + 0.5)
    return _cut(after_gaps(gaps, np.zeros(users), days=whole))


def renewing(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come again after gaps around a mean of one's own, 2 to 15 days, standard deviation a quarter of it."""
    mean = rng.uniform(2, 15, users)
    return _by_gaps(rng, mean, 0.25 * mean, days)


def monthly(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come once a month, give or take a day or two."""
    return _by_gaps(rng, np.full(users, 30.4), np.full(users, 1.5), days)


def on_working_days(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come Monday to Friday, each day with one's own chance, .2 to .9."""
    return _by_chance(rng, rng.uniform(0.2, 0.9, users), days) & _is_working_day(days)


def on_one_weekday(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come on one weekday, with one's own chance, .7 to 1."""
    own = weekday_of(FIRST_DAY + np.arange(days)) == rng.integers(0, 7, users)[:, None]
    return own & _by_chance(rng, rng.uniform(0.7, 1, users), days)


STEADY: Mapping[str, Draw] = MappingProxyType({
    "random days": at_random,
    "streaks": in_streaks,
    "two-week bursts": in_two_week_bursts,
    "heavy-tailed gaps": with_heavy_gaps,
    "renewal, 2 to 15 days": renewing,
    "once a month": monthly,
    "Monday to Friday": on_working_days,
    "one weekday": on_one_weekday,
})  # fmt: skip
HEAVY, WILD = "heavy-tailed gaps", "gaps without a mean"


def daily(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come on .5 to .95 of all days."""
    return _by_chance(rng, rng.uniform(0.5, 0.95, users), days)


def working_daily(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come on .5 to .95 of working days."""
    return _by_chance(rng, rng.uniform(0.5, 0.95, users), days) & _is_working_day(days)


def weekly_beat(rng: np.random.Generator, users: int, days: int) -> np.ndarray:
    """Come every seven days, standard deviation 1."""
    return _by_gaps(rng, np.full(users, 7.0), np.full(users, 1.0), days)


PACES: Mapping[str, Draw] = MappingProxyType(
    {"daily": daily, "Monday to Friday": working_daily, "every seven days": weekly_beat, "one weekday": on_one_weekday}
)


def steady_mix(rng: np.random.Generator, users_each: int, days: int) -> np.ndarray:
    """Return the calendar of the eight steady crowds, one below the other."""
    return np.concatenate([draw(rng, users_each, days) for draw in STEADY.values()])


def slowed(rng: np.random.Generator, active: np.ndarray, weeks: int) -> np.ndarray:
    """Return a calendar whose last `weeks` weeks are those of somebody who comes every 30 days, give or take three."""
    users, days = len(active), 7 * weeks
    gaps = rng.normal(30.0, 3.0, (users, days // 20 + 2))
    return _ended(active, after_gaps(gaps, gaps[:, -1], days=days))


def slowed_to_random(rng: np.random.Generator, active: np.ndarray, weeks: int) -> np.ndarray:
    """Return a calendar whose last `weeks` weeks are those of somebody who comes on one random day in 30."""
    return _ended(active, rng.random((len(active), 7 * weeks)) < RARELY)


def _ended(active: np.ndarray, end: np.ndarray) -> np.ndarray:
    changed = active.copy()
    changed[:, -end.shape[1] :] = end
    return changed


def dipped(rng: np.random.Generator, active: np.ndarray, days: int, share: float) -> np.ndarray:
    """Return a calendar of which only a share of the visits of the last `days` days took place."""
    kept = active.copy()
    kept[:, -days:] &= rng.random((len(active), days)) < share
    return kept


def activity_in(active: np.ndarray) -> Activity:
    """Return the activity of a calendar; who never comes gets the first day."""
    rows = rows_of_calendar(active.copy(), np.full(len(active), FIRST_DAY))
    observed = (FIRST_DAY, FIRST_DAY + active.shape[1] - 1)
    return activity_of(np.split(rows.day, rows.offsets[1:-1]), observed=observed)


def _is_working_day(days: int) -> np.ndarray:
    return weekday_of(FIRST_DAY + np.arange(days)) < SATURDAY


def _by_chance(rng: np.random.Generator, chance: np.ndarray, days: int) -> np.ndarray:
    return rng.random((len(chance), days)) < chance[:, None]


def _by_gaps(rng: np.random.Generator, mean: np.ndarray, spread: np.ndarray, days: int) -> np.ndarray:
    whole = days + BEFORE_DAYS
    most = int(whole / max(1.0, float((mean - spread).min()))) + 8
    gaps = rng.normal(mean[:, None], spread[:, None], (len(mean), most)).clip(1)
    return _cut(after_gaps(gaps, rng.uniform(0, mean), days=whole))


def _cut(active: np.ndarray) -> np.ndarray:
    return active[:, BEFORE_DAYS:]
