"""Effects of different units on one axis: in standard deviations between users."""

import math

import numpy as np
from scipy import special

from analysis.compare.ranks import common_language_interval
from analysis.compare.results import Comparison, Interval


def standardised(comparison: Comparison) -> tuple[float, float, float]:
    """Return effect, low and high of a comparison in standard deviations between users; nan where not defined.

    - Ranks: sqrt(2) times the normal quantile of P(a > b) + P(a = b) / 2, the shift that two equal normal groups
      would need for it (McGraw & Wong, Psychological Bulletin 111, 1992); not finite where the groups do not overlap.
    - Shares: the difference over sqrt(p (1 - p)) of both groups together.
    - Ratios: the same with the logarithm in place of the difference.
    - Means and restricted means: the difference over its standard error, times sqrt(1 / n_a + 1 / n_b).
    """
    effect = comparison.effect
    if not (math.isfinite(effect.value) and comparison.n_a and comparison.n_b):
        return math.nan, math.nan, math.nan
    if effect.name == "hodges_lehmann_shift":
        return _from_ranks(comparison)
    if effect.name == "rate_ratio":
        return _from_ratio(comparison)
    scale = _share_scale(comparison) if effect.name == "share_difference" else _error_scale(comparison)
    return effect.value * scale, effect.interval.low * scale, effect.interval.high * scale


def _from_ranks(comparison: Comparison) -> tuple[float, float, float]:
    theta = comparison.statistic / (comparison.n_a * comparison.n_b)
    bounds = common_language_interval(theta, comparison.n_a, comparison.n_b, comparison.effect.interval.level)
    effect, low, high = math.sqrt(2) * special.ndtri(np.array([theta, bounds.low, bounds.high]))
    return float(effect), float(low), float(high)


def _from_ratio(comparison: Comparison) -> tuple[float, float, float]:
    effect = comparison.effect
    logs = [
        math.log(each) if each > 0 else math.nan for each in (effect.value, effect.interval.low, effect.interval.high)
    ]
    scale = _scale_of(comparison, Interval(logs[1], logs[2], effect.interval.level))
    return logs[0] * scale, logs[1] * scale, logs[2] * scale


def _share_scale(comparison: Comparison) -> float:
    n_a, n_b = comparison.n_a, comparison.n_b
    both = (n_a * comparison.estimate_a + n_b * comparison.estimate_b) / (n_a + n_b)
    spread = both * (1 - both)
    return 1 / math.sqrt(spread) if spread > 0 else math.nan


def _error_scale(comparison: Comparison) -> float:
    return _scale_of(comparison, comparison.effect.interval)


def _scale_of(comparison: Comparison, interval: Interval) -> float:
    error = (interval.high - interval.low) / (2 * special.ndtri((1 + interval.level) / 2))
    return math.sqrt(1 / comparison.n_a + 1 / comparison.n_b) / error if error > 0 else math.nan
