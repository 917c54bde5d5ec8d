"""Do means differ? Welch, and reshuffled groups."""

import math

import numpy as np
from scipy import special, stats

from analysis.compare.outcome import Outcome, no_interval, undefined
from analysis.compare.resampled import studentised_interval
from analysis.compare.results import Caveat, Effect, Interval
from analysis.compare.tally import finite

# Intervals of raw means hold their level only from about 50 users a group on (A/A tests on CDNOW revenue); below, none
# is given.
MIN_USERS_FOR_MEAN_INTERVAL = 50
# Beyond this many users the reshuffling distribution of a mean is normal with known variance; draws add only noise.
MOST_USERS_TO_RESHUFFLE = 20_000
# With so many users in the smaller group the sum of a column is normal even where few have it.
MOST_USERS_TO_DRAW = 1_000
_NO_INTERVAL = ("too_few", f"An interval for a mean needs {MIN_USERS_FOR_MEAN_INTERVAL} users in each group.")
_FEW = ("too_few", "A mean needs at least two users in each group.")
_EQUAL = ("heavy_ties", "Nobody differs from the others of their group, so there is no spread to judge by.")


def welch(a: np.ndarray, b: np.ndarray, *, level: float = 0.95) -> Outcome:
    """Return Welch's t test of the means; only finite values count. Effect: mean of a minus mean of b.

    Of two groups that each have one value only, the means are known to differ by that much; a test is undefined.
    Skewed money with groups of very different size breaks it: prefer `permutation` there.
    """
    a, b = finite(a), finite(b)
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
    pvalue = float(2 * stats.t.sf(abs(t), degrees))
    return Outcome("Welch t", t, pvalue, means, (effect,), degrees, error=error)


def permutation(a: np.ndarray, b: np.ndarray, *, draws: int = 2000, seed: int = 1, level: float = 0.95) -> Outcome:
    """Return a test of means by reshuffling who belongs to which group; only finite values count.

    p = (1 + reshuffles at least as far apart) / (1 + draws) (Phipson & Smyth 2010); beyond
    `MOST_USERS_TO_RESHUFFLE` users the normal limit with the exact reshuffling variance. `statistic` is the difference
    over that standard deviation. Effect: mean of a minus mean of b. From `MIN_USERS_FOR_MEAN_INTERVAL` users a group on
    it has the interval of the studentised bootstrap, beyond `MOST_USERS_TO_RESHUFFLE` users that of Welch, which is its
    limit; below, none.
    """
    a, b = finite(a), finite(b)
    base = welch(a, b, level=level)
    pooled = np.concatenate((a, b))
    if min(len(a), len(b)) < 2 or np.ptp(pooled) == 0:
        return Outcome("permutation of means", math.nan, math.nan, base.estimates, base.effects, caveats=base.caveats)
    z = base.effects[0].value / math.sqrt(np.var(pooled, ddof=1) * (1 / len(a) + 1 / len(b)))
    many = len(pooled) > MOST_USERS_TO_RESHUFFLE
    pvalue = float(2 * special.ndtr(-abs(z))) if many else _reshuffled_pvalue(pooled, len(a), draws=draws, seed=seed)
    interval, caveats = base.effects[0].interval, ()
    if min(len(a), len(b)) < MIN_USERS_FOR_MEAN_INTERVAL:
        interval, caveats = no_interval(level), (Caveat(*_NO_INTERVAL),)
    elif not many and base.error > 0:
        interval = studentised_interval(a, b, draws=draws, seed=seed, level=level)
    effect = Effect("mean_difference", base.effects[0].value, interval)
    return Outcome("permutation of means", z, pvalue, base.estimates, (effect,), caveats=caveats, error=base.error)


def _reshuffled_pvalue(pooled: np.ndarray, n_a: int, *, draws: int, seed: int) -> float:
    generator = np.random.default_rng(seed)
    # Sorted first, so that the order in which users come does not change the draws.
    centred = np.sort(pooled) - pooled.mean()
    small = min(n_a, len(pooled) - n_a)
    observed = abs(pooled[:n_a].sum() - n_a * pooled.mean())
    sums = np.array([abs(generator.permutation(centred)[:small].sum()) for _ in range(draws)])
    slack = 1e-9 * np.abs(centred).sum()  # equal sums in another order differ by rounding
    return (1 + int((sums >= observed - slack).sum())) / (1 + draws)


def reshuffled_columns(
    values: np.ndarray, in_a: np.ndarray, *, draws: int = 2000, seed: int = 1, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return p values and half widths of intervals for the difference of means, of many columns at once.

    Users are reshuffled between the groups as in `permutation`, all columns of a user together: rare values in small
    groups, where Welch's test calls one difference in five real, keep their level. The half width is what `level` of
    all reshuffles stay within, so an interval clears zero where p is small.

    Parameters
    ----------
    values
        float64, shape (users, columns), without nan.
    in_a
        bool, shape (users,).
    """
    n_a, users = int(in_a.sum()), len(values)
    means = values.mean(axis=0)
    # The smaller group decides both sums, as all values together are fixed.
    small, is_small = (n_a, in_a) if 2 * n_a <= users else (users - n_a, ~in_a)
    to_difference = (1 / small) * users / (users - small)
    observed = np.abs(values[is_small].sum(axis=0) - small * means)
    if small > MOST_USERS_TO_DRAW:
        spread = values.std(axis=0, ddof=1) * math.sqrt(small * (users - small) / users)
        z = np.divide(observed, spread, out=np.full(len(means), np.nan), where=spread > 0)
        return 2 * special.ndtr(-z), special.ndtri((1 + level) / 2) * spread * to_difference
    centred = values - means
    generator = np.random.default_rng(seed)
    sums = np.abs([centred[generator.choice(users, small, replace=False)].sum(axis=0) for _ in range(draws)])
    slack = 1e-9 * np.abs(centred).sum(axis=0)
    pvalues = (1 + (sums >= observed - slack).sum(axis=0)) / (1 + draws)
    pvalues[np.ptp(values, axis=0) == 0] = np.nan
    return pvalues, np.quantile(sums, level, axis=0) * to_difference


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else math.nan
