"""Habits: how one made-up person chooses days. Each takes a generator and a window and returns the active days."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from analysis.activity import to_date, to_day, weekday_of
from analysis.daysets import day_sets

Habit = Callable[[np.random.Generator, int, int], np.ndarray]

WEEK_DAYS = 7
LONGEST_MONTH = 31


def _within(days: np.ndarray, first: int, last: int) -> np.ndarray:
    days = np.unique(np.asarray(days, dtype=np.int32))
    return days[(days >= first) & (days <= last)]


def _month_starts(first: int, last: int) -> np.ndarray:
    """Return the first day of every month that touches the window, as day numbers."""
    month, starts = to_date(first).replace(day=1), []
    while to_day(month) <= last:
        starts.append(to_day(month))
        month = (month + timedelta(days=LONGEST_MONTH + 1)).replace(day=1)
    return np.array(starts)


def on_weekdays(
    rng: np.random.Generator, first: int, last: int, *, weekdays: tuple[int, ...], turnout: float, stray_share: float
) -> np.ndarray:
    """Come on each of `weekdays` with probability `turnout`; a share of the visits strays to any day of that week."""
    days = np.arange(first, last + 1)
    days = days[np.isin(weekday_of(days), weekdays)]
    days = days[rng.random(len(days)) < turnout]
    strays = rng.random(len(days)) < stray_share
    anywhere = days - weekday_of(days) + rng.integers(0, WEEK_DAYS, len(days))
    return _within(np.where(strays, anywhere, days), first, last)


def mostly_on_weekday(
    rng: np.random.Generator, first: int, last: int, *, weekday: int, turnout: float, other: tuple[float, float]
) -> np.ndarray:
    """Come on `weekday` with probability `turnout`, on any other day with one's own between the bounds `other`."""
    days = np.arange(first, last + 1)
    chance = np.where(weekday_of(days) == weekday, turnout, rng.uniform(*other))
    return _within(days[rng.random(len(days)) < chance], first, last)


def on_month_day(
    rng: np.random.Generator, first: int, last: int, *, month_day: int, turnout: float, stray_share: float
) -> np.ndarray:
    """Come on one day of each month (0: the last) with probability `turnout`, and now and then on another day."""
    days = _within(_month_starts(first, last + LONGEST_MONTH) + month_day - 1, first, last)
    days = days[rng.random(len(days)) < turnout]
    extra = rng.integers(first, last + 1, rng.binomial(len(days), stray_share))
    return _within(np.concatenate([days, extra]), first, last)


def on_set(
    rng: np.random.Generator, first: int, last: int, *, slug: str, name: str, turnout: float
) -> np.ndarray:  # fmt: skip
    """Come on one day of each run of a named set of days (`analysis.daysets`) with probability `turnout`."""
    sets = day_sets((slug,), first, last)
    inside = sets.inside[:, sets.names.index(name)]
    begins = np.flatnonzero(inside & ~np.append(False, inside[:-1]))
    ends = np.flatnonzero(inside & ~np.append(inside[1:], False))
    kept = rng.random(len(begins)) < turnout
    return _within(first + rng.integers(begins, ends + 1)[kept], first, last)


def every_n_days(rng: np.random.Generator, first: int, last: int, *, gap_days: int, jitter_days: int) -> np.ndarray:
    """Come again after `gap_days` plus or minus up to `jitter_days`; each gap starts anew, so errors add up."""
    most = (last - first) // max(1, gap_days - jitter_days) + 2
    gaps = rng.integers(gap_days - jitter_days, gap_days + jitter_days + 1, most)
    return _within(first + rng.integers(0, gap_days) + np.cumsum(gaps) - gaps[0], first, last)


def nearly_every_day(rng: np.random.Generator, first: int, last: int, *, turnout: float) -> np.ndarray:
    """Come on any day with probability `turnout`."""
    days = np.arange(first, last + 1)
    return _within(days[rng.random(len(days)) < turnout], first, last)


def in_bursts(rng: np.random.Generator, first: int, last: int, *, pause_days: int, burst_days: int) -> np.ndarray:
    """Come almost daily for a project of about `burst_days`, then not at all for about `pause_days`."""
    days, start = [], first + int(rng.integers(0, pause_days // 2))
    while start <= last:
        length = int(rng.integers(burst_days // 2, burst_days * 3 // 2 + 1))
        days.append(start + np.flatnonzero(rng.random(length) < 0.8))
        start += length + int(rng.integers(pause_days // 2, pause_days * 2))
    return _within(np.concatenate([[], *days]), first, last)


def slowing_down(rng: np.random.Generator, first: int, last: int, *, before: float, after: float) -> np.ndarray:
    """Come at random with probability `before` a day, and from somewhere in the middle with probability `after`."""
    days = np.arange(first, last + 1)
    turn = first + (last - first) * rng.uniform(0.4, 0.6)
    return _within(days[rng.random(len(days)) < np.where(days < turn, before, after)], first, last)


def at_random(rng: np.random.Generator, first: int, last: int, *, low: float = 0.02, high: float = 0.6) -> np.ndarray:
    """Come on any day with a probability of one's own, drawn log-uniformly: no pattern at all."""
    chance = np.exp(rng.uniform(np.log(low), np.log(high)))
    return nearly_every_day(rng, first, last, turnout=float(chance))


def in_streaks(rng: np.random.Generator, first: int, last: int) -> np.ndarray:
    """Switch between coming daily and staying away (an on/off Markov chain): bursty, without a calendar."""
    days, day = [], first
    while day <= last:
        length = int(rng.geometric(0.3))
        days.append(np.arange(day, day + length))
        day += length + int(rng.geometric(0.06))
    return _within(np.concatenate(days), first, last)


def with_heavy_gaps(rng: np.random.Generator, first: int, last: int) -> np.ndarray:
    """Come again after gaps with a heavy tail (discrete Pareto, tail exponent 1.2)."""
    gaps = np.ceil(rng.pareto(1.2, last - first + 2) + 0.5).clip(1, last - first + 1).astype(np.int64)
    return _within(first + np.cumsum(gaps) - gaps[0], first, last)


def renewing(
    rng: np.random.Generator, first: int, last: int, *, gap_days: float | None = None, sd_days: float | None = None
) -> np.ndarray:
    """Come again after a gap around a mean of one's own: a beat that drifts through the week.

    Without `gap_days` the mean is drawn from 2 to 15 days and the standard deviation is a quarter of it.
    """
    mean = rng.uniform(2, 15) if gap_days is None else gap_days
    spread = 0.25 * mean if sd_days is None else sd_days
    gaps = rng.normal(mean, spread, int((last - first) / max(1.0, mean - spread)) + 8).clip(1)
    days = first + np.rint(rng.uniform(0, mean) + np.cumsum(gaps) - gaps[0])
    return _within(days.astype(np.int64), first, last)
