"""Replay: of people in this situation, how many came back? Learnt on earlier dates of the same data, nothing later."""

from dataclasses import dataclass, field

import numpy as np

from analysis.activity import Activity
from analysis.at_risk.gaps import LEAST_GAPS, Gaps, gaps_of
from analysis.at_risk.logistic import Logistic, fit_logistic
from analysis.at_risk.own_beat import OwnBeat, own_beat
from analysis.at_risk.settings import LateCuts
from analysis.at_risk.situation import situation
from analysis.kernels.silences import first_after

MOST_DATES, LEAST_STEP_DAYS, LEAST_HISTORY_DAYS = 6, 7, 60
LEAST_PEOPLE = 30  # a date with fewer is skipped: its share would be noise
LONGEST_SILENCE_DAYS = 730  # who has been silent for longer teaches nothing about who falls silent now
SHORTEST_HORIZON_DAYS = 14
DUE_GAPS = 2  # a horizon must hold so many usual gaps, or nobody slow could have come back in it
MOST_PEOPLE, SEED = 60_000, 20260101


@dataclass(frozen=True)
class Replayed:
    """One earlier date: people judged as of then, and how many of them came back within their horizon."""

    day: int
    people: int
    came_back: int


@dataclass(frozen=True)
class FewGaps:
    """People with too few gaps who were silent at earlier dates: how many, and how many came back within a horizon."""

    people: int
    came_back: int
    horizon_days: int

    @property
    def share(self) -> float:
        """Share that came back, nan where too few were silent to say."""
        return self.came_back / self.people if self.people >= LEAST_PEOPLE else float("nan")


@dataclass(frozen=True, eq=False)
class Chances:
    """The chance to come back of every user, as known at the end of `gaps.as_of_day`.

    Attributes
    ----------
    chance
        Share of people in the same situation who came back within their horizon, in [0, 1]; nan with fewer than three
        gaps, where the data are too short for this person's horizon, and for everyone where nothing could be replayed.
    horizon_days
        What coming back means for this person; nan where it is not known.
    replays
        The dates learnt on, newest first; empty: no chance could be checked, `reason` says why.
    few_silence_days, few_came_back, few_horizon_days
        People with too few gaps at earlier dates: how long they were silent then, whether they came back.
    """

    gaps: Gaps
    beat: OwnBeat
    chance: np.ndarray
    horizon_days: np.ndarray
    replays: tuple[Replayed, ...]
    few_silence_days: np.ndarray = field(repr=False)
    few_came_back: np.ndarray = field(repr=False)
    few_horizon_days: int
    reason: str = ""

    def few_gaps(self, silent_from_days: int) -> FewGaps:
        """Return how many with too few gaps came back of those silent for so many days or longer."""
        silent = self.few_silence_days >= silent_from_days
        return FewGaps(int(silent.sum()), int(self.few_came_back[silent].sum()), self.few_horizon_days)


def chance_back(activity: Activity, as_of_day: int | None = None, *, settings: LateCuts | None = None) -> Chances:
    """Return everyone's chance to come back, as of a day (default: the end of the data).

    A ridge logistic model of silence and own gaps, fitted at up to six earlier dates of the same data; each person has
    a horizon of their own, 90 days or three of their usual gaps. Everything is computed from days up to `as_of_day`,
    outcomes included: later days change nothing, so a back-test may call it for a date in the past with the whole
    activity and hold `chance` against who came in the `horizon_days` after. Row i is user i of `activity`; who has no
    active day by then has -1 gaps and no chance. Of a large population a fixed sample of 60,000 people is learnt from.
    """
    how = settings or LateCuts()
    now = gaps_of(activity, as_of_day)
    beat = own_beat(now)
    longest = (now.as_of_day - activity.observed_from) // 2
    horizon, shortest = _horizons(beat, how, longest), _shortest(how, longest)
    rows = _sample(now)
    known = [gaps_of(activity, day, rows=rows) for day in _dates(activity.observed_from, now.as_of_day, shortest)]
    few = _few_gaps(activity, known, now.as_of_day, shortest)
    model, replays = _learnt(activity, known, now.as_of_day, how)
    chance = np.full(activity.users, np.nan)
    if model is None:
        reason = _too_short(now.as_of_day - activity.observed_from + 1)
        return Chances(now, beat, chance, horizon, (), *few, shortest, reason)
    asked = np.flatnonzero(np.isfinite(horizon))
    if len(asked):
        chance[asked] = model.chance(situation(now, beat, horizon)[asked])
    return Chances(now, beat, chance, horizon, replays, *few, shortest)


def came_back(activity: Activity, then: Gaps, horizon_days: np.ndarray) -> np.ndarray:
    """Return who was seen in the `horizon_days` after `then`, bool, shape (users of then,); nan counts as not seen."""
    first = first_after(activity.offsets, activity.day, then.rows, then.as_of_day)
    return (first >= 0) & (first - then.as_of_day <= horizon_days)


def _shortest(how: LateCuts, longest: int) -> int:
    return max(SHORTEST_HORIZON_DAYS, min(how.horizon_days, longest))


def _horizons(beat: OwnBeat, how: LateCuts, longest: int) -> np.ndarray:
    """Return each user's horizon in whole days: some own gaps, never under the shortest nor over half the history."""
    wanted = np.maximum(_shortest(how, longest), np.ceil(how.horizon_gaps * beat.mean_days))
    return np.where(DUE_GAPS * beat.mean_days <= longest, np.minimum(wanted, longest), np.nan)


def _dates(first: int, now: int, shortest: int) -> list[int]:
    """Return dates to replay, newest first: the fast are judged at all of them, the slow at those far enough back."""
    longest = (now - first) // 2
    kept: list[int] = []
    for days in np.geomspace(shortest, max(shortest, longest), MOST_DATES).astype(int).tolist():
        if (not kept or days - kept[-1] >= LEAST_STEP_DAYS) and now - days - first >= LEAST_HISTORY_DAYS:
            kept.append(days)
    return [now - days for days in kept]


def _sample(now: Gaps) -> np.ndarray:
    """Return the rows learnt on: everyone seen by now, or a fixed random sample of them."""
    there = now.rows[now.gaps >= 0]
    if len(there) <= MOST_PEOPLE:
        return there
    return np.sort(np.random.default_rng(SEED).choice(there, MOST_PEOPLE, replace=False))


def _learnt(
    activity: Activity, known: list[Gaps], now: int, how: LateCuts
) -> tuple[Logistic | None, tuple[Replayed, ...]]:
    """Fit the model on all dates that hold enough people whose horizon is over by `now`."""
    situations, outcomes, replays = [], [], []
    for then in known:
        beat = own_beat(then)
        horizon = _horizons(beat, how, now - then.as_of_day)
        whole = then.judged & np.isfinite(horizon) & (then.silence_days <= LONGEST_SILENCE_DAYS)
        if whole.sum() < LEAST_PEOPLE:
            continue
        outcomes.append(came_back(activity, then, horizon)[whole])
        situations.append(situation(then, beat, horizon)[whole])
        replays.append(Replayed(then.as_of_day, int(whole.sum()), int(outcomes[-1].sum())))
    if not replays:
        return None, ()
    return fit_logistic(np.concatenate(situations), np.concatenate(outcomes)), tuple(replays)


def _few_gaps(activity: Activity, known: list[Gaps], now: int, horizon_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Return silence and return of people with too few gaps, at the dates whose horizon is over."""
    silences, returns = [np.zeros(0)], [np.zeros(0, bool)]
    for then in known:
        few = (then.gaps >= 0) & (then.gaps < LEAST_GAPS) & (then.silence_days <= LONGEST_SILENCE_DAYS)
        if now - then.as_of_day >= horizon_days:
            silences.append(then.silence_days[few])
            returns.append(came_back(activity, then, np.full(len(few), horizon_days))[few])
    return np.concatenate(silences), np.concatenate(returns)


def _too_short(days: int) -> str:
    return (
        f"The chance to come back could not be checked: {days} days of data hold no earlier date with "
        f"{LEAST_PEOPLE} people who have {LEAST_GAPS} gaps and whose return could be waited for."
    )
