"""Made-up populations whose people start, pause and leave: who is really gone is known, which real data never tell."""

from dataclasses import dataclass

import numpy as np

from analysis.activity import Activity, weekday_of
from analysis.synthetic.planted import FIRST_DAY, activity_of

HISTORY_DAYS, FUTURE_DAYS = 600, 420
LIFE_DAYS = 800
KINDS = (
    "mon_fri", "daily", "one_weekday", "two_weekdays", "every_n", "month_day", "quarter_end", "streaks", "random",
    "heavy_gaps",
)  # fmt: skip
MIXES = {
    "A": (0.15, 0.08, 0.12, 0.05, 0.12, 0.12, 0.06, 0.12, 0.12, 0.06),
    "B": (0.10, 0.05, 0.15, 0.05, 0.15, 0.20, 0.15, 0.05, 0.10, 0.0),
    "C": (0.25, 0.10, 0.15, 0.05, 0.10, 0.15, 0.10, 0.05, 0.05, 0.0),
}
PAUSE_RATE, LONG_PAUSE_RATE, LONG_PAUSERS = 1 / 300, 1 / 200, 0.25
PAUSE_DAYS, LONG_PAUSE_DAYS = (10, 30), (30, 90)
MOST_PAUSES = 4


@dataclass(frozen=True, eq=False)
class Mixed:
    """A population of one mix.

    Attributes
    ----------
    activity
        History and future of everyone with a day in the history; `now` is the last day of the history.
    kind
        Place of each user's habit in `KINDS`.
    gone_day
        Day each user leaves for good.
    """

    activity: Activity
    now: int
    kind: np.ndarray
    gone_day: np.ndarray


def mixed_lives(mix: str, users: int, seed: int) -> Mixed:
    """Return people of a mix who start any day of the first nine tenths, live 800 days on average, and pause."""
    rng = np.random.default_rng(seed)
    kinds = rng.choice(len(KINDS), users, p=MIXES[mix])
    start = rng.integers(0, HISTORY_DAYS * 9 // 10, users)
    gone = start + rng.exponential(LIFE_DAYS, users).astype(int) + 1
    days, kept = [], []
    for user in range(users):
        own = _life(rng, KINDS[kinds[user]], int(start[user]), int(min(gone[user], HISTORY_DAYS + FUTURE_DAYS)))
        if len(own) and own[0] < HISTORY_DAYS:
            days.append(own + FIRST_DAY)
            kept.append(user)
    activity = activity_of(days, observed=(FIRST_DAY, FIRST_DAY + HISTORY_DAYS + FUTURE_DAYS - 1))
    return Mixed(activity, FIRST_DAY + HISTORY_DAYS - 1, kinds[kept], gone[kept] + FIRST_DAY)


def _life(rng: np.random.Generator, kind: str, start: int, end: int) -> np.ndarray:
    """Return one person's days in [start, end), counted from the first of the history."""
    days = np.arange(start, end)
    came = days[_comes(rng, kind, days + FIRST_DAY)]
    for low, high in _pauses(rng, start, end):
        came = came[(came < low) | (came >= high)]
    return came


def _pauses(rng: np.random.Generator, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    plans = [(PAUSE_RATE, PAUSE_DAYS)] + [(LONG_PAUSE_RATE, LONG_PAUSE_DAYS)] * int(rng.random() < LONG_PAUSERS)
    for rate, (least, most) in plans:
        day = start
        for _ in range(MOST_PAUSES):
            day += int(rng.exponential(1 / rate))
            if day >= end:
                break
            length = int(rng.integers(least, most + 1))
            found.append((day, day + length))
            day += length
    return found


def _comes(rng: np.random.Generator, kind: str, day: np.ndarray) -> np.ndarray:
    """Return on which of some days a person of a kind comes, bool."""
    weekday, size = weekday_of(day), len(day)
    if kind == "mon_fri":
        return (weekday < 5) & (rng.random(size) < rng.uniform(0.4, 0.9))
    if kind == "daily":
        return rng.random(size) < rng.uniform(0.3, 0.9)
    if kind in ("one_weekday", "two_weekdays"):
        own = rng.choice(7, 1 if kind == "one_weekday" else 2, replace=False)
        return np.isin(weekday, own) & (rng.random(size) < rng.uniform(0.7, 1))
    if kind == "month_day":
        return _on_month_day(rng, day)
    if kind == "quarter_end":
        return _on_quarter_end(rng, day)
    return np.isin(np.arange(size), _by_gaps(rng, kind, size))


def _on_month_day(rng: np.random.Generator, day: np.ndarray) -> np.ndarray:
    own, turnout = int(rng.integers(0, 28)), rng.uniform(0.8, 1)  # 0: the last of the month
    date = day.astype("datetime64[D]") + (1 if own == 0 else 0)
    beats = day[(date - date.astype("datetime64[M]").astype("datetime64[D]")).astype(int) == max(own, 1) - 1]
    beats = beats[rng.random(len(beats)) < turnout]
    return np.isin(day, beats + rng.integers(-1, 2, len(beats)))


def _on_quarter_end(rng: np.random.Generator, day: np.ndarray) -> np.ndarray:
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    quarters = np.unique(month[(month.astype(int) + 1) % 3 == 0])
    lasts = (quarters + 1).astype("datetime64[D]").astype(int) - 1
    came = [last - rng.choice(6, rng.integers(2, 4), replace=False) for last in lasts]
    return np.isin(day, np.concatenate(came)) if came else np.zeros(len(day), bool)


def _by_gaps(rng: np.random.Generator, kind: str, size: int) -> np.ndarray:
    """Return places within a life of `size` days that a law of gaps chooses."""
    if kind == "streaks":
        return _streaks(rng, size)
    room = size + 2
    if kind == "every_n":
        gap = rng.uniform(5, 20)
        steps = np.maximum(1, rng.normal(gap, 0.2 * gap, room))
    elif kind == "random":
        steps = rng.exponential(rng.uniform(4, 40), room)
    else:
        steps = rng.lognormal(np.log(rng.uniform(3, 15)), 1.2, room)
    return np.floor(np.cumsum(np.maximum(steps, 0.5))).astype(int)


def _streaks(rng: np.random.Generator, size: int) -> np.ndarray:
    places, day = [], 0
    while day < size:
        on = int(rng.integers(5, 16))
        places.append(np.arange(day, day + on))
        day += on + int(rng.integers(10, 46))
    return np.concatenate(places) if places else np.zeros(0, int)
