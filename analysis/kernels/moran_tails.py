"""Tails of Moran's log-gap statistic s and of the clock statistic T, from the shipped tables of quantiles."""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import TINY

# Below level 4 fewer than ten draws stand behind a quantile: extrapolate from there with the slope down from level 12.
FIRST_LEVEL, SLOPE_LEVEL = 4, 12


@njit(cache=True, nogil=True)
def _place(grid: np.ndarray, value: float) -> tuple[int, float]:
    """Return the cell of an ascending grid and how far into it a value lies, clipped to the grid."""
    last = len(grid) - 2
    if value <= grid[0]:
        return 0, 0.0
    if value >= grid[last + 1]:
        return last, 1.0
    cell = min(np.searchsorted(grid, value, side="right") - 1, last)
    return cell, (value - grid[cell]) / (grid[cell + 1] - grid[cell])


@njit(cache=True, nogil=True)
def _quantile(cells: np.ndarray, down: float, right: float, level: int) -> float:
    """Return the quantile at a level, bilinear between four cells."""
    first = cells[0, 0, level] * (1.0 - right) + cells[0, 1, level] * right
    second = cells[1, 0, level] * (1.0 - right) + cells[1, 1, level] * right
    return max(1e-12, first * (1.0 - down) + second * down)


@njit(cache=True, nogil=True)
def moran_tail(
    statistic: float,
    log_gaps: float,
    log_mean: float,
    table: np.ndarray,
    grids: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> float:
    """Return one tail of a statistic (above 0) by interpolated quantiles; 1 beyond the median.

    `table` holds one tail, shape (gap counts, mean gaps, levels); `grids` logs of gap counts, mean gaps, levels.
    Between levels, and beyond the smallest, ln p is linear in the logarithm of the statistic.
    """
    row, down = _place(grids[0], log_gaps)
    column, right = _place(grids[1], log_mean)
    cells = table[row : row + 2, column : column + 2]
    log_levels = grids[2]
    last = len(log_levels) - 1
    highest = _quantile(cells, down, right, last)
    # Quantiles of the lower tail rise with the level, those of the upper tail fall.
    sign = 1.0 if _quantile(cells, down, right, 0) <= highest else -1.0
    if sign * statistic > sign * highest:
        return 1.0
    low, high = FIRST_LEVEL, last
    lowest = _quantile(cells, down, right, low)
    if sign * statistic < sign * lowest:
        run = math.log(_quantile(cells, down, right, SLOPE_LEVEL) / lowest)
        if sign * run <= 1e-9:
            return math.exp(log_levels[low])
        slope = (log_levels[SLOPE_LEVEL] - log_levels[low]) / run
        return max(TINY, math.exp(log_levels[low] + slope * math.log(statistic / lowest)))
    while high - low > 1:
        middle = (low + high) // 2
        if sign * _quantile(cells, down, right, middle) <= sign * statistic:
            low = middle
        else:
            high = middle
    lowest = _quantile(cells, down, right, low)
    run = math.log(_quantile(cells, down, right, high) / lowest)
    inside = min(1.0, math.log(statistic / lowest) / run) if abs(run) > 1e-9 else 1.0
    return math.exp(log_levels[low] + inside * (log_levels[high] - log_levels[low]))
