"""Crowds in which nobody has the rhythm that a label would claim: thousands of users at once, from a seed.

The habits are those of `analysis.synthetic.habits`, written for whole crowds: there one person at a time is drawn for
the samples, here ten thousand a run. Each user is seen for 60, 120, 180 or 365 days, from any day of a year on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from analysis.activity import weekday_of
from analysis.calibration.rows import FIRST_DAY, Rows, rows_of_calendar

WINDOWS = (60, 120, 180, 365)
LONGEST = max(WINDOWS)
CHANCES = (0.02, 0.6)  # of coming on a day, log-uniform between users
BATCH_DATES, BATCH_TURNOUT = 8, 0.4
SPELLS = 60  # of coming and staying away: far more than fit into a year
SATURDAY = 5


@dataclass(frozen=True)
class Null:
    """A crowd without calendar rhythms.

    Attributes
    ----------
    title
        What its people do.
    draw
        From a generator and a number of users to their rows.
    right
        Slugs of labels that are true of these people; () where every label is false.
    """

    title: str
    draw: Callable[[np.random.Generator, int], Rows]
    right: tuple[str, ...] = ()


def at_random(rng: np.random.Generator, users: int) -> Rows:
    """Come on any day with one's own chance."""
    return _placed(rng, _by_chance(rng, users))


def on_batch_dates(rng: np.random.Generator, users: int) -> Rows:
    """Come at random, and 40 % of users on each of eight dates that all users share.

    All users of a run are seen over the same window, so that everybody meets all eight dates.
    """
    active = _by_chance(rng, users)
    window = rng.choice(WINDOWS)
    dates = rng.choice(window, BATCH_DATES, replace=False)
    active[:, dates] |= rng.random((users, BATCH_DATES)) < BATCH_TURNOUT
    active[:, window:] = False
    return rows_of_calendar(active, np.full(users, FIRST_DAY + rng.integers(0, LONGEST)))


def in_streaks(rng: np.random.Generator, users: int) -> Rows:
    """Switch between coming daily and staying away: an on/off Markov chain."""
    lengths, pauses = rng.geometric(0.3, (users, SPELLS)), rng.geometric(0.06, (users, SPELLS))
    return _placed(rng, in_spells(lengths, pauses))


def in_two_week_bursts(rng: np.random.Generator, users: int) -> Rows:
    """Come on 80 % of the days of about two weeks, then stay away for about 40 days."""
    lengths = rng.integers(7, 22, (users, SPELLS))
    pauses = rng.integers(20, 80, (users, SPELLS))
    active = in_spells(lengths, pauses, rng.integers(0, 20, users))
    return _placed(rng, active & (rng.random(active.shape, np.float32) < 0.8))


def with_heavy_gaps(rng: np.random.Generator, users: int) -> Rows:
    """Come again after gaps with a heavy tail (discrete Pareto, tail exponent 1.2)."""
    gaps = np.ceil(rng.pareto(1.2, (users, LONGEST)).clip(0, LONGEST) + 0.5)
    return _placed(rng, after_gaps(gaps, np.zeros(users)))


def renewing(rng: np.random.Generator, users: int) -> Rows:
    """Come again after gaps around a mean of one's own, 2 to 15 days, with a standard deviation of a quarter of it."""
    mean = rng.uniform(2, 15, users)
    return _renewing(rng, mean, 0.25 * mean)


def drifting_weekly(rng: np.random.Generator, users: int) -> Rows:
    """Come again after seven days, standard deviation 1.4: a beat that drifts through the week."""
    return _renewing(rng, np.full(users, 7.0), np.full(users, 1.4))


def on_working_days(rng: np.random.Generator, users: int) -> Rows:
    """Come at random, but never on a weekend: everybody in a tool for the office."""
    active = _by_chance(rng, users)
    first_day = _starts(rng, users)
    active &= weekday_of(first_day[:, None] + np.arange(LONGEST)) < SATURDAY
    return rows_of_calendar(_seen(rng, active), first_day)


def _by_chance(rng: np.random.Generator, users: int) -> np.ndarray:
    low, high = np.log(CHANCES)
    chance = np.exp(rng.uniform(low, high, users)).astype(np.float32)
    return rng.random((users, LONGEST), np.float32) < chance[:, None]


def in_spells(
    lengths: np.ndarray, pauses: np.ndarray, first: np.ndarray | None = None, *, days: int = LONGEST
) -> np.ndarray:
    """Return a calendar of spells of coming with pauses between them; the first spell begins on column `first`."""
    users = len(lengths)
    begins = np.zeros(lengths.shape, np.int64)
    begins[:, 1:] = np.cumsum(lengths + pauses, axis=1)[:, :-1]
    begins += 0 if first is None else first[:, None]
    turns = np.zeros((users, days + 1), np.int8)
    user = np.arange(users)[:, None]
    turns[user, np.minimum(begins, days)] = 1
    turns[user, np.minimum(begins + lengths, days)] = -1
    return np.cumsum(turns[:, :days], axis=1, dtype=np.int8).astype(bool)


def after_gaps(gaps: np.ndarray, first: np.ndarray, *, days: int = LONGEST) -> np.ndarray:
    """Return a calendar of visits, the first on `first` and each next one a gap later, rounded to whole days."""
    day = np.rint(first[:, None] + np.cumsum(gaps, axis=1) - gaps[:, :1])
    active = np.zeros((len(gaps), days + 1), bool)
    active[np.arange(len(gaps))[:, None], np.minimum(day, days).astype(np.int64)] = True
    return active[:, :days]


def _renewing(rng: np.random.Generator, mean: np.ndarray, spread: np.ndarray) -> Rows:
    most = int(LONGEST / max(1.0, float((mean - spread).min()))) + 8
    gaps = rng.normal(mean[:, None], spread[:, None], (len(mean), most)).clip(1)
    return _placed(rng, after_gaps(gaps, rng.uniform(0, mean)))


def _starts(rng: np.random.Generator, users: int) -> np.ndarray:
    return FIRST_DAY + rng.integers(0, LONGEST, users)


def _seen(rng: np.random.Generator, active: np.ndarray) -> np.ndarray:
    """Return what is seen of each user's calendar: the first 60, 120, 180 or 365 days."""
    windows = rng.choice(WINDOWS, len(active))
    active &= np.arange(active.shape[1]) < windows[:, None]
    return active


def _placed(rng: np.random.Generator, active: np.ndarray) -> Rows:
    return rows_of_calendar(_seen(rng, active), _starts(rng, len(active)))


NULLS: Mapping[str, Null] = MappingProxyType({
    "random": Null("random days", at_random),
    "batch": Null("random days and 8 shared dates", on_batch_dates),
    "streaks": Null("streaks", in_streaks, ("bursty",)),
    "bursts": Null("two-week bursts", in_two_week_bursts, ("bursty",)),
    "heavy_gaps": Null("heavy-tailed gaps", with_heavy_gaps, ("bursty",)),
    "renewal": Null("renewal, 2 to 15 days", renewing, ("cadence",)),
    "drifting": Null("drifting seven days, sd 1.4", drifting_weekly, ("cadence",)),
    "working_days": Null("everybody Monday to Friday", on_working_days, ("weekdays",)),
})  # fmt: skip
