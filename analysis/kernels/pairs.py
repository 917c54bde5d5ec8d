"""Pairs of two groups without making them: values counted into a table, order statistics of all differences a - b."""

import numpy as np
from numba import njit

_LOWEST = -(2**63)
Counted = tuple[np.ndarray, np.ndarray]  # distinct values, float64 ascending without nan; how often each stands, int64


@njit(cache=True, nogil=True)
def count_whole(values: np.ndarray, low: float, counts: np.ndarray) -> bool:
    """Add each value to `counts` (int64) at its distance from `low`; False at the first that is no whole distance."""
    for i in range(len(values)):
        place = int(values[i] - low)
        if low + place != values[i]:  # not the difference: rounding makes that whole beside a tiny value
            return False
        counts[place] += 1
    return True


@njit(cache=True, nogil=True)
def count_at_most(a: np.ndarray, count_a: np.ndarray, b: np.ndarray, from_b: np.ndarray, bound: float) -> int:
    """Count pairs with a[i] - b[j] <= bound; `from_b[j]` counts the values of b from the j-th on, a 0 at the end."""
    total = 0
    first = 0
    for i in range(len(a)):
        while first < len(b) and a[i] - b[first] > bound:
            first += 1
        total += count_a[i] * from_b[first]
    return total


def _order_of(value: float) -> int:
    """Return an integer that sorts like the float64 does."""
    bits = int(np.float64(value).view(np.int64))
    return bits if bits >= 0 else _LOWEST - 1 - bits


def _float_of(order: int) -> float:
    bits = order if order >= 0 else _LOWEST - 1 - order
    return float(np.int64(bits).view(np.float64))


def kth_difference(a: Counted, b: Counted, *, rank: int) -> float:
    """Return the `rank`-th smallest (from 1) of all differences of a value of a and one of b, exactly.

    Bisects over the float64 numbers themselves, so at most 64 counts of O(distinct values) whatever the values.
    Raises ValueError where there is no such rank.
    """
    (values_a, count_a), (values_b, count_b) = a, b
    from_b = np.append(np.cumsum(count_b[::-1])[::-1], 0)
    pairs = int(count_a.sum()) * int(from_b[0])
    if not 1 <= rank <= pairs:
        raise ValueError(f"rank must lie in 1..{pairs}, found {rank}")
    low, high = _order_of(values_a[0] - values_b[-1]), _order_of(values_a[-1] - values_b[0])
    while low < high:
        middle = (low + high) // 2
        if count_at_most(values_a, count_a, values_b, from_b, _float_of(middle)) >= rank:
            high = middle
        else:
            low = middle + 1
    return _float_of(low) + 0.0  # no negative zero
