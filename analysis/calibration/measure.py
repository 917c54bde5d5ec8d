"""The whole battery from fixed seeds: which crowds, how many runs of each, and the figures that come out."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.calibration import figures
from analysis.calibration.battery import MIXED, RIGHT, WRONG, NullRun, PlantedRun, many_nulls, many_planted
from analysis.calibration.crowds import CONFUSED, CROWD_TITLES, FOUND, NEIGHBOURS, month_end, renewing, tuesday
from analysis.calibration.figures import Figure
from analysis.calibration.occasions import Planted
from analysis.calibration.reference_values import (
    POWER_WEEKS,
    STUDY_CADENCE_POWER,
    STUDY_MONTH_END_POWER,
    STUDY_POWER,
    Agreement,
    agreements,
)
from analysis.labels import DefaultSettings

SEED = 20_260_000
SEEDS_A_CROWD = 1000
RARE = ("random", "batch")  # one false label in a whole run: the share of a run is 0 or 1, so many runs are needed


@dataclass(frozen=True)
class Plan:
    """How many runs: of nulls whose runs hold 0 or 1 false label, of other nulls, of planted rows, of power cells."""

    rare: int = 400
    nulls: int = 50
    planted: int = 30
    power: int = 4


FULL, QUICK = Plan(), Plan(rare=20, nulls=4, planted=2, power=1)


@dataclass(frozen=True)
class Measured:
    """All runs, by crowd and by row.

    Attributes
    ----------
    nulls
        By name of the crowd.
    found, confused, neighbours
        By name of the row, as in `analysis.calibration.crowds`.
    power
        By (share on Tuesday, weeks).
    beats, month_ends
        By (standard deviation or give or take in days, visits).
    agreements
        Comparisons with reference values.
    q_max
        The share of false labels allowed by default.
    """

    plan: Plan
    nulls: Mapping[str, list[NullRun]]
    found: Mapping[str, list[PlantedRun]]
    confused: Mapping[str, list[PlantedRun]]
    neighbours: Mapping[str, list[PlantedRun]]
    power: Mapping[tuple[float, int], list[PlantedRun]]
    beats: Mapping[tuple[int, int], list[PlantedRun]]
    month_ends: Mapping[tuple[int, int], list[PlantedRun]]
    agreements: Sequence[Agreement]
    q_max: float = DefaultSettings().evidence.q_max


def measure(plan: Plan = FULL) -> Measured:
    """Run the battery; the same plan gives the same numbers on every machine and any number of cores."""
    crowds = iter(range(SEED, SEED + 10**6, SEEDS_A_CROWD))
    nulls = {name: many_nulls(name, _seeds(crowds, _runs(name, plan))) for name in _told(CROWD_TITLES)}

    def rows(planted: Mapping, runs: int) -> dict:
        return {name: many_planted(row, _seeds(crowds, runs)) for name, row in _told(planted).items()}

    return Measured(
        plan,
        nulls,
        rows(FOUND, plan.planted),
        rows(CONFUSED, plan.planted),
        rows(NEIGHBOURS, plan.planted),
        rows({(share, weeks): tuesday(share, weeks) for share in STUDY_POWER for weeks in POWER_WEEKS}, plan.power),
        rows({(sd, visits): renewing(sd, visits) for sd, visits in STUDY_CADENCE_POWER}, plan.power),
        rows({(jitter, visits): month_end(jitter, visits) for jitter, visits in STUDY_MONTH_END_POWER}, plan.power),
        agreements(),
    )


def _runs(name: str, plan: Plan) -> int:
    return plan.rare if name in RARE else plan.nulls


def _seeds(crowds: Iterator[int], runs: int) -> range:
    first = next(crowds)
    return range(first, first + runs)


def _told(rows: Mapping) -> Mapping:
    sys.stderr.write(f"{', '.join(map(str, rows))}\n")
    return rows


def false_figures(measured: Measured) -> list[Figure]:
    """Return the share of false labels of every null, and weekday labels of the drifting one, beside their bounds."""
    found = [
        Figure(
            f"false among sure labels: {CROWD_TITLES[name]}",
            np.array([run.false_share for run in runs]),
            figures.FALSE_AT_MOST[name],
        )
        for name, runs in measured.nulls.items()
    ]
    drifting = [run.labels["weekday"] / sum(run.labels.values()) for run in measured.nulls["drifting"]]
    what = f"users labelled as one weekday: {CROWD_TITLES['drifting']}"
    return [*found, Figure(what, np.array(drifting), figures.DRIFTING_WEEKDAY_AT_MOST)]


def found_figures(measured: Measured) -> list[Figure]:
    """Return the share found of every row that has a bound."""
    return [
        Figure(f"found: {named(FOUND[name])}", shares(measured.found[name], RIGHT), bound, at_least=True)
        for name, bound in figures.FOUND_AT_LEAST.items()
    ]


def confusion_figures(measured: Measured) -> list[Figure]:
    """Return wrong and mixed labels of every row that is to be told apart."""
    found = []
    for name, runs in measured.confused.items():
        what = named(CONFUSED[name])
        found.append(Figure(f"wrong rhythm: {what}", shares(runs, WRONG), figures.WRONG_AT_MOST))
        found.append(Figure(f"mixed: {what}", shares(runs, MIXED), figures.MIXED_AT_MOST))
    for name, runs in measured.neighbours.items():
        row = NEIGHBOURS[name]
        bound = figures.NEIGHBOURS_TOGETHER_AT_MOST[row.visits]
        found.append(Figure(f"wrong or mixed: {named(row)}", shares(runs, WRONG) + shares(runs, MIXED), bound))
    return found


def all_figures(measured: Measured) -> list[Figure]:
    """Return every figure that has a bound."""
    parts: tuple[Callable[[Measured], list[Figure]], ...] = (false_figures, found_figures, confusion_figures)
    return [figure for part in parts for figure in part(measured)]


def shares(runs: Sequence[PlantedRun], outcome: str) -> np.ndarray:
    """Return the share of planted users with an outcome, one number a run."""
    return np.array([run.share(outcome) for run in runs])


def named(row: Planted) -> str:
    """Return what a row is called in tables: what its people do, and how many visits they have."""
    return f"{row.title}, n = {row.visits}"
