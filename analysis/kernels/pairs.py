"""Order statistics of all differences a - b without making them: a count of pairs by two pointers, and a bisection."""

import numpy as np
from numba import njit

_LOWEST = -(2**63)


@njit(cache=True, nogil=True)
def count_at_most(a: np.ndarray, b: np.ndarray, bound: float) -> int:
    """Count pairs with a[i] - b[j] <= bound; `a` and `b` ascending float64 without nan."""
    total = 0
    first = 0
    for i in range(len(a)):
        while first < len(b) and a[i] - b[first] > bound:
            first += 1
        total += len(b) - first
    return total


def _order_of(value: float) -> int:
    """Return an integer that sorts like the float64 does."""
    bits = int(np.float64(value).view(np.int64))
    return bits if bits >= 0 else _LOWEST - 1 - bits


def _float_of(order: int) -> float:
    bits = order if order >= 0 else _LOWEST - 1 - order
    return float(np.int64(bits).view(np.float64))


def kth_difference(a: np.ndarray, b: np.ndarray, rank: int) -> float:
    """Return the `rank`-th smallest (from 1) of all a[i] - b[j], exactly; `a` and `b` ascending float64.

    Bisects over the float64 numbers themselves, so at most 64 counts of O(len(a) + len(b)) whatever the values.
    Raises ValueError where there is no such rank.
    """
    if not 1 <= rank <= len(a) * len(b):
        raise ValueError(f"rank must lie in 1..{len(a) * len(b)}, found {rank}")
    low, high = _order_of(a[0] - b[-1]), _order_of(a[-1] - b[0])
    while low < high:
        middle = (low + high) // 2
        if count_at_most(a, b, _float_of(middle)) >= rank:
            high = middle
        else:
            low = middle + 1
    return _float_of(low) + 0.0  # no negative zero
