"""Slow-down warnings on crowds whose pace is known: false ones, found ones, and what 26 weekly looks add up to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis.activity import Activity
from analysis.at_risk.pace import score_pace
from analysis.at_risk.pace_limits import Slowdown
from analysis.at_risk.slowdowns import warned
from analysis.calibration import steady
from analysis.calibration.figures import Figure
from analysis.calibration.steady import HEAVY, PACES, STEADY, WILD, Draw

Method = Callable[[Activity], np.ndarray]
Slow = Callable[[np.random.Generator, np.ndarray, int], np.ndarray]
Change = tuple[Draw, Slow, int]  # how they came, how they came then, for how many weeks
SEED = 20_280_000
YEAR_DAYS, HALF_YEAR_DAYS, LOOKS = 365, 150, 26
CHANGED = 300
NULL_AT_MOST, FALSE_AT_MOST, FOUND_AT_LEAST, DIP_AT_MOST = 0.05, 0.06, 0.95, 0.01
EVER_AT_MOST, EVER_HEAVY_AT_MOST = 0.04, 0.10
FOUND_WEEKS = 3
MONTHLY = "monthly"
ENDINGS: dict[str, Slow] = {MONTHLY: steady.slowed, "one day in 30": steady.slowed_to_random}
FROM_DAILY = ("daily", "Monday to Friday")
DIPS = {"two weeks at 15 %": (14, 0.15), "one week at 5 %": (7, 0.05), "45 days at 60 %": (45, 0.6)}
BOUND_DIP = "two weeks at 15 %"


@dataclass(frozen=True)
class SlowdownPlan:
    """How many runs, and how many people of each of the eight steady crowds are in one.

    Attributes
    ----------
    weeks
        Weeks after the change, in which it is looked for.
    """

    runs: int = 10
    users_each: int = 700
    null_users: int = 4000
    look_runs: int = 3
    weeks: tuple[int, ...] = (1, 2, 3, 4, 6, 8)


FULL = SlowdownPlan()
QUICK = SlowdownPlan(runs=2, users_each=350, null_users=1500, look_runs=1, weeks=(3,))


def shipped(activity: Activity) -> np.ndarray:
    """Return who is warned of with the default thresholds, bool, shape (users,)."""
    return warned(score_pace(activity), activity, Slowdown(), "slower")


def null_figures(plan: SlowdownPlan, method: Method = shipped) -> list[Figure]:
    """Return the share flagged of crowds that never change, each alone; the last has gaps no test can foresee."""
    found = []
    for days in (YEAR_DAYS, HALF_YEAR_DAYS):
        for name, draw in (STEADY | {WILD: steady.with_wild_gaps}).items():
            shares = [
                method(steady.activity_in(draw(_rng(run), plan.null_users, days))).mean() for run in range(plan.runs)
            ]
            bound = np.nan if name == WILD else NULL_AT_MOST
            found.append(Figure(f"flagged though steady: {name}, {days} days", np.array(shares), bound))
    return found


def change_figures(plan: SlowdownPlan, method: Method = shipped) -> list[Figure]:
    """Return the share found, and the false share, of 300 who slowed down among steady people of every kind."""
    found = []
    for (name, draw), (ending, slow), weeks in product(PACES.items(), ENDINGS.items(), plan.weeks):
        runs = [_changed(_rng(run), plan, (draw, slow, weeks), method) for run in range(plan.runs)]
        power, false = np.array(runs).T
        told = f"{name} to {ending}, after {weeks} weeks"
        # Sooner, or slower from the start, it is asked too early to be held to anything.
        is_bound = name in FROM_DAILY and ending == MONTHLY and weeks >= FOUND_WEEKS
        found.append(Figure(f"found: {told}", power, FOUND_AT_LEAST if is_bound else np.nan, at_least=True))
        found.append(Figure(f"false among warnings: {told}", false, FALSE_AT_MOST if is_bound else np.nan))
    return found


def dip_figures(plan: SlowdownPlan, method: Method = shipped) -> list[Figure]:
    """Return the share flagged of steady people while everybody comes less, and of daily ones who truly slowed."""
    found = []
    for name, (days, share) in DIPS.items():
        runs = []
        for run in range(plan.runs):
            rng = _rng(run)
            active = _mix(rng, plan, (steady.daily, steady.slowed, FOUND_WEEKS + 1))
            flagged = method(steady.activity_in(steady.dipped(rng, active, days, share)))
            runs.append((flagged[:-CHANGED].mean(), flagged[-CHANGED:].mean()))
        steady_share, changed_share = np.array(runs).T
        bound = DIP_AT_MOST if name == BOUND_DIP else np.nan
        found.append(Figure(f"flagged though steady: everybody less, {name}, ending now", steady_share, bound))
        found.append(Figure(f"found nevertheless: daily to monthly, {name}", changed_share, at_least=True))
    return found


def look_figures(plan: SlowdownPlan, method: Method = shipped) -> list[Figure]:
    """Return the share of steady people who are warned of at least once in 26 weekly looks, all and by kind."""
    days = YEAR_DAYS + 7 * LOOKS
    ever = np.array([_ever(_rng(run), plan.users_each, days, method) for run in range(plan.look_runs)])
    by_kind = ever.reshape(plan.look_runs, len(STEADY), plan.users_each).mean(axis=2)
    found = [Figure(f"warned of once in {LOOKS} weekly looks though steady", by_kind.mean(axis=1), EVER_AT_MOST)]
    for name, shares in zip(STEADY, by_kind.T, strict=True):
        bound = EVER_HEAVY_AT_MOST if name == HEAVY else np.nan
        found.append(Figure(f"warned of once in {LOOKS} weekly looks: {name}", shares, bound))
    return found


def slowdown_figures(plan: SlowdownPlan = FULL, method: Method = shipped) -> list[Figure]:
    """Return every figure of slow-downs; bounds are nan where a number is only printed."""
    parts: Sequence[Callable[[SlowdownPlan, Method], list[Figure]]]
    parts = (null_figures, change_figures, dip_figures, look_figures)
    return [figure for part in parts for figure in part(plan, method)]


def _rng(run: int) -> np.random.Generator:
    return np.random.default_rng(SEED + run)


def _mix(rng: np.random.Generator, plan: SlowdownPlan, change: Change) -> np.ndarray:
    draw, slow, weeks = change
    changed = slow(rng, draw(rng, CHANGED, YEAR_DAYS), weeks)
    return np.concatenate([steady.steady_mix(rng, plan.users_each, YEAR_DAYS), changed])


def _changed(rng: np.random.Generator, plan: SlowdownPlan, change: Change, method: Method) -> tuple[float, float]:
    """Return the share found and the false share of one run; 0 where there is no warning at all."""
    flagged = method(steady.activity_in(_mix(rng, plan, change)))
    return flagged[-CHANGED:].mean(), flagged[:-CHANGED].sum() / max(1, flagged.sum())


def _ever(rng: np.random.Generator, users_each: int, days: int, method: Method) -> np.ndarray:
    """Return who of a steady mix, 5 % of truly slowed people beside it, is warned of in any of the weekly looks."""
    mix = steady.steady_mix(rng, users_each, days)
    changed = steady.daily(rng, len(mix) // 20, days)
    for row, weeks in enumerate(rng.integers(1, LOOKS + 1, len(changed))):
        changed[row : row + 1] = steady.slowed(rng, changed[row : row + 1], int(weeks))
    whole = steady.activity_in(np.concatenate([mix, changed]))
    ever = np.zeros(whole.users, bool)
    for look in range(LOOKS):
        then = whole.until(whole.observed_to - 7 * look)
        ever[np.flatnonzero(whole.first_day <= then.observed_to)[method(then)]] = True
    return ever[: len(mix)]
