"""Crowds in which everybody has one rhythm, one visit an occasion: the people that labels must find.

Each function takes a generator, a number of users and a number of occasions `visits`. Users begin anywhere in two
years, so that no date is special. A share of visits may stray from the rhythm; the number of visits stays.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.calibration.rows import FIRST_DAY, Rows, rows_of_days

Draw = Callable[[np.random.Generator, int, int], Rows]
FIRST_MONDAY = FIRST_DAY + 2
FIRST_MONTH = 52 * 12  # January 2022, in months since 1970
WEEKS, MONTHS = 104, 24  # users begin anywhere in two years
NTHS = 5  # first to fourth, and last


@dataclass(frozen=True)
class Planted:
    """People with one rhythm, and the label that is right for them.

    Attributes
    ----------
    title
        What they do.
    slug, details
        The right label: its rhythm, and its details as text; () where any detail is right.
    draw
        From generator, users and visits to rows.
    visits
        Occasions each of them has.
    """

    title: str
    slug: str
    details: tuple[str, ...]
    draw: Draw
    visits: int


def weekly(
    rng: np.random.Generator, users: int, visits: int, *, on: tuple[int, ...], kept: float, every: bool = False
) -> Rows:
    """Come once a week on one of the weekdays `on` (with `every`: on each), or with 1 - `kept` on another day of it."""
    others = np.array([weekday for weekday in range(7) if weekday not in on])
    a_week = len(on) if every else 1
    weeks = visits // a_week
    shape = (users, weeks, a_week)
    home = np.broadcast_to(np.array(on), shape) if every else rng.choice(np.array(on), shape)
    # Without replacement inside a week: two strays must not meet on one day.
    away = others[np.argsort(rng.random((users, weeks, len(others))), axis=2)[:, :, :a_week]]
    weekday = np.where(rng.random(shape) < kept, home, away)
    return rows_of_days((_mondays(rng, users, weeks)[:, :, None] + weekday).reshape(users, -1))


def weekly_with_misses(
    rng: np.random.Generator, users: int, visits: int, *, on: tuple[int, ...], turnout: float
) -> Rows:
    """Come on each of the weekdays `on` with probability `turnout`; `visits` counts the occasions, missed ones too."""
    weeks = visits // len(on)
    day = (_mondays(rng, users, weeks)[:, :, None] + np.array(on)).reshape(users, -1)
    kept = rng.random(day.shape) < turnout
    kept[:, 0] = True
    return rows_of_days(day, kept)


def some_working_days(rng: np.random.Generator, users: int, visits: int, *, window_days: int) -> Rows:
    """Come on `visits` working days out of all those of the window."""
    weeks = -(-window_days // 7)
    days = (_mondays(rng, users, weeks)[:, :, None] + np.arange(5)).reshape(users, -1)
    chosen = np.argsort(rng.random(days.shape), axis=1)[:, :visits]
    return rows_of_days(np.take_along_axis(days, chosen, axis=1))


def on_month_day(rng: np.random.Generator, users: int, visits: int, *, day: int, kept: float = 1.0) -> Rows:
    """Come once a month on one day of it, or with 1 - `kept` on any day of it."""
    first = _month_starts(_months(rng, users, visits))
    anywhere = np.floor(rng.random(first.shape) * (_month_starts(_month_of(first) + 1) - first)).astype(np.int64)
    return rows_of_days(first + np.where(rng.random(first.shape) < kept, day - 1, anywhere))


def at_month_end(rng: np.random.Generator, users: int, visits: int, *, jitter_days: int) -> Rows:
    """Come once a month on its last day, give or take `jitter_days`."""
    last = _month_starts(_months(rng, users, visits) + 1) - 1
    return rows_of_days(last + rng.integers(-jitter_days, jitter_days + 1, last.shape))


def on_nth_weekday(
    rng: np.random.Generator, users: int, visits: int, *, which: int | None = None, weekday: int | None = None
) -> Rows:
    """Come once a month on the n-th weekday of it, `which` 0 (first) to 3, or 4 (last); each user's own where None."""
    nth = rng.integers(0, NTHS, (users, 1)) if which is None else np.full((users, 1), which)
    own = rng.integers(0, 7, (users, 1)) if weekday is None else np.full((users, 1), weekday)
    month = _months(rng, users, visits)
    first, last = _month_starts(month), _month_starts(month + 1) - 1
    counted = first + (own - (first + 3)) % 7 + 7 * nth
    return rows_of_days(np.where(nth == NTHS - 1, last - ((last + 3) - own) % 7, counted))


def at_quarter_end(rng: np.random.Generator, users: int, visits: int, *, last_days: int) -> Rows:
    """Come once a quarter on one of its last days."""
    quarter = rng.integers(0, MONTHS // 3, (users, 1)) + np.arange(visits)
    last = _month_starts(FIRST_MONTH + 3 * quarter + 3) - 1
    return rows_of_days(last - rng.integers(0, last_days, last.shape))


def every_n_days(
    rng: np.random.Generator, users: int, visits: int, *, gap_days: int, jitter_days: int, turnout: float = 1.0
) -> Rows:
    """Come again after `gap_days` give or take `jitter_days`; errors add up. Beats are missed with 1 - `turnout`."""
    gaps = rng.integers(gap_days - jitter_days, gap_days + jitter_days + 1, (users, visits))
    kept = rng.random(gaps.shape) < turnout
    kept[:, 0] = True
    return rows_of_days(_any_day(rng, users) + np.cumsum(gaps, axis=1), kept)


def renewing(rng: np.random.Generator, users: int, visits: int, *, gap_days: float, sd_days: float) -> Rows:
    """Come again after a normally distributed gap, at least a day; errors add up."""
    gaps = rng.normal(gap_days, sd_days, (users, visits)).clip(1)
    return rows_of_days(np.rint(_any_day(rng, users) + np.cumsum(gaps, axis=1)).astype(np.int64))


def on_a_clock(
    rng: np.random.Generator, users: int, visits: int, *, gap_days: int, jitter_days: int, turnout: float = 1.0
) -> Rows:
    """Come every `gap_days` by a fixed clock, give or take `jitter_days`: errors do not add up."""
    day = _any_day(rng, users) + gap_days * np.arange(visits)
    day = day + rng.integers(-jitter_days, jitter_days + 1, day.shape)
    kept = rng.random(day.shape) < turnout
    kept[:, 0] = True
    return rows_of_days(day, kept)


def _mondays(rng: np.random.Generator, users: int, weeks: int) -> np.ndarray:
    return FIRST_MONDAY + 7 * (rng.integers(0, WEEKS, (users, 1)) + np.arange(weeks))


def _months(rng: np.random.Generator, users: int, months: int) -> np.ndarray:
    return FIRST_MONTH + rng.integers(0, MONTHS, (users, 1)) + np.arange(months)


def _any_day(rng: np.random.Generator, users: int) -> np.ndarray:
    return FIRST_DAY + 7 + rng.integers(0, 7 * WEEKS, (users, 1))


def _month_starts(month: np.ndarray) -> np.ndarray:
    """Return the first day of months since 1970, as days since 1970."""
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _month_of(day: np.ndarray) -> np.ndarray:
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
