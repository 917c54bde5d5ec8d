"""Is one group typically higher? Mann-Whitney, the Hodges-Lehmann shift, and how often a beats b; Kruskal-Wallis."""

import math
from collections.abc import Sequence

import numpy as np
from scipy import optimize, special, stats

from analysis.compare.outcome import Outcome, no_interval, undefined
from analysis.compare.results import Caveat, Effect, Interval
from analysis.kernels.pairs import kth_difference

_TEST = "Mann-Whitney"
_EDGE = 1e-12
_ALL_EQUAL = "Everyone has the same value, so there is nothing to compare."


def mann_whitney(a: np.ndarray, b: np.ndarray, *, level: float = 0.95) -> Outcome:
    """Test whether values of `a` are typically higher than those of `b`, two-sided; missing values are left out.

    `statistic` is U of `a` (R's W). The p value is exact for 8 or fewer users in the smaller group without ties,
    else normal with tie and continuity correction (scipy `method="auto"`). `estimates` are the medians. `effects`:
    the Hodges-Lehmann shift (median of all differences a - b) with the interval of the inverted test, and
    P(a > b) + P(a = b) / 2 with Newcombe's interval (Statistics in Medicine 25, 2006, method 5). Shapes (n_a,), (n_b,).
    """
    a, b = _clean(a), _clean(b)
    if not (len(a) and len(b)):
        return undefined(
            _TEST, "hodges_lehmann_shift", why=("too_few", "One of the groups has no measured user."), level=level,
            estimates=(_median(a), _median(b)),
        )  # fmt: skip
    a, b = np.sort(a), np.sort(b)
    shift = Effect("hodges_lehmann_shift", _median_difference(a, b), _shift_interval(a, b, level))
    below, up_to = np.searchsorted(b, a, "left").sum(), np.searchsorted(b, a, "right").sum()
    u = (float(below) + float(up_to)) / 2
    theta = u / (len(a) * len(b))
    language = Effect("common_language", theta, common_language_interval(theta, len(a), len(b), level))
    equal = a[0] == b[0] == a[-1] == b[-1]
    pvalue = math.nan if equal else float(stats.mannwhitneyu(a, b, method="auto").pvalue)
    caveats = (Caveat("heavy_ties", _ALL_EQUAL),) if equal else ()
    return Outcome(_TEST, u, pvalue, (_median(a), _median(b)), (shift, language), caveats=caveats)


def kruskal_wallis(groups: Sequence[np.ndarray]) -> Outcome:
    """Test whether any of several groups is typically higher than another; missing values are left out."""
    groups = [_clean(group) for group in groups]
    if any(len(group) == 0 for group in groups) or np.ptp(np.concatenate(groups)) == 0:
        return undefined(
            "Kruskal-Wallis", None, why=("too_few", "A group is empty or all values are equal."), level=0.95
        )
    result = stats.kruskal(*groups)
    medians = tuple(_median(group) for group in groups)
    return Outcome("Kruskal-Wallis", float(result.statistic), float(result.pvalue), medians, degrees=len(groups) - 1.0)


def _clean(values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, np.float64)
    return values[~np.isnan(values)]


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else math.nan


def _median_difference(a: np.ndarray, b: np.ndarray) -> float:
    pairs = len(a) * len(b)
    low = kth_difference(a, b, (pairs + 1) // 2)
    return low if pairs % 2 else (low + kth_difference(a, b, pairs // 2 + 1)) / 2


def _shift_interval(a: np.ndarray, b: np.ndarray, level: float) -> Interval:
    """Return the differences of rank C and pairs + 1 - C, C from the normal approximation with tie correction.

    Hollander & Wolfe, Nonparametric Statistical Methods, section 4.3. Too few pairs for the level leave it undefined.
    """
    n_a, n_b = len(a), len(b)
    pairs, total = n_a * n_b, n_a + n_b
    ties = np.unique(np.concatenate((a, b)), return_counts=True)[1].astype(np.float64)
    spread = total + 1 - float((ties**3 - ties).sum()) / (total * max(total - 1, 1))
    deviation = math.sqrt(pairs * max(spread, 0.0) / 12)
    rank = math.floor(pairs / 2 - special.ndtri((1 + level) / 2) * deviation + 0.5)
    if rank < 1:
        return no_interval(level)
    rank = min(rank, (pairs + 1) // 2)
    return Interval(kth_difference(a, b, rank), kth_difference(a, b, pairs + 1 - rank), level)


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
