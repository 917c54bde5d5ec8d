"""Anchor families: which set of dates a user's visits keep to, on clump starts, with exact tails.

Days within three of the one before continue a visit; only its first day counts, else every streak looks like a date.
The sets come from `analysis.daysets`, those of several rhythms side by side: one pass over a user's days serves all. A
tail is computed only where a set holds at least half of the starts.
"""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import lesser_tail, log_whole, sidak, two_rates
from analysis.kernels.weekly_fits import independent_bic

COLUMNS = ("share", "half_share", "days_share", "bic", "choice")  # of each rhythm
SHARE, HALF, DAYS_SHARE, BIC, CHOICE = range(5)
VISIT_COLUMNS = ("visit_starts", "visit_months")
CLUMP_DAYS = 3  # a gap up to this continues a visit
LEAST_STARTS = 4
CANDIDATE_SHARE = 0.5


@njit(cache=True, nogil=True)
def _starts(day: np.ndarray, out: np.ndarray) -> int:
    """Write the first day of every visit; return their number."""
    found = 0
    for number in range(len(day)):
        if number == 0 or day[number] - day[number - 1] > CLUMP_DAYS:
            out[found] = day[number]
            found += 1
    return found


@njit(cache=True, nogil=True)
def _runs_bic(index: np.ndarray, which: int, hits: int, sets: tuple) -> float:
    """Return BIC of at most one visit a run, every day of the run alike (2 parameters); infinite where one has two."""
    inside, dates, begun, ended, width, expected = sets
    days = len(index)
    run, later_hits = -1, 0
    for number in range(days):
        if inside[index[number], which]:
            own = begun[index[number] + 1, which]
            if own == run:
                return np.inf
            run = own
            later_hits += 1 if number else 0
    first, last = index[0], index[days - 1]
    first_hit = 1 if inside[first, which] else 0
    runs = begun[last + 1, which] - ended[first + 1, which]
    if first_hit and ended[first + 1, which] < begun[first + 1, which]:
        runs -= 1  # the first day's own run is given
    exposed = dates[last + 1, which] - dates[first, which]
    likelihood = -later_hits * math.log(width[which]) + two_rates(later_hits, runs)
    window = expected[last + 1] - expected[first]
    likelihood += two_rates(days - 1 - later_hits, window - exposed - (1 - first_hit))
    return -2.0 * likelihood + 2.0 * log_whole(days - 1)


@njit(cache=True, nogil=True)
def _beat(index: int, anchor: int, calendar: tuple) -> tuple[int, int]:
    """Return the month whose anchor day is nearest to a date, and how many days off it is."""
    month, month_day, length = calendar
    off = month_day[index] - anchor
    if off >= 0:
        ahead = length[index] - month_day[index] + anchor
        return (month[index], off) if off <= ahead else (month[index] + 1, ahead)
    # Months before have 28 to 31 days; the one before this date's month ends `month_day` days ago.
    before = index - month_day[index]
    last_length = length[before] if before >= 0 else 30
    behind = month_day[index] + last_length - anchor
    return (month[index], -off) if -off <= behind else (month[index] - 1, behind)


@njit(cache=True, nogil=True)
def _occasion_bic(index: np.ndarray, anchor: int, calendar: tuple) -> float:
    """Return BIC of one visit a month: on the day with probability theta, else near it or anywhere (3 parameters).

    Half of the misses are near, one to three days off (6 days), half far (23.5 days on average). Infinite where a
    month holds two visits.
    """
    days = len(index)
    hits, near, far, first_month, last_month, first_off = 0, 0, 0, 0, 0, 0
    for number in range(days):
        month, off = _beat(index[number], anchor, calendar)
        if number and month == last_month:
            return np.inf
        if number == 0:
            first_month, first_off = month, off
        last_month = month
        hits += 1 if off == 0 else 0
        near += 1 if 1 <= off <= 3 else 0
        far += 1 if off > 3 else 0
    theta = hits / days
    hits -= 1 if first_off == 0 else 0
    near -= 1 if 1 <= first_off <= 3 else 0
    far -= 1 if first_off > 3 else 0
    likelihood = two_rates(days - 1, last_month - first_month)
    if hits:
        likelihood += hits * math.log(theta)
    if near:
        likelihood += near * math.log((1.0 - theta) / 12.0)
    if far:
        likelihood += far * math.log((1.0 - theta) / 47.0)
    return -2.0 * likelihood + 3.0 * log_whole(days - 1)


@njit(cache=True, nogil=True)
def _set_bic(index: np.ndarray, which: int, sets: tuple, anchors: np.ndarray, calendar: tuple) -> tuple[float, int]:
    """Return the smallest BIC of a set over its likelihoods, and its active days."""
    inside, dates, _, _, width, expected = sets
    days = len(index)
    hits = 0
    for number in range(days):
        hits += 1 if inside[index[number], which] else 0
    first, last = index[0], index[days - 1]
    exposed = dates[last + 1, which] - dates[first, which]
    window = expected[last + 1] - expected[first]
    best = independent_bic(hits, exposed, days, window, 1 if inside[first, which] else 0)
    if width[which] > 1:
        best = min(best, _runs_bic(index, which, hits, sets))
    if anchors[which]:
        best = min(best, _occasion_bic(index, anchors[which], calendar))
    return best, hits


@njit(cache=True, nogil=True)
def _count_starts(
    starts: np.ndarray, members: np.ndarray, month: np.ndarray, halves: np.ndarray
) -> tuple[int, int]:  # fmt: skip
    """Count the starts of both halves on every set; return the months with a start and the most starts on one set."""
    halves[:] = 0
    months, last_month, most = 0, -1, 0
    for number in range(len(starts)):
        half = 0 if number < len(starts) // 2 else 1
        for which in members[starts[number]]:
            if which < 0:
                break
            halves[half, which] += 1
            most = max(most, halves[0, which] + halves[1, which])
        if month[starts[number]] != last_month:
            months += 1
            last_month = month[starts[number]]
    return months, most


@njit(cache=True, nogil=True)
def _score_kind(
    index: np.ndarray, visits: int, kinds: tuple[int, int], halves: np.ndarray, sets: tuple, anchors: np.ndarray,
    calendar: tuple, log_factorial: np.ndarray, out: np.ndarray,
) -> tuple[float, int]:  # fmt: skip
    """Write the columns of one user and rhythm; return the smallest tail of its sets and the chosen one (-1 = none)."""
    days = len(index)
    first, last = index[0], index[days - 1]
    window = sets[5][last + 1] - sets[5][first]
    least, chosen = 1.0, -1
    for which in range(kinds[0], kinds[1]):
        hits = halves[0, which] + halves[1, which]
        if hits < CANDIDATE_SHARE * visits:
            continue
        exposed = sets[1][last + 1, which] - sets[1][first, which]
        least = lesser_tail(least, hits, visits, exposed, window, log_factorial)
        bic, active = _set_bic(index, which, sets, anchors, calendar)
        if chosen < 0 or bic < out[BIC]:
            chosen = which
            out[BIC], out[CHOICE] = bic, bic
            out[SHARE], out[DAYS_SHARE] = hits / visits, active / days
            out[HALF] = min(halves[0, which] / (visits // 2), halves[1, which] / (visits - visits // 2))
    return least, chosen


@njit(cache=True, nogil=True)
def score_anchors(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, least_days: int, log_factorial: np.ndarray,
    first_day: int, sets: tuple, members: np.ndarray, anchors: np.ndarray, calendar: tuple, bounds: np.ndarray,
    least_months: np.ndarray, visits: np.ndarray, scores: np.ndarray, details: np.ndarray, pvalues: np.ndarray,
) -> None:  # fmt: skip
    """Score the users rows[0]..rows[1]; arrays come one by one because numba has no keyword objects.

    Parameters
    ----------
    first_day
        The date of row 0 of the day sets.
    sets
        (inside, dates_before, runs_begun, runs_ended, width, days_before) of `DaySets`.
    calendar
        (month, month_day, month_length) of its calendar.
    bounds, least_months
        Where each rhythm's sets begin, and the end of the last; in how many months its visits must begin.
    visits
        float32, shape (users, len(VISIT_COLUMNS)), nan beforehand.
    scores
        float32, shape (users, rhythms, len(COLUMNS)), nan beforehand.
    details
        int16, shape (users, rhythms): the chosen set, counted within its rhythm, -1 beforehand.
    pvalues
        float64, shape (users, rhythms): Sidak over all sets of the rhythm, 1 beforehand.
    """
    halves = np.zeros((2, len(anchors)), np.int64)
    starts = np.empty(16, day.dtype)
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]] - first_day
        if len(own) < least_days:
            continue
        if len(own) > len(starts):
            starts = np.empty(2 * len(own), day.dtype)
        begun = starts[: _starts(own, starts)]
        visits[user, 0] = len(begun)
        if len(begun) < LEAST_STARTS:
            continue
        months, most = _count_starts(begun, members, calendar[0], halves)
        visits[user, 1] = months
        if most < CANDIDATE_SHARE * len(begun):
            continue  # nearly everybody: no set is worth a look
        for kind in range(len(bounds) - 1):
            low, high = bounds[kind], bounds[kind + 1]
            if months < least_months[kind] or low == high:
                continue
            least, chosen = _score_kind(
                own, len(begun), (low, high), halves, sets, anchors, calendar, log_factorial, scores[user, kind]
            )
            details[user, kind] = chosen - low if chosen >= 0 else -1
            pvalues[user, kind] = sidak(least, float(high - low))
