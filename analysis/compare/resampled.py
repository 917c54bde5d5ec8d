"""Intervals of a difference of means by drawing users again: the studentised bootstrap."""

from collections.abc import Iterator

import numpy as np

from analysis.compare.results import Interval

MOST_DRAWN_AT_ONCE = 2_000_000  # values held in memory


def studentised_interval(a: np.ndarray, b: np.ndarray, *, draws: int, seed: int, level: float) -> Interval:
    """Return the interval of mean(a) - mean(b) by the studentised bootstrap (bootstrap-t), second-order accurate.

    Efron & Tibshirani, An Introduction to the Bootstrap, section 12.5: users are drawn again within each group, and the
    quantiles of (difference drawn - difference) / its own standard error take the place of those of t. Swapped groups
    give the interval turned round. Own code, because `scipy.stats.bootstrap` has no studentised interval.
    """
    a, b = np.sort(a), np.sort(b)
    if (len(a), a.tobytes()) > (len(b), b.tobytes()):  # the same draws whichever group is called a
        turned = studentised_interval(b, a, draws=draws, seed=seed, level=level)
        return Interval(-turned.high, -turned.low, level)
    generator = np.random.default_rng(seed)
    means, variances = (np.concatenate(part) for part in zip(*_drawn((a, b), draws, generator), strict=True))
    difference = a.mean() - b.mean()
    # A draw of one value only has no error of its own and tells nothing.
    errors = np.where(variances.sum(axis=1) > 0, np.sqrt(variances.sum(axis=1)), np.nan)
    low, high = np.nanquantile((means[:, 0] - means[:, 1] - difference) / errors, [(1 - level) / 2, (1 + level) / 2])
    error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    return Interval(float(difference - high * error), float(difference - low * error), level)


def _drawn(
    groups: tuple[np.ndarray, np.ndarray], draws: int, generator: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield means and variances of the mean of groups drawn again, each of shape (some draws, 2)."""
    at_once = max(1, MOST_DRAWN_AT_ONCE // max(map(len, groups)))
    for first in range(0, draws, at_once):
        size = min(at_once, draws - first)
        again = [group[generator.integers(0, len(group), (size, len(group)))] for group in groups]
        yield (
            np.column_stack([each.mean(axis=1) for each in again]),
            np.column_stack([each.var(axis=1, ddof=1) / each.shape[1] for each in again]),
        )
