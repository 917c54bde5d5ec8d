"""Do two groups differ at all, in any way? Kolmogorov-Smirnov; and Brunner-Munzel where their spreads differ."""

import math
import warnings

import numpy as np
from scipy import special, stats

from analysis.compare.outcome import Outcome, undefined
from analysis.compare.ranks import common_language_interval
from analysis.compare.results import Effect
from analysis.compare.tally import Tally, finite

_FEW = ("too_few", "This test needs at least two measured users in each group.")
_APART = ("heavy_ties", "The groups do not overlap, or everyone has the same value: the spread of ranks is 0.")
# As scipy: exact up to so many users in the larger group.
MOST_EXACT = 10_000


def kolmogorov_smirnov(a: np.ndarray, b: np.ndarray) -> Outcome:
    """Test whether `a` and `b` come from one distribution, two-sided; only finite values count.

    `statistic` is the largest distance between the two shares of users at or below a value. p as
    `scipy.stats.ks_2samp`: exact up to 10,000 users in the larger group, else by the limit for (n_a n_b) / (n_a + n_b)
    users. Ties make it careful. Without an effect in the metric's unit.
    """
    tally = Tally.of(finite(a), finite(b))
    n_a, n_b = tally.sizes
    if min(n_a, n_b) < 2:
        return undefined("Kolmogorov-Smirnov", None, why=_FEW, level=math.nan, estimates=tally.medians)
    distance = float(np.abs(np.cumsum(tally.in_a) / n_a - np.cumsum(tally.in_b) / n_b).max())
    if max(n_a, n_b) <= MOST_EXACT:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # where the exact sum fails, scipy takes the limit itself
            pvalue = stats.ks_2samp(*(np.repeat(*counted) for counted in tally.counted)).pvalue
    else:
        pvalue = stats.kstwo.sf(distance, np.round(n_a * n_b / (n_a + n_b)))
    return Outcome("Kolmogorov-Smirnov", distance, float(np.clip(pvalue, 0, 1)), tally.medians)


def brunner_munzel(a: np.ndarray, b: np.ndarray, *, level: float = 0.95) -> Outcome:
    """Test whether P(a > b) + P(a = b) / 2 is one half, with spreads that may differ; only finite values count.

    Brunner & Munzel, Biometrical Journal 42, 2000; t distribution. `statistic` is positive where `b` is higher, as in
    scipy and R's lawstat. Effect: the probability itself, with Newcombe's interval.
    """
    tally = Tally.of(finite(a), finite(b))
    n_a, n_b = tally.sizes
    if min(n_a, n_b) < 2:
        return undefined("Brunner-Munzel", "common_language", why=_FEW, level=level, estimates=tally.medians)
    # How many of the other group lie below each value, ties half: the difference of the two ranks of a user.
    over_b, over_a = (below + own / 2 for below, own in zip(tally.below[::-1], (tally.in_b, tally.in_a), strict=True))
    (mean_a, part_a), (_, part_b) = (
        _placement(over, own, size)
        for over, own, size in ((over_b, tally.in_a, n_a), (over_a, tally.in_b, n_b))
    )  # fmt: skip
    theta = mean_a / n_b
    if part_a + part_b == 0:
        return undefined("Brunner-Munzel", "common_language", why=_APART, level=level, estimates=tally.medians)
    statistic = n_a * n_b * (0.5 - theta) / math.sqrt(n_a * part_a + n_b * part_b)
    spread = (n_a * part_a + n_b * part_b) ** 2
    degrees = spread / ((n_a * part_a) ** 2 / (n_a - 1) + (n_b * part_b) ** 2 / (n_b - 1))
    effect = Effect("common_language", theta, common_language_interval(theta, n_a, n_b, level))
    pvalue = float(2 * special.stdtr(degrees, -abs(statistic)))
    return Outcome("Brunner-Munzel", statistic, pvalue, tally.medians, (effect,), float(degrees))


def _placement(over: np.ndarray, own: np.ndarray, size: int) -> tuple[float, float]:
    """Return mean and sample variance of `over` (the others below each value) over the group's users."""
    mean = float((own * over).sum()) / size
    return mean, float((own * (over - mean) ** 2).sum()) / (size - 1)
