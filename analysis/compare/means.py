"""Do means differ? Welch, and reshuffled groups."""

import math

import numpy as np
from scipy import special, stats

from analysis.compare.outcome import Outcome, no_interval, undefined
from analysis.compare.results import Caveat, Effect, Interval

# Intervals of raw means hold their level only from about 50 users a group on (percentile and t intervals on CDNOW
# revenue, A/A tests); below, none is given.
MIN_USERS_FOR_MEAN_INTERVAL = 50
# Beyond this many users the reshuffling distribution of a mean is normal with known variance; draws add only noise.
MOST_USERS_TO_RESHUFFLE = 20_000
_FEW = ("too_few", "A mean needs at least two users in each group.")
_EQUAL = ("heavy_ties", "Everyone in both groups has the same value, so there is nothing to compare.")


def welch(a: np.ndarray, b: np.ndarray, *, level: float = 0.95) -> Outcome:
    """Return Welch's t test of the means; missing values are left out. Effect: mean of a minus mean of b.

    Of two groups that each have one value only, the means are known to differ by that much; a test is undefined.
    Skewed money with groups of very different size breaks it: prefer `permutation` there.
    """
    a, b = _clean(a), _clean(b)
    means = (_mean(a), _mean(b))
    if min(len(a), len(b)) < 2:
        return undefined("Welch t", "mean_difference", why=_FEW, level=level, estimates=means)
    parts = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    error = math.sqrt(sum(parts))
    difference = means[0] - means[1]
    if error == 0:
        effect = Effect("mean_difference", difference, no_interval(level))
        return Outcome("Welch t", math.nan, math.nan, means, (effect,), caveats=(Caveat(*_EQUAL),))
    # Welch-Satterthwaite: Welch, Biometrika 34, 1947.
    degrees = float(sum(parts) ** 2 / (parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1)))
    half = float(special.stdtrit(degrees, (1 + level) / 2)) * error
    effect = Effect("mean_difference", difference, Interval(difference - half, difference + half, level))
    t = difference / error
    return Outcome("Welch t", t, float(2 * stats.t.sf(abs(t), degrees)), means, (effect,), degrees)


def permutation(a: np.ndarray, b: np.ndarray, *, draws: int = 2000, seed: int = 1, level: float = 0.95) -> Outcome:
    """Return a test of means by reshuffling who belongs to which group; missing values are left out.

    p = (1 + reshuffles at least as far apart) / (1 + draws) (Phipson & Smyth 2010); beyond
    `MOST_USERS_TO_RESHUFFLE` users the normal limit with the exact reshuffling variance. `statistic` is the difference
    over that standard deviation. Effect: mean of a minus mean of b; its Welch interval is given only from
    `MIN_USERS_FOR_MEAN_INTERVAL` users a group on.
    """
    a, b = _clean(a), _clean(b)
    base = welch(a, b, level=level)
    if math.isnan(base.pvalue):
        return Outcome("permutation of means", math.nan, math.nan, base.estimates, base.effects, caveats=base.caveats)
    pooled = np.concatenate((a, b))
    z = base.effects[0].value / math.sqrt(np.var(pooled, ddof=1) * (1 / len(a) + 1 / len(b)))
    many = len(pooled) > MOST_USERS_TO_RESHUFFLE
    pvalue = float(2 * special.ndtr(-abs(z))) if many else _reshuffled_pvalue(pooled, len(a), draws=draws, seed=seed)
    effects, caveats = base.effects, ()
    if min(len(a), len(b)) < MIN_USERS_FOR_MEAN_INTERVAL:
        effects = (Effect("mean_difference", base.effects[0].value, no_interval(level)),)
        few = f"An interval for a mean needs {MIN_USERS_FOR_MEAN_INTERVAL} users in each group."
        caveats = (Caveat("too_few", few),)
    return Outcome("permutation of means", z, pvalue, base.estimates, effects, caveats=caveats)


def _reshuffled_pvalue(pooled: np.ndarray, n_a: int, *, draws: int, seed: int) -> float:
    generator = np.random.default_rng(seed)
    # Sorted first, so that the order in which users come does not change the draws.
    centred = np.sort(pooled) - pooled.mean()
    small = min(n_a, len(pooled) - n_a)
    observed = abs(pooled[:n_a].sum() - n_a * pooled.mean())
    sums = np.array([abs(generator.permutation(centred)[:small].sum()) for _ in range(draws)])
    slack = 1e-9 * np.abs(centred).sum()  # equal sums in another order differ by rounding
    return (1 + int((sums >= observed - slack).sum())) / (1 + draws)


def _clean(values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, np.float64)
    return values[~np.isnan(values)]


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else math.nan
