"""One metric, several groups: the values split by group and handed to the test that fits the metric's kind."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.compare.means import permutation
from analysis.compare.measured import Durations, Measured, Volumes
from analysis.compare.metrics import Metric
from analysis.compare.outcome import Outcome, undefined
from analysis.compare.ranks import kruskal_wallis, mann_whitney
from analysis.compare.settings import Compare
from analysis.compare.shares import contingency, proportions
from analysis.compare.survival_tests import log_rank, small_log_rank
from analysis.compare.volumes import volume_ratio

# Below, the log-rank's chi-square calls groups drawn alike different too often (docs/calibration.md).
MIN_USERS_FOR_CHI_SQUARE = 50


@dataclass(frozen=True, eq=False)
class Split:
    """What one metric measured in one group, missing and infinite ones left out.

    Attributes
    ----------
    values
        One a user: a number, a category, a duration in days, what the user adds up to.
    beside
        Of durations whether the end was seen, of volumes what they are counted over; of others 1.
    """

    values: np.ndarray
    beside: np.ndarray

    @property
    def users(self) -> int:
        """Measured users."""
        return len(self.values)


def split(measured: Measured, chosen: np.ndarray) -> Split:
    """Return the measured values of the users where `chosen` (bool, shape (users,)) is set."""
    if isinstance(measured, Durations):
        known = chosen & np.isfinite(measured.days)
        return Split(measured.days[known], measured.observed[known])
    if isinstance(measured, Volumes):
        known = chosen & np.isfinite(measured.total) & np.isfinite(measured.base)
        return Split(measured.total[known], measured.base[known])
    if isinstance(measured, pd.Series):
        values = measured[chosen].dropna().astype("str").to_numpy(object)
    else:
        values = measured[chosen & np.isfinite(measured)]
    return Split(values, np.ones(len(values), bool))


def compare_two(metric: Metric, a: Split, b: Split, how: Compare) -> Outcome:
    """Compare two groups with the test of the metric's kind."""
    if metric.kind == "time":
        return _compare_times(a, b, how)
    if metric.kind == "share":
        return proportions(int(a.values.sum()), a.users, int(b.values.sum()), b.users, level=how.level)
    if metric.kind == "category":
        return _compare_categories(a.values, b.values, how)
    if metric.kind == "mean":
        return permutation(a.values, b.values, draws=how.draws, seed=how.seed, level=how.level)
    if metric.kind == "volume":
        sides = (a.values, a.beside), (b.values, b.beside)
        return volume_ratio(*sides, draws=how.draws, seed=how.seed, level=how.level)
    return mann_whitney(a.values, b.values, level=how.level)


def compare_many(metric: Metric, parts: Sequence[Split], how: Compare) -> Outcome:
    """Ask whether any group differs from another: log-rank, a table of counts, or Kruskal-Wallis.

    Of a volume each user's own rate is asked about.
    """
    if any(part.users == 0 for part in parts):
        why = ("too_few", "A group has no measured user who is in no other group.")
        return undefined("omnibus", None, why=why, level=how.level)
    code = np.repeat(np.arange(len(parts)), [part.users for part in parts])
    values = np.concatenate([part.values for part in parts])
    if metric.kind == "time":
        return log_rank(values, np.concatenate([part.beside for part in parts]), code, level=how.level)
    if metric.kind in ("share", "category"):
        kinds, column = np.unique(values.astype("str"), return_inverse=True)
        table = np.bincount(code * len(kinds) + column, minlength=len(parts) * len(kinds))
        return contingency(table.reshape(len(parts), len(kinds)), seed=how.seed)
    if metric.kind == "volume":
        with_base = [part.beside > 0 for part in parts]
        return kruskal_wallis(
            [part.values[some] / part.beside[some] for part, some in zip(parts, with_base, strict=True)]
        )
    return kruskal_wallis([part.values for part in parts])


def _compare_times(a: Split, b: Split, how: Compare) -> Outcome:
    times, seen = np.append(a.values, b.values), np.append(a.beside, b.beside)
    groups = np.repeat([0, 1], [a.users, b.users])
    if min(a.users, b.users) < MIN_USERS_FOR_CHI_SQUARE:
        return small_log_rank(times, seen, groups, draws=how.draws, seed=how.seed, level=how.level)
    return log_rank(times, seen, groups, level=how.level)


def _compare_categories(a: np.ndarray, b: np.ndarray, how: Compare) -> Outcome:
    """Test the whole table; the effect is the difference in the share of the commonest category of both together."""
    kinds, code = np.unique(np.append(a, b).astype("str"), return_inverse=True)
    if not len(kinds):
        return proportions(0, 0, 0, 0, level=how.level)
    table = np.array([np.bincount(part, minlength=len(kinds)) for part in (code[: len(a)], code[len(a) :])])
    commonest = int(table.sum(axis=0).argmax())
    one = proportions(int(table[0, commonest]), len(a), int(table[1, commonest]), len(b), level=how.level)
    whole = contingency(table, seed=how.seed) if len(a) and len(b) else one
    return Outcome(
        whole.test, whole.statistic, whole.pvalue, one.estimates, one.effects, whole.degrees, whole.caveats,
        about=str(kinds[commonest]),
    )  # fmt: skip
