"""Two groups as counts of their distinct values: every rank statistic is a sum over these, and no user is sorted."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.kernels.pairs import Counted, count_whole

# Whole numbers within this many steps of each other are counted into a table; others are sorted.
WIDEST_TABLE = 2_000_000


@dataclass(frozen=True, eq=False)
class Tally:
    """How often each distinct value stands in two groups.

    Attributes
    ----------
    values
        Distinct values of both groups, float64, ascending.
    in_a, in_b
        How often each stands in either group, int64, same shape.
    """

    values: np.ndarray
    in_a: np.ndarray
    in_b: np.ndarray

    @classmethod
    def of(cls, a: np.ndarray, b: np.ndarray) -> "Tally":
        """Return the tally of two groups (as `finite` returns them)."""
        table = _table(a, b)
        if table is not None:
            return table
        values, code = np.unique(np.concatenate((a, b)).astype(np.float64), return_inverse=True)
        counts = (np.bincount(part, minlength=len(values)) for part in (code[: len(a)], code[len(a) :]))
        return cls(values, *counts)

    @property
    def sizes(self) -> tuple[int, int]:
        """Users in a, users in b."""
        return int(self.in_a.sum()), int(self.in_b.sum())

    @cached_property
    def counted(self) -> tuple[Counted, Counted]:
        """Values and counts of each group alone, those it does not have left out."""
        a, b = ((self.values[counts > 0], counts[counts > 0]) for counts in (self.in_a, self.in_b))
        return a, b

    @cached_property
    def below(self) -> tuple[np.ndarray, np.ndarray]:
        """How many users of a, and of b, have less than each value, float64."""
        a, b = ((np.cumsum(counts) - counts).astype(np.float64) for counts in (self.in_a, self.in_b))
        return a, b

    @cached_property
    def ties(self) -> float:
        """Sum of t^3 - t over the t users of each value: what ties take from the spread of ranks."""
        t = (self.in_a + self.in_b).astype(np.float64)
        return float((t * (t * t - 1)).sum())

    @property
    def medians(self) -> tuple[float, float]:
        """Median of either group, nan where it is empty."""
        a, b = (_median(*counted) for counted in self.counted)
        return a, b


def finite(values: np.ndarray) -> np.ndarray:
    """Return values as float64, missing and infinite ones left out; int64 as it is, which is counted faster."""
    values = np.asarray(values)
    if values.dtype == np.int64:
        return values
    values = values.astype(np.float64)
    known = np.isfinite(values)
    return values if known.all() else values[known]


def _table(a: np.ndarray, b: np.ndarray) -> Tally | None:
    """Count whole numbers by their place in a table; None where they are no whole numbers or lie too far apart."""
    if not (len(a) and len(b)):
        return None
    low = float(min(a.min(), b.min()))
    steps = float(max(a.max(), b.max())) - low
    if steps >= WIDEST_TABLE or low != np.rint(low):
        return None
    in_a, in_b = np.zeros((2, int(steps) + 1), np.int64)
    if not (count_whole(a, low, in_a) and count_whole(b, low, in_b)):
        return None
    taken = np.flatnonzero(in_a + in_b)
    return Tally(taken + low, in_a[taken], in_b[taken])


def _median(values: np.ndarray, counts: np.ndarray) -> float:
    if not len(values):
        return float("nan")
    upto = np.cumsum(counts)
    users = int(upto[-1])
    low, high = np.searchsorted(upto, [(users + 1) // 2, users // 2 + 1])
    return float((values[low] + values[high]) / 2)
