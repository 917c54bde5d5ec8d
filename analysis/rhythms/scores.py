"""Scores: what the kernels measured of every user. They know no threshold; labels are cut from them in milliseconds."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.calibration.moran import TABLE
from analysis.daysets import DaySets, month_sets
from analysis.kernels import gaps, monthly, weekly
from analysis.kernels.parallel import over_slices
from analysis.kernels.tails import log_factorials
from analysis.rhythms.evidence import FAMILY_WEIGHTS, LEAST_DAYS, Evidence, Family, adjusted, cutoff_of


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of all users; row i is user i of the activity.

    Attributes
    ----------
    frame
        One column a measure, named after its family: `n` (active days), `span_days`, `weekly_p`, `monthly_p`,
        `cadence_p`, `bursty_p` (p-values, 1 where not testable) and those of the kernels (nan where undefined).
    judged_like
        Other scores whose BH cut-offs are used instead of these scores' own: how redrawn users are judged.
    """

    frame: pd.DataFrame
    judged_like: "Scores | None" = None
    _kept: dict[str, tuple[Hashable, np.ndarray]] = field(default_factory=dict, init=False, repr=False)
    _columns: dict[str, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.frame)

    def __getitem__(self, name: str) -> np.ndarray:
        """Return one column as an array."""
        if name not in self._columns:
            self._columns[name] = self.frame[name].to_numpy()
        return self._columns[name]

    def tested(self, evidence: Evidence) -> np.ndarray:
        """Return which users have enough active days, bool, shape (users,)."""
        least = evidence.min_active_days
        return self.keep("tested", least, lambda: self["n"] >= least)

    @cached_property
    def _ascending(self) -> dict[Family, tuple[np.ndarray, np.ndarray]]:
        """The p-values a cut-off may fall on, ascending, each with its user's active days."""
        found = {}
        for family, weight in FAMILY_WEIGHTS.items():
            pvalues = self[f"{family}_p"]
            rows = np.flatnonzero(pvalues <= weight * Evidence.knob("q_max").bounds[1])
            rows = rows[np.argsort(pvalues[rows], kind="stable")]
            found[family] = (pvalues[rows], self["n"][rows])
        return found

    def cutoff(self, family: Family, evidence: Evidence) -> float:
        """Return the largest p-value of the family with q at most `evidence.q_max`; -1 where there is none."""
        if self.judged_like is not None:
            return self.judged_like.cutoff(family, evidence)
        return float(self.keep(f"{family}_cutoff", evidence, lambda: np.array(self._own_cutoff(family, evidence))))

    def _own_cutoff(self, family: Family, evidence: Evidence) -> float:
        level = evidence.q_max * FAMILY_WEIGHTS[family]
        pvalues, active_days = self._ascending[family]
        stop = np.searchsorted(pvalues, level, side="right")
        enough = active_days[:stop] >= evidence.min_active_days
        return cutoff_of(pvalues[:stop][enough], int(np.count_nonzero(self.tested(evidence))), level)

    def qvalues(self, family: Family, evidence: Evidence) -> np.ndarray:
        """Return q of every user in the family, nan where not tested, float64, shape (users,)."""
        tested = self.tested(evidence)
        q = np.full(len(self), np.nan)
        q[tested] = adjusted(self[f"{family}_p"][tested], FAMILY_WEIGHTS[family])
        return q

    def keep(self, name: str, key: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
        """Return what was made for `key`, read-only, making it anew only where the key has changed since."""
        known = self._kept.get(name)
        if known is None or known[0] != key:
            known = (key, make())
            known[1].setflags(write=False)
            self._kept[name] = known
        return known[1]


def score(activity: Activity) -> Scores:
    """Score every user of an activity once; labels with any thresholds are then cut from the result."""
    return score_days(activity.offsets, activity.day)


def score_days(offsets: np.ndarray, day: np.ndarray) -> Scores:
    """Score users given as compressed rows: user i was active on `day[offsets[i]:offsets[i + 1]]`, ascending."""
    users = len(offsets) - 1
    counts = np.diff(offsets)
    spans = np.zeros(users, np.int32)
    if users:
        spans = (day[offsets[1:] - 1] - day[offsets[:-1]] + 1).astype(np.int32)
    log_factorial = log_factorials(int(spans.max(initial=1)) + 2)
    columns = {"n": counts.astype(np.int32), "span_days": spans.astype(np.float32)}
    for family in (_weekly, _monthly, _gaps):
        columns |= family(offsets, day, log_factorial)
    return Scores(pd.DataFrame(columns, copy=False))


def _empty(users: int, columns: int, details: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full((users, columns), np.nan, np.float32), np.full((users, details), -1, np.int16)


def _named(names: tuple[str, ...], table: np.ndarray) -> dict[str, np.ndarray]:
    """Return the columns of a row-major table as contiguous arrays."""
    return dict(zip(names, np.ascontiguousarray(table.T), strict=True))


def _weekly(offsets: np.ndarray, day: np.ndarray, log_factorial: np.ndarray) -> dict[str, np.ndarray]:
    users = len(offsets) - 1
    scores, details = _empty(users, len(weekly.COLUMNS), len(weekly.DETAILS))
    pvalues = np.ones(users)

    def work(start: int, stop: int) -> None:
        weekly.score_weekly((start, stop), offsets, day, LEAST_DAYS, log_factorial, scores, details, pvalues)

    over_slices(work, users)
    return {"weekly_p": pvalues, **_named(weekly.COLUMNS, scores), **_named(weekly.DETAILS, details)}


def calendar_arrays(sets: DaySets) -> tuple[tuple, tuple]:
    """Return the arrays of day sets, and of their calendar, as the month kernel takes them."""
    when = sets.calendar
    arrays = (sets.inside, sets.dates_before, sets.runs_begun, sets.runs_ended, sets.width)
    return arrays, (when.month, when.month_day, when.month_length)


def _monthly(offsets: np.ndarray, day: np.ndarray, log_factorial: np.ndarray) -> dict[str, np.ndarray]:
    users = len(offsets) - 1
    scores, details = _empty(users, len(monthly.COLUMNS), 1)
    pvalues = np.ones(users)
    if users:
        sets = month_sets(int(day.min()), int(day.max()))
        arrays, calendar = calendar_arrays(sets)
        first = sets.calendar.first_day

        def work(start: int, stop: int) -> None:
            monthly.score_monthly(
                (start, stop), offsets, day, LEAST_DAYS, log_factorial, first, arrays, sets.members, sets.anchor,
                calendar, scores, details, pvalues,
            )  # fmt: skip

        over_slices(work, users)
    return {"monthly_p": pvalues, **_named(monthly.COLUMNS, scores), "month_day_detail": details[:, 0].copy()}


@lru_cache(maxsize=1)
def moran_table() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the shipped quantiles (lower, upper tail) and the logs of their grids."""
    with np.load(TABLE, allow_pickle=False) as stored:
        table = np.ascontiguousarray(stored["quantiles"])
        grids = (np.log(stored["gap_counts"]), np.log(stored["mean_gaps"]), np.log(stored["levels"]))
    return (table[0], table[1]), grids


def _gaps(offsets: np.ndarray, day: np.ndarray, log_factorial: np.ndarray) -> dict[str, np.ndarray]:
    users = len(offsets) - 1
    scores, details = _empty(users, len(gaps.COLUMNS), 1)
    pvalues = np.ones((users, 2))
    moran = moran_table()

    def work(start: int, stop: int) -> None:
        gaps.score_gaps((start, stop), offsets, day, LEAST_DAYS, log_factorial, moran, scores, details, pvalues)

    over_slices(work, users)
    tails = _named(("cadence_p", "bursty_p"), pvalues)
    return {**tails, **_named(gaps.COLUMNS, scores), "cadence_detail": details[:, 0].copy()}
