"""How well weekday rhythms explain a user's days: BIC = -2 ln L + parameters ln(gaps), given the first day.

A day is a number since 1970, its weekday (day + 3) % 7. Formulas: labelling study, section 2.
"""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import log_whole, two_rates


@njit(cache=True, nogil=True)
def independent_bic(hits: int, exposed: int, days: int, window: int, first_hit: int) -> float:
    """Return BIC of two rates, inside and outside a set (2 parameters)."""
    outside = 1 - first_hit
    likelihood = two_rates(hits - first_hit, exposed - first_hit)
    likelihood += two_rates(days - hits - outside, window - exposed - outside)
    return -2.0 * likelihood + 2.0 * log_whole(days - 1)


@njit(cache=True, nogil=True)
def weekly_occasion_bic(day: np.ndarray, shift: int, hits: int, first_hit: int, width: int) -> float:
    """Return BIC of one visit a week, on the set (`width` days of the week) with probability theta (3 parameters).

    Blocks of seven days begin where (day + shift) % 7 == 0; infinite where a block holds two visits.
    """
    days = len(day)
    for number in range(1, days):
        if (day[number] + shift) // 7 == (day[number - 1] + shift) // 7:
            return np.inf
    theta = hits / days
    inside = hits - first_hit
    outside = days - 1 - inside
    likelihood = two_rates(days - 1, (day[days - 1] + shift) // 7 - (day[0] + shift) // 7)
    if inside > 0:
        likelihood += inside * math.log(theta / width)
    if outside > 0:
        likelihood += outside * math.log((1.0 - theta) / (7 - width))
    return -2.0 * likelihood + 3.0 * log_whole(days - 1)


@njit(cache=True, nogil=True)
def weekend_runs_bic(day: np.ndarray, hits: int, exposed: int) -> float:
    """Return BIC of at most one visit a weekend, either day alike (2 parameters); infinite where a weekend has two."""
    days = len(day)
    for number in range(1, days):
        if day[number] - day[number - 1] == 1 and (day[number] + 3) % 7 == 6:
            return np.inf
    first, last = day[0] + 3, day[days - 1] + 3
    inside = 1 if first % 7 >= 5 else 0
    weekends = last // 7 - first // 7 + (1 if last % 7 >= 5 else 0) - inside
    later_hits = hits - inside
    likelihood = later_hits * math.log(0.5) + two_rates(later_hits, weekends)
    likelihood += two_rates(days - 1 - later_hits, last - first + 1 - exposed - (1 - inside))
    return -2.0 * likelihood + 2.0 * log_whole(days - 1)
