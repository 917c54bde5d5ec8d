"""Distinctive tests: a user's days against the days the other users come, as odds in a non-central hypergeometric.

Null: every date of the user's window is as likely as the population makes it. A set that everybody favours r times
over its share of dates has the odds of a rate r times the user's own; with r = 1 the tail is the central one of
`analysis.kernels.tails`.
"""

import numpy as np
from numba import njit

from analysis.kernels.anchors import CANDIDATE_SHARE, LEAST_STARTS, _count_starts, _starts
from analysis.kernels.tails import TINY, sidak
from analysis.kernels.weekly import (
    DATES,
    ORDER,
    SUBSET_LEVEL,
    SUBSET_LOOKS,
    TEMPLATE_LEVEL,
    TEMPLATE_LOOKS,
    VISITS,
    WEEKEND_MASK,
    WORKDAY_MASK,
    fill_table,
    in_set,
)

ALL_BUT_CERTAIN = 1e250  # so many times the mass of what was seen lies above it
LOWEST_RATE, HIGHEST_RATE = 1e-6, 0.99  # odds of what is all but impossible or certain are kept finite
PRIOR_USERS = 5.0  # so many users without any preference join the population: few others prove little
# A user is distinctive who exceeds the others' share by more than this: where a tenth of the people come at weekends,
# those who never do differ from the average provenly, and are not worth a word.
MARGIN = 0.05
SMALLEST_SHARE = 0.3  # sets with a smaller share of a user's days are no candidates for any label


@njit(cache=True, nogil=True)
def noncentral_tail(hits: int, drawn: int, inside: int, total: int, odds: float) -> float:
    """Return P(X >= hits) of Fisher's non-central hypergeometric distribution, by ratios of neighbouring masses.

    `drawn` days out of `total`, `inside` of them in the set, each of those with `odds` times the odds of the others.
    """
    least, most = max(0, drawn - (total - inside)), min(drawn, inside)
    if hits <= least:
        return 1.0
    if hits > most:
        return 0.0
    above, below = 1.0, 0.0
    term = 1.0
    for x in range(hits, most):
        term *= (inside - x) * (drawn - x) / ((x + 1.0) * (total - inside - drawn + x + 1.0)) * odds
        above += term
        if above > ALL_BUT_CERTAIN:
            return 1.0
    term = 1.0
    for x in range(hits, least, -1):
        term *= x * (total - inside - drawn + x) / ((inside - x + 1.0) * (drawn - x + 1.0)) / odds
        below += term
    return max(TINY, above / (above + below))


@njit(cache=True, nogil=True)
def odds_of(drawn: int, total: int, inside: float, favour: float) -> float:
    """Return the odds ratio of a set of `inside` of `total` dates that a user of the population prefers at most.

    The population favours it `favour` times over its share of dates; the margin comes on top. For `drawn` active days
    both rates are days per date, kept between what is impossible and what is certain.
    """
    expected = min(HIGHEST_RATE, favour * inside / total + MARGIN)
    within = min(HIGHEST_RATE, max(LOWEST_RATE, drawn * expected / inside))
    beyond = min(HIGHEST_RATE, max(LOWEST_RATE, drawn * (1.0 - expected) / max(1.0, total - inside)))
    return within * (1.0 - beyond) / (beyond * (1.0 - within))


@njit(cache=True, nogil=True)
def weekly_shares(offsets: np.ndarray, day: np.ndarray, least_days: int, ignored: np.ndarray, sums: np.ndarray) -> None:
    """Add every user's share of active days and of dates on each weekday to `sums`, float64, shape (2, 7)."""
    table = np.zeros((5, 7), np.int64)
    for user in range(len(offsets) - 1):
        own = day[offsets[user] : offsets[user + 1]]
        if len(own) < least_days:
            continue
        fill_table(own, ignored, table)
        window = table[DATES].sum()
        for weekday in range(7):
            sums[0, weekday] += table[VISITS, weekday] / len(own)
            sums[1, weekday] += table[DATES, weekday] / window


@njit(cache=True, nogil=True)
def _set_tail(table: np.ndarray, favour: np.ndarray, mask: int) -> float:
    """Return the tail of a set of weekdays under the favours of its days."""
    counts, dates = table[VISITS], table[DATES]
    drawn, total, hits, inside = counts.sum(), dates.sum(), in_set(counts, mask), in_set(dates, mask)
    if hits < SMALLEST_SHARE * drawn or inside == 0:
        return 1.0
    favoured, everything = 0.0, 0.0
    for weekday in range(7):
        weight = favour[weekday] * dates[weekday]
        everything += weight
        favoured += weight if mask >> weekday & 1 else 0.0
    ratio = favoured / inside / (everything / total)
    return noncentral_tail(hits, drawn, inside, total, odds_of(drawn, total, inside, ratio))


@njit(cache=True, nogil=True)
def _order_by_favour(table: np.ndarray, favour: np.ndarray) -> None:
    """Order the weekdays by visits per favoured date, highest first."""
    for weekday in range(7):
        place = weekday
        mine = table[VISITS, weekday] / max(1e-9, table[DATES, weekday] * favour[weekday])
        while place > 0:
            other = table[ORDER, place - 1]
            if mine <= table[VISITS, other] / max(1e-9, table[DATES, other] * favour[other]):
                break
            table[ORDER, place] = other
            place -= 1
        table[ORDER, place] = weekday


@njit(cache=True, nogil=True)
def distinct_weekly(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, least_days: int, ignored: np.ndarray,
    sums: np.ndarray, own_part: float, pvalues: np.ndarray,
) -> None:  # fmt: skip
    """Write the weekly family's distinctive p-values of the users rows[0]..rows[1]; `pvalues` is 1 beforehand.

    Parameters
    ----------
    sums
        From `weekly_shares`.
    own_part
        1 where the users are part of the sums (each is then compared with the others), else 0.
    """
    table = np.zeros((5, 7), np.int64)
    favour = np.zeros(7)
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]]
        if len(own) < least_days:
            continue
        fill_table(own, ignored, table)
        window = table[DATES].sum()
        for weekday in range(7):
            came = sums[0, weekday] - own_part * table[VISITS, weekday] / len(own) + PRIOR_USERS / 7.0
            could = sums[1, weekday] - own_part * table[DATES, weekday] / window + PRIOR_USERS / 7.0
            favour[weekday] = came / could
        least = min(_set_tail(table, favour, WORKDAY_MASK), _set_tail(table, favour, WEEKEND_MASK))
        for weekday in range(7):
            least = min(least, _set_tail(table, favour, 1 << weekday))
        _order_by_favour(table, favour)
        mask, subset = 1 << table[ORDER, 0], 1.0
        for size in range(2, 6):
            mask |= 1 << table[ORDER, size - 1]
            subset = min(subset, _set_tail(table, favour, mask))
        pvalues[user] = min(
            1.0, sidak(least, TEMPLATE_LOOKS) / TEMPLATE_LEVEL, sidak(subset, SUBSET_LOOKS) / SUBSET_LEVEL
        )


@njit(cache=True, nogil=True)
def anchor_shares(
    offsets: np.ndarray, day: np.ndarray, least_days: int, first_day: int, sets: tuple, members: np.ndarray,
    month: np.ndarray, sums: np.ndarray,
) -> None:  # fmt: skip
    """Add every user's share of visits and of dates in each set to `sums`, float64, shape (2, sets)."""
    halves = np.zeros((2, sums.shape[1]), np.int64)
    for user in range(len(offsets) - 1):
        own = day[offsets[user] : offsets[user + 1]] - first_day
        if len(own) < least_days:
            continue
        starts = np.empty(len(own), own.dtype)
        starts = starts[: _starts(own, starts)]
        _count_starts(starts, members, month, halves)
        first, last = own[0], own[len(own) - 1] + 1
        window = sets[5][last] - sets[5][first]
        for which in range(sums.shape[1]):
            sums[0, which] += (halves[0, which] + halves[1, which]) / len(starts)
            sums[1, which] += (sets[1][last, which] - sets[1][first, which]) / window


@njit(cache=True, nogil=True)
def distinct_anchors(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, least_days: int, first_day: int, sets: tuple,
    members: np.ndarray, month: np.ndarray, bounds: np.ndarray, least_months: np.ndarray, sums: np.ndarray,
    own_part: float, pvalues: np.ndarray,
) -> None:  # fmt: skip
    """Write the anchor families' distinctive p-values of the users rows[0]..rows[1]; `pvalues` is 1 beforehand.

    Parameters are those of `kernels.anchors.score_anchors` and `distinct_weekly`.
    """
    halves = np.zeros((2, sums.shape[1]), np.int64)
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]] - first_day
        if len(own) < least_days:
            continue
        starts = np.empty(len(own), own.dtype)
        starts = starts[: _starts(own, starts)]
        visits = len(starts)
        if visits < LEAST_STARTS:
            continue
        months, _ = _count_starts(starts, members, month, halves)
        first, last = own[0], own[len(own) - 1] + 1
        window = sets[5][last] - sets[5][first]
        for kind in range(len(bounds) - 1):
            least = 1.0
            for which in range(bounds[kind], bounds[kind + 1]):
                hits = halves[0, which] + halves[1, which]
                inside = sets[1][last, which] - sets[1][first, which]
                if hits < CANDIDATE_SHARE * visits or inside == 0:
                    continue
                came = sums[0, which] - own_part * hits / visits + PRIOR_USERS * inside / window
                could = sums[1, which] - own_part * inside / window + PRIOR_USERS * inside / window
                odds = odds_of(visits, window, inside, came / could)
                least = min(least, noncentral_tail(hits, visits, inside, window, odds))
            if least < 1.0 and months >= least_months[kind]:
                pvalues[user, kind] = sidak(least, float(bounds[kind + 1] - bounds[kind]))
