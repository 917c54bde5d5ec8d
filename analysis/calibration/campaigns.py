"""Win back measured: how often the interval of a hold-out, and of earlier dates, holds what is true."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.calibration.figures import Figure
from analysis.compare.settings import Compare
from analysis.dataset import Dataset
from analysis.synthetic.planted import FIRST_DAY, activity_of
from analysis.win_back.hold_out import draw
from analysis.win_back.lift import hold_out_lift
from analysis.win_back.moments import Moments
from analysis.win_back.outcomes import CAME_BACK, Outcome, outcome_of
from analysis.win_back.placebo import counts_of, expected, replay

SEED = 20_290_000
RATES, LIFTS, SIZES = (0.05, 0.1, 0.3, 0.5), (0.0, 0.05, 0.15), ((200, 200), (800, 200))
LEAST_HELD, MOST_HELD = 0.93, 0.98
WINDOWS_DAYS = (14, 30)
SILENT_DAYS = (30, 180)
RANDOM_SIZES, HEAVY = (100, 300), 100
SUMS = {"active_days": "active days", "amount": "amounts"}
SIMULATED_DAYS = 900
FIRST_DATE_DAYS = 240  # of data before the first date judged, so that there are placebo dates
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class CampaignPlan:
    """How much is run.

    Attributes
    ----------
    repeats
        Hold-outs drawn a row.
    users
        Made-up people of one population; `populations` of each kind are drawn.
    step_days
        Days between two dates judged.
    """

    repeats: int = 2000
    users: int = 4000
    populations: int = 5
    step_days: int = 14


FULL = CampaignPlan()
QUICK = CampaignPlan(repeats=300, users=1500, populations=1, step_days=56)


def hold_out_figures(plan: CampaignPlan) -> list[Figure]:
    """Return how often the interval of a lift holds the planted one, twice: against its lower and its upper bound."""
    found = []
    for sizes in SIZES:
        for rate in RATES:
            for lift in LIFTS:
                held = _held(plan.repeats, sizes, rate, lift)
                what = f"hold-out, {sizes[0]} and {sizes[1]}, {rate:.0%} come anyway, lift {lift:.0%}"
                found += [Figure(what, held, LEAST_HELD, at_least=True), Figure(what, held, MOST_HELD)]
    return found


def _held(repeats: int, sizes: tuple[int, int], rate: float, lift: float) -> np.ndarray:
    """Return 1 for each repeat whose interval holds the lift; people differ in worth and in their chance to come."""
    rng = np.random.default_rng([SEED, *sizes, round(1000 * rate), round(1000 * lift)])
    people, how = sum(sizes), Compare()
    held = np.zeros(repeats)
    for repeat in range(repeats):
        worth = rng.lognormal(size=people)
        chance = rng.beta(4 * rate, 4 * (1 - rate), people) * (1 - lift)
        left_out = draw(worth, share=sizes[1] / people, seed=int(rng.integers(2**31)))
        came = (rng.random(people) < chance + np.where(left_out, 0.0, lift)).astype(float)
        found = hold_out_lift(came[~left_out], came[left_out], is_share=True, how=how)
        held[repeat] = found.low <= lift <= found.high
    return held


def season(days: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a year's swing of 30 % either way."""
    return 1 + 0.3 * np.sin(2 * np.pi * (days / YEAR_DAYS + rng.random()))


def drift(days: np.ndarray, _: np.random.Generator) -> np.ndarray:
    """Return a fall by 40 % a year."""
    return 0.6 ** (days / YEAR_DAYS)


def small_shocks(days: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a factor a week, standard deviation 15 % of its logarithm."""
    return np.exp(rng.normal(0, 0.15, len(days) // 7 + 1))[days // 7]


def large_shocks(days: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a factor a week, standard deviation 40 % of its logarithm."""
    return np.exp(rng.normal(0, 0.4, len(days) // 7 + 1))[days // 7]


CLIMATES: Mapping[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = MappingProxyType({
    "season of 30 %": season, "drift of -40 % a year": drift, "weekly shocks of 15 %": small_shocks,
    "weekly shocks of 40 %": large_shocks,
})  # fmt: skip


def simulated(climate: str, users: int, seed: int) -> Activity:
    """Return people who come at random at paces of their own, start and leave, all under one climate."""
    rng = np.random.default_rng([SEED, seed])
    days = np.arange(SIMULATED_DAYS)
    pace = rng.gamma(0.8, 0.05, users).clip(0.003, 0.9)
    start = rng.integers(-300, SIMULATED_DAYS * 3 // 4, users)
    end = start + rng.exponential(600, users)
    clock = CLIMATES[climate](days, rng)
    came = rng.random((users, SIMULATED_DAYS)) < pace[:, None] * clock
    came &= (days >= start[:, None]) & (days < end[:, None])
    came = came[came.any(axis=1)]
    observed = (FIRST_DAY, FIRST_DAY + SIMULATED_DAYS - 1)
    activity = activity_of([np.flatnonzero(own) + FIRST_DAY for own in came], observed=observed)
    return replace(activity, amount=_amounts(activity, rng))


def _amounts(activity: Activity, rng: np.random.Generator) -> np.ndarray:
    """Return what each user-day brings: people spend unlike each other, and differ from day to day."""
    purse = rng.lognormal(3, 0.7, activity.users)
    return np.round(purse[activity.user] * rng.lognormal(0, 0.5, activity.user_days), 2)


def placebo_figures(sets: Mapping[str, Activity], plan: CampaignPlan) -> list[Figure]:
    """Return how often what happened lies within the interval of earlier dates, by set and days counted, by list."""
    found = []
    for name, parts in _populations(sets, plan).items():
        for window_days in WINDOWS_DAYS:
            rows = pd.concat([_judged(each, window_days, plan) for each in parts])
            what = f"earlier dates, {name}, {window_days} days"
            for outcome, asked in rows.groupby("outcome", sort=False):
                named = what if outcome == CAME_BACK else f"{what}, {SUMS[outcome]}"
                found.append(Figure(named, asked["held"].to_numpy(float), LEAST_HELD, at_least=True))
                found += _by_list(named, asked) if outcome == CAME_BACK else []
    return found


def _by_list(what: str, rows: pd.DataFrame) -> Iterator[Figure]:
    for kind, own in rows.groupby("list", sort=False):
        yield Figure(f"{what}: {kind}", own["held"].to_numpy(float), at_least=True)


def campaign_figures(sets: Mapping[str, Activity], plan: CampaignPlan = FULL) -> list[Figure]:
    """Return every figure of Win back; `sets` are real people by name, simulations are added."""
    return [*hold_out_figures(plan), *placebo_figures(sets, plan)]


def _populations(sets: Mapping[str, Activity], plan: CampaignPlan) -> dict[str, list[Activity]]:
    real = {name: [activity] for name, activity in sets.items()}
    drawn = {name: [simulated(name, plan.users, seed) for seed in range(plan.populations)] for name in CLIMATES}
    return real | drawn


def _judged(activity: Activity, window_days: int, plan: CampaignPlan) -> pd.DataFrame:
    """Return one row a list, date and outcome: list, outcome, held (whether the interval holds what happened).

    Of returns every interval is judged, of sums only those the page would give.
    """
    moments = Moments(activity)
    asked = [CAME_BACK, *(name for name in SUMS if name != "amount" or activity.amount is not None)]
    outcomes = [outcome_of(name, Dataset(activity, pd.DataFrame({"user_id": []})), moments) for name in asked]
    rows = []
    for day in range(activity.observed_from + FIRST_DATE_DAYS, activity.observed_to - window_days, plan.step_days):
        lists = tuple(_lists(moments, day))
        for outcome in outcomes:
            replays = replay(moments, outcome, sent_day=day, window_days=window_days)
            for kind, people in lists:
                found = expected(replays, counts_of(moments, people, day), is_share=outcome.is_share)
                if found.can_tell or (outcome.is_share and np.isfinite(found.value)):
                    held = _holds(found.interval.low, found.interval.high, outcome, people, day, window_days)
                    rows.append((kind, outcome.name, held))
    return pd.DataFrame(rows, columns=["list", "outcome", "held"])


def _holds(low: float, high: float, asked: Outcome, people: np.ndarray, day: int, window_days: int) -> bool:
    return bool(low <= asked.values(people, day, day + window_days - 1).sum() <= high)


def _lists(moments: Moments, day: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the four kinds of list: all silent for 30 to 180 days, random ones of them, those who came most."""
    rng = np.random.default_rng([SEED, day])
    silent = moments.silence_days(moments.everyone, day)
    people = np.flatnonzero((silent >= SILENT_DAYS[0]) & (silent <= SILENT_DAYS[1]))
    if len(people):
        yield "all silent", people
    for size in RANDOM_SIZES:
        if len(people) >= size:
            yield f"random {size}", rng.choice(people, size, replace=False)
    if len(people) >= HEAVY:
        yield f"the {HEAVY} who came most", people[np.argsort(-moments.active_days(people, day), kind="stable")][:HEAVY]
