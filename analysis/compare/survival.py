"""How long until something happens, when for some it has not happened yet: Kaplan-Meier curves."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.compare.results import Interval


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
    """Return the Kaplan-Meier curve of `durations` (>= 0) with the event seen where `observed`, finite ones only."""
    durations, observed = known_times(durations, observed)
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


def _life_table(durations: np.ndarray, observed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    time, slot = np.unique(durations, return_inverse=True)
    left = np.bincount(slot, minlength=len(time))
    events = np.bincount(slot, weights=observed, minlength=len(time)).astype(np.int64)
    return time, np.cumsum(left[::-1])[::-1], events


def known_times(durations: np.ndarray, observed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the users whose time is known and finite."""
    durations, observed = np.asarray(durations, np.float64), np.asarray(observed, bool)
    known = np.isfinite(durations)
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
