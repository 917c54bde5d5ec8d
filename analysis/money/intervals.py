"""Intervals of money lost: a few customers pay most of it, so that who left weighs more than how many."""

import numpy as np
from scipy import stats

from analysis.rhythms.intervals import wilson_interval


def lost_rate_interval(
    lost: np.ndarray, lost_squares: np.ndarray, usual: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high of a rate of money lost, each customer who left weighted by what they paid.

    The gamma interval of a weighted sum of Poisson counts (Fay & Feuer, Statistics in Medicine 16, 1997). They add the
    largest weight of all to the upper limit, Tiwari, Clegg & Zou (2006) the mean weight; here it is the mean weighted
    by money. Measured with log-normal prices: 94 to 99 % of intervals cover, with the mean 87 to 94 %, redrawing
    customers 81 to 94 %, and with the largest the interval is up to three times as wide.

    Parameters
    ----------
    lost, lost_squares
        Sum of the weights of those who left, and of their squares; the rate itself is `lost`.
    usual
        The weight of a customer, averaged over all money paid; nan where nobody paid gives nan.
    """
    tail = (1 - level) / 2
    lost, lost_squares, usual = (np.asarray(each, float) for each in (lost, lost_squares, usual))
    with np.errstate(invalid="ignore", divide="ignore"):
        low = lost_squares / (2 * lost) * stats.chi2.ppf(tail, 2 * lost**2 / lost_squares)
        above, above_squares = lost + usual, lost_squares + usual**2
        high = above_squares / (2 * above) * stats.chi2.ppf(1 - tail, 2 * above**2 / above_squares)
    return np.where((lost == 0) & np.isfinite(usual), 0.0, low), high


def money_share_interval(
    lost: np.ndarray, lost_squares: np.ndarray, total: np.ndarray, total_squares: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high of lost / total, where each customer's money is lost whole or not at all.

    Wilson's interval with the effective number of customers: as many of equal size as would tell as much, from the
    variance seen, and never more than Kish's (sum w)^2 / sum w^2 (Korn & Graubard, Survey Methodology 24, 1998, have
    Clopper and Pearson's in its place). Measured with log-normal prices it covers in 94 to 98 of 100, redrawing
    customers in 54 to 94.
    """
    lost, lost_squares, total, total_squares = (
        np.asarray(each, float) for each in (lost, lost_squares, total, total_squares)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = lost / total
        most = total**2 / total_squares
        variance = (lost_squares * (1 - 2 * share) + share**2 * total_squares) / total**2
        seen = share * (1 - share) / variance
        effective = np.fmin(most, np.where((share > 0) & (share < 1) & (variance > 0), seen, np.nan))
    return wilson_interval(np.where(lost == 0, 0 * share, share * effective), effective, level=level)


def rate_ratio(
    count: np.ndarray, exposure: np.ndarray, rest: np.ndarray, rest_exposure: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the ratio of two rates of leaving, low and high, and the two-sided p value.

    Given all who left, how many of them did so here is binomial (Przyborowski & Wilenski 1940): mid-p, and the equal
    tailed interval of Jeffreys' prior. nan where nobody left or one side was not paying; the ratio and its high are
    infinite where nobody left elsewhere.
    """
    count, exposure, rest, rest_exposure = (np.asarray(each, float) for each in (count, exposure, rest, rest_exposure))
    tail, both = (1 - level) / 2, count + rest
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = rest_exposure / exposure
        low, high = (stats.beta.ppf(at, count + 0.5, rest + 0.5) for at in (tail, 1 - tail))
        low, high = np.where(count == 0, 0, low), np.where(rest == 0, 1, high)
        ratio, low, high = (scale * odds for odds in (count / rest, low / (1 - low), high / (1 - high)))
        expected = stats.binom(both, exposure / (exposure + rest_exposure))
        half = expected.pmf(count) / 2
        pvalue = np.minimum(1, 2 * np.minimum(expected.cdf(count) - half, expected.sf(count) + half))
    known = (both > 0) & (exposure > 0) & (rest_exposure > 0)
    return tuple(np.where(known, each, np.nan) for each in (ratio, low, high, pvalue))  # type: ignore[return-value]
