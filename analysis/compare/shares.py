"""Do shares differ? Newcombe's interval for the difference; chi-square or Fisher's mid-p; tables of any size."""

import math

import numpy as np
from scipy import special, stats

from analysis.compare.outcome import Outcome, undefined
from analysis.compare.results import Effect, Interval
from analysis.rhythms.intervals import wilson_interval

# Below an expected count of 5 the chi-square distribution is a poor guide (Cochran 1954).
MIN_EXPECTED = 5.0
TABLE_DRAWS = 20_000
_NOBODY = ("too_few", "A group is empty.")
_SAME = ("heavy_ties", "Either everyone or no one in both groups did this, so there is nothing to test.")


def wilson(count: float, n: float, *, level: float = 0.95) -> Interval:
    """Return Wilson's score interval of a share (JASA 22, 1927); nan where n is 0."""
    low, high = wilson_interval(count, n, level=level)
    return Interval(float(low), float(high), level)


def proportions(count_a: int, n_a: int, count_b: int, n_b: int, *, level: float = 0.95) -> Outcome:
    """Compare the share `count_a / n_a` with `count_b / n_b`, two-sided.

    Effect `share_difference` with Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10).
    Chi-square without continuity correction where every expected count is at least 5, else Fisher's exact test with
    mid-p (the two-sided p less half the chance of the table seen); `statistic` is chi-square or the odds ratio.
    Raises ValueError where a count lies outside 0..n.
    """
    if not (0 <= count_a <= n_a and 0 <= count_b <= n_b):
        raise ValueError(f"counts must lie in 0..n, found {count_a} of {n_a} and {count_b} of {n_b}")
    if not (n_a and n_b):
        shares = (count_a / n_a if n_a else math.nan, count_b / n_b if n_b else math.nan)
        return undefined("chi-square", "share_difference", why=_NOBODY, level=level, estimates=shares)
    shares = (count_a / n_a, count_b / n_b)
    effects = (Effect("share_difference", shares[0] - shares[1], newcombe(count_a, n_a, count_b, n_b, level=level)),)
    done = count_a + count_b
    if done in (0, n_a + n_b):
        caveats = undefined("chi-square", None, why=_SAME, level=level).caveats
        return Outcome("chi-square", math.nan, math.nan, shares, effects, caveats=caveats)
    table = np.array([[count_a, n_a - count_a], [count_b, n_b - count_b]], np.float64)
    if _expected(table).min() >= MIN_EXPECTED:
        chi2, pvalue = _chi_square(table)
        return Outcome("chi-square", chi2, pvalue, shares, effects, 1.0)
    seen = stats.hypergeom.pmf(count_a, n_a + n_b, done, n_a)
    pvalue = float(stats.fisher_exact(table)[1] - seen / 2)
    return Outcome("Fisher mid-p", _odds_ratio(table), pvalue, shares, effects)


def contingency(table: np.ndarray, *, seed: int = 1, level: float = 0.95) -> Outcome:
    """Test whether rows and columns of a table of counts are independent; shape (rows, columns).

    Empty rows and columns are left out. Chi-square without continuity correction where every expected count is at
    least 5; else Fisher's exact test, of larger tables than 2 x 2 by `TABLE_DRAWS` seeded random tables with the same
    margins. `statistic` is chi-square, of a 2 x 2 Fisher test the odds ratio; this has as effect the conditional odds
    ratio with its exact interval (as R's fisher.test).
    """
    table = np.asarray(table, np.float64)
    if table.ndim != 2 or not (np.isfinite(table) & (table >= 0)).all():
        raise ValueError("a table needs rows and columns of counts, none missing or negative")
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        why = ("heavy_ties", "The table has fewer than two rows or columns with users, so there is nothing to test.")
        return undefined("chi-square", None, why=why, level=math.nan)
    degrees = float((table.shape[0] - 1) * (table.shape[1] - 1))
    if _expected(table).min() >= MIN_EXPECTED:
        return Outcome("chi-square", *_chi_square(table), degrees=degrees)
    if table.shape == (2, 2):
        return fisher(table, level=level)
    return Outcome("Fisher exact (drawn)", _chi_square(table)[0], _drawn_pvalue(table, seed), degrees=degrees)


def fisher(table: np.ndarray, *, level: float = 0.95) -> Outcome:
    """Return Fisher's exact test of a 2 x 2 table of counts, two-sided; `statistic` is the odds ratio of the table.

    Effect `odds_ratio`: the conditional one with its exact interval, as R's fisher.test; bounds may be infinite.
    """
    table = np.asarray(table).astype(np.int64)
    found = stats.contingency.odds_ratio(table, kind="conditional")
    bounds = found.confidence_interval(level)
    interval = Interval(float(bounds.low), float(bounds.high), level)
    effect = Effect("odds_ratio", float(found.statistic), interval)
    return Outcome("Fisher exact", _odds_ratio(table), float(stats.fisher_exact(table)[1]), effects=(effect,))


def _expected(table: np.ndarray) -> np.ndarray:
    return np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()


def _chi_square(table: np.ndarray) -> tuple[float, float]:
    expected = _expected(table)
    chi2 = float(((table - expected) ** 2 / expected).sum())
    degrees = (table.shape[0] - 1) * (table.shape[1] - 1)
    return chi2, float(special.chdtrc(degrees, chi2))


def _odds_ratio(table: np.ndarray) -> float:
    (a, b), (c, d) = table.tolist()
    return a * d / (b * c) if b * c else math.inf if a * d else math.nan


def _drawn_pvalue(table: np.ndarray, seed: int) -> float:
    """Share of tables with the same margins that are no likelier than this one."""
    margins = stats.random_table(table.sum(axis=1).astype(int), table.sum(axis=0).astype(int))
    drawn = margins.rvs(TABLE_DRAWS, random_state=np.random.default_rng(seed))
    surprise = special.gammaln(drawn + 1).sum(axis=(-2, -1))
    seen = special.gammaln(table + 1).sum()
    rarer = int((surprise >= seen - 1e-7).sum())  # equal chances differ by rounding
    return (1 + rarer) / (1 + TABLE_DRAWS)


def newcombe(count_a: float, n_a: float, count_b: float, n_b: float, *, level: float = 0.95) -> Interval:
    """Return Newcombe's interval of a difference of two shares; counts need not be whole (effective numbers)."""
    a, b = wilson(count_a, n_a, level=level), wilson(count_b, n_b, level=level)
    share_a, share_b = count_a / n_a, count_b / n_b
    below = math.hypot(share_a - a.low, b.high - share_b)
    above = math.hypot(a.high - share_a, share_b - b.low)
    return Interval(share_a - share_b - below, share_a - share_b + above, level)
