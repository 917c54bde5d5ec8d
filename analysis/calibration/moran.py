"""Quantiles of Moran's log-gap statistic and of the clock statistic when every choice of days is equally likely.

Made again with `python -m analysis.calibration moran`. s = ln(mean gap) - mean(ln gap): 0 for a metronome, large for
bursts. T = s (spread / mean gap)^2 / gaps (`analysis.kernels.clock`): small where visits keep to a clock. Their null
distributions depend on the number of gaps and on their mean only, so a table over both serves every user.
Quantiles, not p-values, are stored: they are smooth in ln(gaps) and ln(mean gap) and may be interpolated.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np
from numba import njit, uint64

from analysis.kernels.clock import clock_fit, clock_statistic
from analysis.kernels.draws import draw_sorted
from analysis.kernels.parallel import over_slices

TABLE = Path(__file__).with_name("moran.npz")
GAP_COUNTS = np.array((*range(3, 25), 28, 32, 40, 50, 64, 90, 128, 200, 300), dtype=np.float64)
MEAN_GAPS = 1.03 * np.exp(0.1 * np.arange(42))
LEVELS = np.geomspace(4e-5, 0.49, 32)
DRAWS = 60_000
SEED = 20240701


@njit(cache=True, nogil=True)
def draw_statistics(gaps: int, span: int, clock: np.ndarray, moran: np.ndarray, seed: int) -> None:
    """Fill `clock` with T and `moran` with s of random compositions of `span` days into `gaps` positive gaps."""
    state = np.zeros(1, np.uint64)
    state[0] = uint64(seed)
    logs = np.log(np.arange(span + 1) + 0.0)
    seen = np.full(span, -1, np.int64)
    day = np.zeros(gaps + 1, np.int64)  # the first and the last day stay
    day[gaps] = span
    between = day[1:gaps]
    mean = span / gaps
    for draw in range(len(clock)):
        draw_sorted(between, span - 1, state, seen, draw)
        between += 1
        total = 0.0
        for gap in range(gaps):
            total += logs[day[gap + 1] - day[gap]]
        moran[draw] = max(0.0, math.log(mean) - total / gaps)
        clock[draw] = clock_statistic(moran[draw], clock_fit(day)[1], mean, gaps)


def cell_quantiles(gaps: int, mean_gap: float, *, draws: int, seed: int) -> np.ndarray:
    """Return the lower quantiles of T and the upper ones of s at LEVELS, float64, shape (2, levels)."""
    span = max(gaps, round(gaps * mean_gap))
    clock, moran = np.empty(draws), np.empty(draws)
    draw_statistics(gaps, span, clock, moran, seed)
    return np.stack([np.quantile(clock, LEVELS), np.quantile(moran, 1.0 - LEVELS)])


def make_table(*, draws: int = DRAWS) -> np.ndarray:
    """Return the quantiles, float32, shape (2, gap counts, mean gaps, levels): lower tail of T, upper tail of s."""
    table = np.zeros((2, len(GAP_COUNTS), len(MEAN_GAPS), len(LEVELS)), np.float32)

    def fill(start: int, stop: int) -> None:
        for cell in range(start, stop):
            row, column = divmod(cell, len(MEAN_GAPS))
            gaps, seed = int(GAP_COUNTS[row]), SEED + 7919 * cell
            table[:, row, column] = cell_quantiles(gaps, MEAN_GAPS[column], draws=draws, seed=seed)

    over_slices(fill, table.shape[1] * table.shape[2], smallest=1)
    return table


def main() -> None:
    """Make the table and write it beside this file."""
    began = time.perf_counter()
    table = make_table()
    np.savez_compressed(TABLE, quantiles=table, gap_counts=GAP_COUNTS, mean_gaps=MEAN_GAPS, levels=LEVELS)
    sys.stderr.write(f"{TABLE.name}: {TABLE.stat().st_size:,} bytes in {time.perf_counter() - began:.0f} s\n")
