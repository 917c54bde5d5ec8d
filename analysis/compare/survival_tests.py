"""Do groups keep going equally long? Log-rank, its weighted kin, and the difference in restricted mean time."""

import math
from dataclasses import replace
from typing import Literal

import numpy as np
from scipy import special

from analysis import wording
from analysis.compare.means import permutation
from analysis.compare.outcome import Outcome, undefined
from analysis.compare.results import Caveat, Effect, Interval
from analysis.compare.survival import SurvivalCurve, kaplan_meier, known_times

# What each moment weighs: the same, users at risk (Gehan, Wilcoxon), their root (Tarone-Ware), the share surviving by
# Peto & Peto, or by Fleming & Harrington with rho = 1 (R's survdiff).
Weighting = Literal["log-rank", "wilcoxon", "tarone-ware", "peto", "fleming-harrington"]
_NOBODY = ("too_few", "A group has no measured user.")
_NO_ERROR = "Within this time it happened to nobody, so the mean times have no error to judge by."


def log_rank(
    durations: np.ndarray, observed: np.ndarray, groups: np.ndarray, *,
    level: float = 0.95, weighting: Weighting = "log-rank",
) -> Outcome:  # fmt: skip
    """Test whether groups (any labels, shape (users,)) keep going equally long: Mantel-Haenszel log-rank, float64.

    `statistic` is chi-square with one degree less than groups. For two groups the effect is the difference in
    restricted mean time (first label in sorted order minus second) up to the longest time both curves are known,
    with a normal interval; `estimates` are the restricted means. Missing and infinite durations are left out. Own code,
    because `scipy.stats.logrank` overflows from about half a million users on and takes two groups only.
    """
    labels, code = np.unique(np.asarray(groups), return_inverse=True)
    durations, observed = np.asarray(durations, np.float64), np.asarray(observed, bool)
    parts = _parts(durations, observed, code)
    if len(labels) < 2 or any(len(times) == 0 for times, _ in parts):
        return undefined("log-rank", "rmst_difference" if len(labels) <= 2 else None, why=_NOBODY, level=level)
    known = np.isfinite(durations)
    statistic = _log_rank_statistic(durations[known], observed[known], code[known], weighting)
    degrees = len(labels) - 1.0
    pvalue = float(special.chdtrc(degrees, statistic)) if not math.isnan(statistic) else math.nan
    caveats = _why_undefined(observed[known]) if math.isnan(statistic) else ()
    if len(labels) > 2:
        return Outcome("log-rank", statistic, pvalue, degrees=degrees, caveats=caveats)
    means = restricted_means(durations, observed, groups, level=level)
    crossing = _crossing(parts, means, level)
    return Outcome(
        "log-rank", statistic, pvalue, means.estimates, means.effects, degrees, caveats + crossing, means.horizon,
        error=means.error,
    )  # fmt: skip


def restricted_means(
    durations: np.ndarray, observed: np.ndarray, groups: np.ndarray, *, horizon: float = math.nan, level: float = 0.95
) -> Outcome:
    """Compare the mean time within `horizon` of two groups: what still has a meaning where curves cross.

    Areas under Kaplan-Meier curves with Greenwood's errors (as R's survival), normal z and interval; first label in
    sorted order minus second. `horizon` nan takes the longest time both curves are known.
    """
    labels, code = np.unique(np.asarray(groups), return_inverse=True)
    parts = _parts(np.asarray(durations, np.float64), np.asarray(observed, bool), code)
    if len(labels) != 2 or any(len(times) == 0 for times, _ in parts):
        return undefined("restricted mean time", "rmst_difference", why=_NOBODY, level=level)
    horizon = _common_horizon(parts) if math.isnan(horizon) else horizon
    (mean_a, error_a), (mean_b, error_b) = (kaplan_meier(*part).restricted_mean(horizon) for part in parts)
    value, error = mean_a - mean_b, math.hypot(error_a, error_b)
    half = float(special.ndtri((1 + level) / 2)) * error
    effect = Effect("rmst_difference", value, Interval(value - half, value + half, level))
    z = value / error if error else math.nan
    return Outcome(
        "restricted mean time", z, 2 * float(special.ndtr(-abs(z))), (mean_a, mean_b), (effect,), horizon=horizon,
        caveats=() if error else (Caveat("too_few", _NO_ERROR),), error=error,
    )  # fmt: skip


def small_log_rank(
    durations: np.ndarray, observed: np.ndarray, groups: np.ndarray, *, draws: int = 2000, seed: int = 1,
    level: float = 0.95,
) -> Outcome:  # fmt: skip
    """Return `log_rank` of two groups with p by reshuffling users: for few, where chi-square is too ready to alarm.

    What is reshuffled are the log-rank scores, 1 or 0 for the event less the hazard lived through in both groups
    together; they add up to observed less expected. Holds where both groups are followed up alike.
    """
    base = replace(log_rank(durations, observed, groups, level=level), test="reshuffled log-rank")
    if math.isnan(base.pvalue):
        return base
    times, seen = known_times(durations, observed)
    curve = kaplan_meier(times, seen)
    hazard = np.cumsum(curve.events / curve.at_risk)[np.searchsorted(curve.time, times)]
    _, code = np.unique(np.asarray(groups)[np.isfinite(np.asarray(durations, np.float64))], return_inverse=True)
    scores = seen - hazard
    drawn = permutation(scores[code == 0], scores[code == 1], draws=draws, seed=seed, level=level)
    return replace(base, pvalue=drawn.pvalue)


def _parts(durations: np.ndarray, observed: np.ndarray, code: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    known = np.isfinite(durations)
    count = int(code.max()) + 1 if len(code) else 0
    return [(durations[known & (code == each)], observed[known & (code == each)]) for each in range(count)]


def _common_horizon(parts: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the time up to which every curve is known: one that has reached 0 stays there."""
    ends = [float(times.max()) for times, _ in parts]
    left = [end for end, (times, seen) in zip(ends, parts, strict=True) if not seen[times == end].all()]
    return min(left) if left else max(ends)


def _why_undefined(observed: np.ndarray) -> tuple[Caveat, ...]:
    if not observed.any():
        return (Caveat("too_few", "It has happened to no one yet, so there is nothing to test."),)
    return (Caveat("heavy_ties", "It happened to everyone after the same time, so there is nothing to test."),)


def _crossing(parts: list[tuple[np.ndarray, np.ndarray]], means: Outcome, level: float) -> tuple[Caveat, ...]:
    if not _cross(*(kaplan_meier(*part, level=level) for part in parts), horizon=means.horizon):
        return ()
    told = (
        "The two curves cross, so which group lasts longer depends on how long one looks, and the log-rank test may "
        f"miss it; read the mean time within the first {wording.count(means.horizon)} days instead, whose difference "
        f"has {wording.pvalue(means.pvalue)} (not adjusted)."
    )
    return (Caveat("crossing_curves", told),)


def _cross(a: SurvivalCurve, b: SurvivalCurve, *, horizon: float) -> bool:
    """Whether each curve is somewhere above the other by more than the pointwise error of the difference."""
    times = np.union1d(a.time, b.time)
    times = times[times <= horizon]
    ends_a, ends_b = (np.searchsorted(curve.time, times, side="right") for curve in (a, b))
    gap = np.append(1.0, a.survival)[ends_a] - np.append(1.0, b.survival)[ends_b]
    error = np.hypot(np.append(0.0, a.standard_error)[ends_a], np.append(0.0, b.standard_error)[ends_b])
    z = special.ndtri((1 + a.level) / 2)
    return bool((gap > z * error).any() and (gap < -z * error).any())


def _log_rank_statistic(
    durations: np.ndarray, observed: np.ndarray, code: np.ndarray, weighting: Weighting = "log-rank"
) -> float:
    """Return (O - E)' V^-1 (O - E), weighted, of all groups but the last; nan where nothing was observed."""
    time, slot = np.unique(durations, return_inverse=True)
    count = int(code.max()) + 1
    shape = (count, len(time))
    left = np.bincount(code * len(time) + slot, minlength=count * len(time)).reshape(shape).astype(np.float64)
    deaths = np.bincount(code * len(time) + slot, weights=observed, minlength=count * len(time)).reshape(shape)
    at_risk = np.cumsum(left[:, ::-1], axis=1)[:, ::-1]
    n, d = at_risk.sum(axis=0), deaths.sum(axis=0)
    share = at_risk / n
    # Everything in float64: the product of counts overflows int64 from about a million users on.
    weight = _weights(n, d, weighting)
    scale = weight**2 * d * np.divide(n - d, n - 1, out=np.zeros_like(n), where=n > 1)
    excess = (weight * (deaths - share * d)).sum(axis=1)[:-1]
    variance = (np.diag((share * scale).sum(axis=1)) - (share * scale) @ share.T)[:-1, :-1]
    if not d.any() or not variance.any():
        return math.nan
    return float(excess @ np.linalg.pinv(variance, hermitian=True) @ excess)


def _weights(n: np.ndarray, d: np.ndarray, weighting: Weighting) -> np.ndarray:
    """Return what each moment weighs, of n users at risk and d events; shape (times,)."""
    if weighting == "wilcoxon":
        return n
    if weighting == "tarone-ware":
        return np.sqrt(n)
    if weighting == "peto":
        return np.cumprod(1 - d / (n + 1))
    if weighting == "fleming-harrington":  # the share surviving just before
        return np.append(1.0, np.cumprod(1 - d / n)[:-1])
    return np.ones_like(n)
