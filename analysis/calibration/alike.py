"""Groups drawn alike: how often a comparison calls two random groups of the same real people different."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.activity import WEEKDAYS, weekday_of
from analysis.calibration.figures import Figure
from analysis.calibration.markdown import mean_text, section, share_text, table, yes_text
from analysis.compare.measure import compare_two, split
from analysis.compare.measured import Durations, Measured, Sources, Volumes
from analysis.compare.metrics import Metric, metric_of
from analysis.compare.settings import Compare
from analysis.dataset import Dataset
from analysis.features import features
from analysis.settings import Settings

TITLE = "Groups drawn alike"
SIZES = ((20, 20), (20, 200), (200, 200))
REPEATS, SEED, LEVEL = 5000, 20_270_000, 0.05
MOST, LEAST_CONTINUOUS = 0.065, 0.03
# (1 + k) / (1 + 199) at most .05 is exactly one reshuffle in twenty; the 2,000 of the app only have finer steps. Each
# repeat has reshuffles of its own: with so few, one seed for all would be luck, good or bad. The 20,000 tables drawn
# for categories have the app's one seed.
DRAWS = 199
# Named as in the library; those of money hardly ever have equal values, so their test can keep its level, not only
# stay below it.
PLAIN = (
    "amount",
    "amount_per_active_day",
    "volume:amount",
    "active_days",
    "inactive_time",
    "retained:28",
    "retained_from:28",
)
CONTINUOUS = ("amount", "amount_per_active_day", "volume:amount", "mean amount")
TOLD = f"""Two groups are drawn at random from the same {{users:,}} real customers (CDNOW: what they bought in 1997 and
1998), {{repeats:,}} times from fixed seeds, so every difference found is a false alarm. Share of repeats with
p ≤ {LEVEL:g}, by users in the two groups. Every test has to stay at or below {share_text(MOST)}; of money, where values
are hardly ever equal, also at or above {share_text(LEAST_CONTINUOUS)}, since a test that never finds anything is no
test. Reshuffles are {DRAWS} here instead of {Compare().draws:,}."""


@dataclass(frozen=True)
class Alike:
    """One metric at one pair of sizes: `tests` that were chosen; `alarms` has a number a repeat, 1 where p <= .05."""

    what: str
    tests: frozenset[str]
    sizes: tuple[int, int]
    alarms: np.ndarray

    @property
    def share(self) -> float:
        """Share of false alarms."""
        return float(self.alarms.mean())

    @property
    def holds(self) -> bool:
        """Whether the share keeps its bounds."""
        return self.share <= MOST and (self.what not in CONTINUOUS or self.share >= LEAST_CONTINUOUS)


def alike(dataset: Dataset, *, repeats: int = REPEATS, sizes: Sequence[tuple[int, int]] = SIZES) -> list[Alike]:
    """Return the false alarms of every kind of test, by the same code that compares segments."""
    sources = Sources(dataset, features(dataset), Settings())
    return [
        _repeated(metric, measured, each, repeats=repeats) for metric, measured in _asked(sources) for each in sizes
    ]


def alike_section(found: Sequence[Alike], *, users: int) -> str:
    """Return the section of the page: one row a metric, one column a pair of sizes."""
    sizes = list(dict.fromkeys(each.sizes for each in found))
    rows = []
    for what in dict.fromkeys(each.what for each in found):
        own = [each for each in found if each.what == what]
        cells = (mean_text(Figure(what, each.alarms)) for each in own)
        tests = ", ".join(sorted(frozenset[str]().union(*(each.tests for each in own))))
        rows.append((f"`{what}`", tests, *cells, yes_text(all(each.holds for each in own))))
    columns = ("compared on", "test", *(f"{a} and {b}" for a, b in sizes), "holds")
    return section(TITLE, TOLD.format(users=users, repeats=len(found[0].alarms)), table(columns, rows))


def _asked(sources: Sources) -> Iterator[tuple[Metric, Measured]]:
    """Yield what is compared: every kind of test once or more, those of numbers on skewed money and on counts."""
    dataset = sources.dataset
    for name in PLAIN:
        metric = metric_of(name, dataset)
        yield metric, metric.measure(sources)
    amount = metric_of("amount", dataset)
    yield replace(amount, name="mean amount", kind="mean"), amount.measure(sources)
    weekday = pd.Series(np.array(WEEKDAYS)[weekday_of(dataset.activity.first_day)])
    yield replace(amount, name="weekday of the first order", kind="category"), weekday


def _repeated(metric: Metric, measured: Measured, sizes: tuple[int, int], *, repeats: int) -> Alike:
    sys.stderr.write(f"{metric.name} {sizes}\n")
    generator = np.random.default_rng([SEED, *sizes])
    known = np.flatnonzero(_is_known(measured))
    in_a = np.arange(sum(sizes)) < sizes[0]
    alarms, tests = np.zeros(repeats), set[str]()
    for repeat in range(repeats):
        drawn = _rows(measured, generator.choice(known, len(in_a), replace=False))
        how = Compare(draws=DRAWS) if metric.kind == "category" else Compare(draws=DRAWS, seed=repeat)
        found = compare_two(metric, split(drawn, in_a), split(drawn, ~in_a), how)
        alarms[repeat] = found.pvalue <= LEVEL
        tests.add(found.test)
    return Alike(metric.name, frozenset(tests), sizes, alarms)


def _is_known(measured: Measured) -> np.ndarray:
    if isinstance(measured, Durations):
        return np.isfinite(measured.days)
    if isinstance(measured, Volumes):
        return np.isfinite(measured.total) & np.isfinite(measured.base)
    return pd.notna(measured)


def _rows(measured: Measured, rows: np.ndarray) -> Measured:
    if isinstance(measured, Durations):
        return Durations(measured.days[rows], measured.observed[rows])
    if isinstance(measured, Volumes):
        return Volumes(measured.total[rows], measured.base[rows])
    return measured.iloc[rows].reset_index(drop=True) if isinstance(measured, pd.Series) else measured[rows]
