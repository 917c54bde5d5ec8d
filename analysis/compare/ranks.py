"""Is one group typically higher? Mann-Whitney, the Hodges-Lehmann shift, and how often a beats b; Kruskal-Wallis."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy import optimize, special, stats

from analysis.compare.outcome import Outcome, no_interval, or_nan, undefined
from analysis.compare.results import Caveat, Effect, Interval
from analysis.compare.tally import Tally, finite
from analysis.kernels.pairs import kth_difference

Method = Literal["auto", "exact", "normal"]
_TEST = "Mann-Whitney"
_EDGE = 1e-12
_ALL_EQUAL = "Everyone has the same value, so there is nothing to compare."
_NOBODY = ("too_few", "One of the groups has no measured user.")
# Up to so many users in the smaller group, and without ties, the p value is exact (as scipy's method="auto").
MOST_EXACT = 8


def mann_whitney(a: np.ndarray, b: np.ndarray, *, level: float = 0.95, method: Method = "auto") -> Outcome:
    """Test whether values of `a` are typically higher than those of `b`, two-sided; only finite values count.

    `statistic` is U of `a` (R's W). The p value is exact for 8 or fewer users in the smaller group without ties,
    else normal with tie and continuity correction (scipy `method="auto"`). `estimates` are the medians. `effects`:
    the Hodges-Lehmann shift (median of all differences a - b) with the interval of the inverted test, and
    P(a > b) + P(a = b) / 2 with Newcombe's interval (Statistics in Medicine 25, 2006, method 5). Shapes (n_a,), (n_b,).
    """
    tally = Tally.of(finite(a), finite(b))
    n_a, n_b = tally.sizes
    if not (n_a and n_b):
        return undefined(_TEST, "hodges_lehmann_shift", why=_NOBODY, level=level, estimates=tally.medians)
    interval = _shift_interval(tally, level)
    shift = Effect("hodges_lehmann_shift", _median_difference(tally), interval)
    u = float((tally.in_a * (tally.below[1] + tally.in_b / 2)).sum())
    theta = u / (n_a * n_b)
    language = Effect("common_language", theta, common_language_interval(theta, n_a, n_b, level))
    equal = len(tally.values) == 1
    pvalue = math.nan if equal else _pvalue(tally, u, method)
    caveats = (Caveat("heavy_ties", _ALL_EQUAL),) if equal else ()
    error = float((interval.high - interval.low) / (2 * special.ndtri((1 + level) / 2)))
    return Outcome(_TEST, u, pvalue, tally.medians, (shift, language), caveats=caveats, error=or_nan(error))


def kruskal_wallis(groups: Sequence[np.ndarray]) -> Outcome:
    """Test whether any of several groups is typically higher than another; only finite values count."""
    groups = [finite(group) for group in groups]
    if len(groups) < 2 or any(len(group) == 0 for group in groups) or np.ptp(np.concatenate(groups)) == 0:
        return undefined(
            "Kruskal-Wallis", None, why=("too_few", "A group is empty or all values are equal."), level=0.95
        )
    result = stats.kruskal(*groups)
    medians = tuple(float(np.median(group)) for group in groups)
    return Outcome("Kruskal-Wallis", float(result.statistic), float(result.pvalue), medians, degrees=len(groups) - 1.0)


def _pvalue(tally: Tally, u: float, method: Method) -> float:
    """Return the two-sided p of U: exact from scipy, or normal with the tally's tie correction."""
    n_a, n_b = tally.sizes
    if method == "exact" or (method == "auto" and min(n_a, n_b) <= MOST_EXACT and not tally.ties):
        a, b = (np.repeat(*counted) for counted in tally.counted)
        return float(stats.mannwhitneyu(a, b, method="exact").pvalue)
    z = (abs(u - n_a * n_b / 2) - 0.5) / _deviation(tally)
    return float(min(1.0, 2 * special.ndtr(-z)))


def _deviation(tally: Tally) -> float:
    """Return the standard deviation of U where nothing differs, ties taken into account."""
    n_a, n_b = tally.sizes
    total = n_a + n_b
    spread = total + 1 - tally.ties / (total * max(total - 1, 1))
    return math.sqrt(n_a * n_b * max(spread, 0.0) / 12)


def _median_difference(tally: Tally) -> float:
    pairs = math.prod(tally.sizes)
    low = kth_difference(*tally.counted, rank=(pairs + 1) // 2)
    return low if pairs % 2 else (low + kth_difference(*tally.counted, rank=pairs // 2 + 1)) / 2


def _shift_interval(tally: Tally, level: float) -> Interval:
    """Return the differences of rank C and pairs + 1 - C, C from the normal approximation with tie correction.

    Hollander & Wolfe, Nonparametric Statistical Methods, section 4.3. Too few pairs for the level leave it undefined.
    """
    pairs = math.prod(tally.sizes)
    rank = math.floor(pairs / 2 - special.ndtri((1 + level) / 2) * _deviation(tally) + 0.5)
    if rank < 1:
        return no_interval(level)
    rank = min(rank, (pairs + 1) // 2)
    bounds = (kth_difference(*tally.counted, rank=each) for each in (rank, pairs + 1 - rank))
    return Interval(*bounds, level)


def common_language_interval(theta: float, n_a: int, n_b: int, level: float) -> Interval:
    """Return the interval of `theta` = P(a > b) + P(a = b) / 2; never a point, even at 0 or 1.

    Solves |theta - t| = z sd(t) for t on both sides (Newcombe 2006, method 5).
    """
    z = special.ndtri((1 + level) / 2)
    star = (n_a + n_b) / 2 - 1

    def gap(t: float) -> float:
        variance = t * (1 - t) * (1 + star * ((1 - t) / (2 - t) + t / (1 + t))) / (n_a * n_b)
        return (theta - t) ** 2 - z * z * variance

    # At 0 and 1 the ends of the range are roots too; the ones looked for lie strictly inside.
    low = 0.0 if theta == 0 else optimize.brentq(gap, 0.0, min(theta, 1 - _EDGE))
    high = 1.0 if theta == 1 else optimize.brentq(gap, max(theta, _EDGE), 1.0)
    return Interval(float(low), float(high), level)
