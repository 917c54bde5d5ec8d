"""How long until something happens, when for some it has not happened yet: Kaplan-Meier and the log-rank test."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.compare.outcome import Outcome, undefined
from analysis.compare.results import Caveat, Effect, Interval


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """The share still without the event after each time; steps down at `time`, flat between.

    Attributes
    ----------
    time, at_risk, events
        Distinct times at which someone had the event or left, ascending; users at risk just before, events then.
    survival, low, high, standard_error
        Kaplan-Meier estimate, its log-transformed interval (R's default), Greenwood's standard error. Shape (times,).
    """

    time: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    survival: np.ndarray
    standard_error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: float

    def at(self, when: float) -> float:
        """Return the share still without the event after `when`."""
        steps = int(np.searchsorted(self.time, when, side="right"))
        return float(self.survival[steps - 1]) if steps else 1.0

    def quantile(self, share: float = 0.5) -> tuple[float, Interval]:
        """Return the time by which `share` have had the event, with its interval; nan where not reached."""
        bounds = [_first_below(self.time, curve, 1 - share) for curve in (self.survival, self.low, self.high)]
        return bounds[0], Interval(bounds[1], bounds[2], self.level)

    def restricted_mean(self, horizon: float) -> tuple[float, float]:
        """Return the mean time without the event within `horizon`, and its standard error (Greenwood, as R)."""
        inside = self.time < horizon
        edges = np.concatenate(([0.0], self.time[inside], [horizon]))
        levels = np.concatenate(([1.0], self.survival[inside]))
        areas = np.diff(edges) * levels
        left = np.cumsum(areas[::-1])[::-1][1:]
        d, n = self.events[inside].astype(np.float64), self.at_risk[inside].astype(np.float64)
        weight = np.divide(d, n * (n - d), out=np.zeros_like(d), where=n > d)
        return float(areas.sum()), float(math.sqrt((left**2 * weight).sum()))


def kaplan_meier(durations: np.ndarray, observed: np.ndarray, *, level: float = 0.95) -> SurvivalCurve:
    """Return the Kaplan-Meier curve of `durations` (>= 0) with the event seen where `observed`; nan are left out."""
    durations, observed = _clean(durations, observed)
    time, at_risk, events = _life_table(durations, observed)
    n, d = at_risk.astype(np.float64), events.astype(np.float64)
    survival = np.cumprod(1 - d / n) if len(n) else n
    hazard = np.cumsum(np.divide(d, n * (n - d), out=np.full(len(n), np.nan), where=n > d))
    error = np.sqrt(hazard)
    z = special.ndtri((1 + level) / 2)
    # Once the curve is at 0 its logarithm, and so the interval, is not defined.
    low, high = survival * np.exp(-z * error), np.minimum(survival * np.exp(z * error), 1.0)
    spread = np.where(survival > 0, survival * error, 0.0)
    return SurvivalCurve(time, at_risk, events, survival, spread, low, high, level)


def log_rank(durations: np.ndarray, observed: np.ndarray, groups: np.ndarray, *, level: float = 0.95) -> Outcome:
    """Test whether groups (any labels, shape (users,)) keep going equally long: Mantel-Haenszel log-rank, float64.

    `statistic` is chi-square with one degree less than groups. For two groups the effect is the difference in
    restricted mean time (first label in sorted order minus second) up to the longest time both curves are known,
    with a normal interval; `estimates` are the restricted means. Missing durations are left out.
    """
    durations, observed, groups = np.asarray(durations, np.float64), np.asarray(observed, bool), np.asarray(groups)
    known = ~np.isnan(durations)
    labels, code = np.unique(groups, return_inverse=True)
    parts = [(durations[known & (code == each)], observed[known & (code == each)]) for each in range(len(labels))]
    if len(labels) < 2 or any(len(times) == 0 for times, _ in parts):
        name = "rmst_difference" if len(labels) <= 2 else None
        return undefined("log-rank", name, why=("too_few", "A group has no measured user."), level=level)
    statistic = _log_rank_statistic(durations[known], observed[known], code[known])
    degrees = len(labels) - 1.0
    pvalue = float(special.chdtrc(degrees, statistic)) if not math.isnan(statistic) else math.nan
    caveats = _why_undefined(observed[known]) if math.isnan(statistic) else ()
    if len(labels) > 2:
        return Outcome("log-rank", statistic, pvalue, degrees=degrees, caveats=caveats)
    horizon = _common_horizon(parts)
    means, effect, crossing = _two_curves(parts, horizon, level)
    return Outcome("log-rank", statistic, pvalue, means, (effect,), degrees, caveats + crossing, horizon)


def _common_horizon(parts: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the time up to which every curve is known: one that has reached 0 stays there."""
    ends = [float(times.max()) for times, _ in parts]
    left = [end for end, (times, seen) in zip(ends, parts, strict=True) if not seen[times == end].all()]
    return min(left) if left else max(ends)


def _why_undefined(observed: np.ndarray) -> tuple[Caveat, ...]:
    if not observed.any():
        return (Caveat("too_few", "It has happened to no one yet, so there is nothing to test."),)
    return (Caveat("heavy_ties", "It happened to everyone after the same time, so there is nothing to test."),)


def _two_curves(
    parts: list[tuple[np.ndarray, np.ndarray]], horizon: float, level: float
) -> tuple[tuple[float, float], Effect, tuple[Caveat, ...]]:
    curves = [kaplan_meier(*part, level=level) for part in parts]
    (mean_a, error_a), (mean_b, error_b) = (curve.restricted_mean(horizon) for curve in curves)
    half = float(special.ndtri((1 + level) / 2)) * math.hypot(error_a, error_b)
    value = mean_a - mean_b
    effect = Effect("rmst_difference", value, Interval(value - half, value + half, level))
    crossing = "The two curves cross, so which group lasts longer depends on how long one looks."
    caveats = (Caveat("crossing_curves", crossing),) if _cross(*curves, horizon=horizon) else ()
    return (mean_a, mean_b), effect, caveats


def _cross(a: SurvivalCurve, b: SurvivalCurve, *, horizon: float) -> bool:
    """Whether each curve is somewhere above the other by more than the pointwise error of the difference."""
    times = np.union1d(a.time, b.time)
    times = times[times <= horizon]
    ends_a, ends_b = (np.searchsorted(curve.time, times, side="right") for curve in (a, b))
    gap = np.append(1.0, a.survival)[ends_a] - np.append(1.0, b.survival)[ends_b]
    error = np.hypot(np.append(0.0, a.standard_error)[ends_a], np.append(0.0, b.standard_error)[ends_b])
    z = special.ndtri((1 + a.level) / 2)
    return bool((gap > z * error).any() and (gap < -z * error).any())


def _log_rank_statistic(durations: np.ndarray, observed: np.ndarray, code: np.ndarray) -> float:
    """Return (O - E)' V^-1 (O - E) of all groups but the last; nan where nothing was observed."""
    time, slot = np.unique(durations, return_inverse=True)
    count = int(code.max()) + 1
    shape = (count, len(time))
    left = np.bincount(code * len(time) + slot, minlength=count * len(time)).reshape(shape).astype(np.float64)
    deaths = np.bincount(code * len(time) + slot, weights=observed, minlength=count * len(time)).reshape(shape)
    at_risk = np.cumsum(left[:, ::-1], axis=1)[:, ::-1]
    n, d = at_risk.sum(axis=0), deaths.sum(axis=0)
    share = at_risk / n
    # Everything in float64: the product of counts overflows int64 from about a million users on.
    scale = d * np.divide(n - d, n - 1, out=np.zeros_like(n), where=n > 1)
    excess = (deaths - share * d).sum(axis=1)[:-1]
    variance = (np.diag((share * scale).sum(axis=1)) - (share * scale) @ share.T)[:-1, :-1]
    if not d.any() or not variance.any():
        return math.nan
    return float(excess @ np.linalg.pinv(variance, hermitian=True) @ excess)


def _life_table(durations: np.ndarray, observed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    time, slot = np.unique(durations, return_inverse=True)
    left = np.bincount(slot, minlength=len(time))
    events = np.bincount(slot, weights=observed, minlength=len(time)).astype(np.int64)
    return time, np.cumsum(left[::-1])[::-1], events


def _clean(durations: np.ndarray, observed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    durations, observed = np.asarray(durations, np.float64), np.asarray(observed, bool)
    known = ~np.isnan(durations)
    return durations[known], observed[known]


def _first_below(time: np.ndarray, curve: np.ndarray, bound: float) -> float:
    """First time a falling curve is at or below `bound`; where it rests on it, the middle of the rest (as R)."""
    slack = 1e-12  # a product of shares that should be exactly the bound misses it by rounding
    below = np.flatnonzero(curve <= bound + slack)
    if not len(below):
        return math.nan
    first = below[0]
    further = np.flatnonzero(curve < bound - slack)
    rests = abs(curve[first] - bound) <= slack and len(further)
    return float((time[first] + time[further[0]]) / 2) if rests else float(time[first])
