"""Exact upper tails of the hypergeometric and the binomial distribution, from log factorials and ratio recursion."""

import math

import numpy as np
from numba import njit
from scipy.special import gammaln, xlogy

TINY = 1e-300
# x ln x and ln x of whole numbers: look-ups instead of logarithms halve the cost of a likelihood. Constants of the
# compiled loops; windows of more than 22 years take the logarithms.
TABLED = 8192
X_LOG_X = xlogy(np.arange(TABLED), np.arange(TABLED))
LOG = np.log(np.maximum(1, np.arange(TABLED)))
NEGLIGIBLE = 1e-14  # terms shrink faster than geometrically: what is left out is below the error of the logarithms


def log_factorials(largest: int) -> np.ndarray:
    """Return ln(0!), ln(1!), ... ln(largest!), float64."""
    return gammaln(np.arange(largest + 1, dtype=np.float64) + 1.0)


@njit(cache=True, nogil=True)
def log_choose(n: int, k: int, log_factorial: np.ndarray) -> float:
    """Return the logarithm of "n choose k"; minus infinity where there is no way."""
    if k < 0 or k > n:
        return -np.inf
    return log_factorial[n] - log_factorial[k] - log_factorial[n - k]


@njit(cache=True, nogil=True)
def hypergeometric_tail(hits: int, drawn: int, inside: int, total: int, log_factorial: np.ndarray) -> float:
    """Return P(X >= hits): `drawn` days without replacement out of `total`, of which `inside` count as a hit.

    One log mass, then ratios of neighbouring masses (relative error about 1e-11 up to 4,000 days).
    """
    return lesser_tail(2.0, hits, drawn, inside, total, log_factorial)


@njit(cache=True, nogil=True)
def lesser_tail(known: float, hits: int, drawn: int, inside: int, total: int, log_factorial: np.ndarray) -> float:
    """Return the smaller of `known` and the hypergeometric tail, summing it only where it may be the smaller.

    A tail is at least its first mass; from the mean down it is at least a half, the median being next to the mean.
    """
    least = max(0, drawn - (total - inside))
    most = min(drawn, inside)
    if hits <= least:
        return min(known, 1.0)
    if hits > most:
        return 0.0
    if known <= 0.5 and hits * total <= drawn * inside:
        return known
    upwards = hits * total >= drawn * inside
    x = hits if upwards else hits - 1
    log_mass = (
        log_choose(inside, x, log_factorial)
        + log_choose(total - inside, drawn - x, log_factorial)
        - log_choose(total, drawn, log_factorial)
    )
    mass = math.exp(log_mass)
    term = 1.0
    acc = 1.0
    if upwards:
        if mass >= known:
            return known
        while x < most and term > NEGLIGIBLE * acc:
            term *= (inside - x) * (drawn - x) / ((x + 1.0) * (total - inside - drawn + x + 1.0))
            acc += term
            x += 1
        return min(known, max(TINY, min(1.0, mass * acc)))
    while x > least and term > NEGLIGIBLE * acc:
        term *= x * (total - inside - drawn + x) / ((inside - x + 1.0) * (drawn - x + 1.0))
        acc += term
        x -= 1
    return min(known, 1.0, max(0.0, 1.0 - mass * acc))


@njit(cache=True, nogil=True)
def binomial_tail(hits: int, drawn: int, chance: float, log_factorial: np.ndarray) -> float:
    """Return P(X >= hits) of `drawn` trials with success probability `chance`; meant for hits above the mean."""
    if hits <= 0 or chance >= 1.0:
        return 1.0
    if chance <= 0.0:
        return TINY
    odds = chance / (1.0 - chance)
    log_mass = log_choose(drawn, hits, log_factorial) + hits * math.log(chance) + (drawn - hits) * math.log1p(-chance)
    term = 1.0
    acc = 1.0
    x = hits
    while x < drawn:
        term *= (drawn - x) / (x + 1.0) * odds
        acc += term
        x += 1
    return max(TINY, min(1.0, math.exp(log_mass) * acc))


@njit(cache=True, nogil=True)
def sidak(p: float, looks: float) -> float:
    """Return the smallest of `looks` p-values corrected: 1 - (1 - p)^looks."""
    return 1.0 if p >= 1.0 else max(TINY, -math.expm1(looks * math.log1p(-p)))


@njit(cache=True, nogil=True)
def two_rates(hits: int, days: int) -> float:
    """Return the largest log-likelihood of `hits` successes in `days` independent days of one rate."""
    if hits <= 0 or hits >= days:
        return 0.0
    if days < TABLED:
        return X_LOG_X[hits] + X_LOG_X[days - hits] - X_LOG_X[days]
    rate = hits / days
    return hits * math.log(rate) + (days - hits) * math.log1p(-rate)


@njit(cache=True, nogil=True)
def log_whole(number: int) -> float:
    """Return the logarithm of a whole number of at least 1."""
    return LOG[number] if number < TABLED else math.log(number)
