"""Weekday family: nine templates and the best sets of two to five weekdays, exact tails, halves and likelihoods.

Null: given n active days in the user's own window, every choice of n calendar days is equally likely, so the days on a
set of weekdays are hypergeometric with that set's exact exposure. A set is a bit mask, bit 0 = Monday; a day is a
number since 1970, its weekday (day + 3) % 7. Likelihoods are given the first day.
"""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import hypergeometric_tail, sidak, two_rates

COLUMNS = (
    "weekday_share", "weekday_half_share", "weekday_nested_p", "weekday_bic", "weekday_choice", "weekday_bonus",
    "weekday_set_share", "weekday_set_half_share", "weekday_set_nested_p", "weekday_set_bic", "weekday_set_choice",
    "weekend_share", "weekend_half_share", "weekend_bic", "weekend_choice",
    "weekdays_share", "weekdays_half_share", "weekdays_bic", "weekdays_choice",
)  # fmt: skip
DETAILS = ("weekday_detail", "weekday_set_detail")
DAY, DAY_SET, WEEKEND, WORKDAYS = 0, 6, 11, 15  # where each kind's columns start
WORKDAY_MASK, WEEKEND_MASK = 0b0011111, 0b1100000
TEMPLATE_LOOKS, SUBSET_LOOKS = 9.0, 119.0  # 7 days, weekend, Mon-Fri; all sets of 2 to 5 weekdays
TEMPLATE_LEVEL, SUBSET_LEVEL = 0.8, 0.2  # how the family's level is split between the two
NESTED_DAY_LOOKS, NESTED_SET_LOOKS = 5.0, 25.0  # days, and sets of 2 to 4 days, inside Mon-Fri
SETS_OF_SIZE = np.array([1.0, 7.0, 21.0, 35.0, 35.0, 21.0])  # choosing one of so many costs 2 ln(number) in BIC
WEEKEND_COST, WORKDAYS_COST = 2.0 * math.log(2.0), 0.0
MIN_EVENNESS = 0.5  # a day visited at less than half the set's mean rate is no part of the set


@njit(cache=True, nogil=True)
def exposures(first: int, last: int, out: np.ndarray) -> None:
    """Write how many dates of each weekday lie in first..last."""
    window = last - first + 1
    for weekday in range(7):
        ahead = (weekday - (first + 3)) % 7
        out[weekday] = window // 7 + (1 if ahead < window % 7 else 0)


@njit(cache=True, nogil=True)
def in_set(counts: np.ndarray, mask: int) -> int:
    """Sum counts over the weekdays of a set."""
    total = 0
    for weekday in range(7):
        if mask >> weekday & 1:
            total += counts[weekday]
    return total


@njit(cache=True, nogil=True)
def tail_of_set(counts: np.ndarray, exposure: np.ndarray, mask: int, within: int, log_factorial: np.ndarray) -> float:
    """Return the exact tail of a set of weekdays among the days of the set `within`."""
    drawn, total = in_set(counts, within), in_set(exposure, within)
    return hypergeometric_tail(in_set(counts, mask), drawn, in_set(exposure, mask), total, log_factorial)


@njit(cache=True, nogil=True)
def _rate_order(counts: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Return the weekdays by visits per date, highest first, ties by weekday."""
    order = np.arange(7)
    rate = np.zeros(7)
    for weekday in range(7):
        rate[weekday] = counts[weekday] / exposure[weekday] if exposure[weekday] > 0 else 0.0
    for place in range(1, 7):
        weekday = order[place]
        before = place
        while before > 0 and rate[order[before - 1]] < rate[weekday]:
            order[before] = order[before - 1]
            before -= 1
        order[before] = weekday
    return order


@njit(cache=True, nogil=True)
def _best_template_tail(counts: np.ndarray, exposure: np.ndarray, log_factorial: np.ndarray) -> float:
    """Return the smallest tail of the seven days, the weekend and Mon-Fri.

    More visits on as few dates are rarer, and exposures differ by one date at most: the smallest tail of a day is that
    of the most visits, or of one visit less on a day with fewer dates.
    """
    everything = WORKDAY_MASK | WEEKEND_MASK
    least = min(
        tail_of_set(counts, exposure, WORKDAY_MASK, everything, log_factorial),
        tail_of_set(counts, exposure, WEEKEND_MASK, everything, log_factorial),
    )
    highest = counts.max()
    fewest = exposure.max() + 1
    for visits in (highest, highest - 1):
        rarest = -1
        for weekday in range(7):
            if counts[weekday] == visits and exposure[weekday] < fewest:
                rarest, fewest = weekday, exposure[weekday]
        if rarest >= 0:
            least = min(least, tail_of_set(counts, exposure, 1 << rarest, everything, log_factorial))
    return least


@njit(cache=True, nogil=True)
def independent_bic(hits: int, exposed: int, days: int, window: int, first_hit: int) -> float:
    """Return BIC of two rates, inside and outside a set (2 parameters)."""
    outside = 1 - first_hit
    likelihood = two_rates(hits - first_hit, exposed - first_hit)
    likelihood += two_rates(days - hits - outside, window - exposed - outside)
    return -2.0 * likelihood + 2.0 * math.log(days - 1)


@njit(cache=True, nogil=True)
def _occasion_bic(day: np.ndarray, shift: int, hits: int, first_hit: int, width: int) -> float:
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
    return -2.0 * likelihood + 3.0 * math.log(days - 1)


@njit(cache=True, nogil=True)
def _weekend_runs_bic(day: np.ndarray, hits: int, exposed: int) -> float:
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
    return -2.0 * likelihood + 2.0 * math.log(days - 1)


@njit(cache=True, nogil=True)
def _half_share(halves: np.ndarray, mask: int, days: int) -> float:
    """Return the smaller of the two halves' shares; the first half holds days // 2 active days."""
    return min(in_set(halves[0], mask) / (days // 2), in_set(halves[1], mask) / (days - days // 2))


@njit(cache=True, nogil=True)
def _score_day(day: np.ndarray, halves: np.ndarray, exposure: np.ndarray, weekday: int, out: np.ndarray) -> None:
    """Write share, half share, BIC, choice and miss bonus of one weekday."""
    days = len(day)
    counts = halves[0] + halves[1]
    hits = counts[weekday]
    first_hit = 1 if (day[0] + 3) % 7 == weekday else 0
    out[0] = hits / days
    out[1] = _half_share(halves, 1 << weekday, days)
    # A block is centred on the day: it begins three days before it.
    occasion = _occasion_bic(day, 3 - weekday + 3, hits, first_hit, 1)
    window = day[days - 1] - day[0] + 1
    out[3] = min(occasion, independent_bic(hits, exposure[weekday], days, window, first_hit))
    out[4] = out[3] + 2.0 * math.log(SETS_OF_SIZE[1])
    near = counts[(weekday + 1) % 7] + counts[(weekday + 6) % 7]
    misses = days - hits
    out[5] = 2.0 * (misses * math.log(3.0) - math.log(2.0)) if misses > 0 and near == misses else 0.0


@njit(cache=True, nogil=True)
def _score_plain_set(day: np.ndarray, halves: np.ndarray, exposure: np.ndarray, mask: int, out: np.ndarray) -> None:
    """Write share, half share and BIC of independent days of a set."""
    days = len(day)
    hits = in_set(halves[0], mask) + in_set(halves[1], mask)
    first_hit = mask >> ((day[0] + 3) % 7) & 1
    out[0] = hits / days
    out[1] = _half_share(halves, mask, days)
    out[2] = independent_bic(hits, in_set(exposure, mask), days, day[days - 1] - day[0] + 1, first_hit)


@njit(cache=True, nogil=True)
def _is_even(counts: np.ndarray, exposure: np.ndarray, mask: int) -> bool:
    """Whether every day of the set is visited at half the set's mean rate or more."""
    mean = in_set(counts, mask) / in_set(exposure, mask)
    for weekday in range(7):
        if mask >> weekday & 1 and counts[weekday] < MIN_EVENNESS * mean * exposure[weekday]:
            return False
    return True


@njit(cache=True, nogil=True)
def _score_sets(
    day: np.ndarray,
    halves: np.ndarray,
    exposure: np.ndarray,
    order: np.ndarray,
    log_factorial: np.ndarray,
    out: np.ndarray,
) -> tuple[float, int]:
    """Write the best even set of 2 to 5 weekdays; return the smallest tail of all and the chosen set (0 = none).

    The highest rates first, so the best set of a size is a prefix: four tails instead of 119.
    """
    counts = halves[0] + halves[1]
    everything = WORKDAY_MASK | WEEKEND_MASK
    mask = 1 << order[0]
    least, chosen = 1.0, 0
    best = np.inf
    trial = np.empty(3)
    for size in range(2, 6):
        mask |= 1 << order[size - 1]
        if in_set(exposure, mask) == 0:
            continue
        least = min(least, tail_of_set(counts, exposure, mask, everything, log_factorial))
        if mask in (WORKDAY_MASK, WEEKEND_MASK) or not _is_even(counts, exposure, mask):
            continue
        _score_plain_set(day, halves, exposure, mask, trial)
        choice = trial[2] + 2.0 * math.log(SETS_OF_SIZE[size])
        if choice < best:
            best, chosen = choice, mask
            out[0], out[1], out[3], out[4] = trial[0], trial[1], trial[2], choice
    return least, chosen


@njit(cache=True, nogil=True)
def _score_weekend(day: np.ndarray, halves: np.ndarray, exposure: np.ndarray, out: np.ndarray) -> None:
    """Write share, half share, BIC and choice of the weekend."""
    _score_plain_set(day, halves, exposure, WEEKEND_MASK, out)
    hits = in_set(halves[0], WEEKEND_MASK) + in_set(halves[1], WEEKEND_MASK)
    if 2 * hits >= len(day):  # one visit a weekend only matters to a weekend user
        runs = _weekend_runs_bic(day, hits, in_set(exposure, WEEKEND_MASK))
        occasion = _occasion_bic(day, 3, hits, 1 if (day[0] + 3) % 7 >= 5 else 0, 2)
        out[2] = min(out[2], runs, occasion)
    out[3] = out[2] + WEEKEND_COST


@njit(cache=True, nogil=True)
def _score_user(day: np.ndarray, log_factorial: np.ndarray, out: np.ndarray, detail: np.ndarray) -> float:
    """Write the columns of one user and return the family's p-value."""
    days = len(day)
    halves = np.zeros((2, 7), np.int64)
    for number in range(days):
        halves[0 if number < days // 2 else 1, (day[number] + 3) % 7] += 1
    counts = halves[0] + halves[1]
    exposure = np.zeros(7, np.int64)
    exposures(day[0], day[days - 1], exposure)
    order = _rate_order(counts, exposure)
    top = order[0]
    detail[0] = top
    _score_day(day, halves, exposure, top, out[DAY:DAY_SET])
    out[DAY + 2] = 0.0
    if top < 5:
        out[DAY + 2] = sidak(tail_of_set(counts, exposure, 1 << top, WORKDAY_MASK, log_factorial), NESTED_DAY_LOOKS)
    subset_tail, chosen = _score_sets(day, halves, exposure, order, log_factorial, out[DAY_SET:WEEKEND])
    if chosen:
        detail[1] = chosen
        out[DAY_SET + 2] = 0.0
        if not chosen & WEEKEND_MASK:
            nested = tail_of_set(counts, exposure, chosen, WORKDAY_MASK, log_factorial)
            out[DAY_SET + 2] = sidak(nested, NESTED_SET_LOOKS)
    _score_weekend(day, halves, exposure, out[WEEKEND:WORKDAYS])
    _score_plain_set(day, halves, exposure, WORKDAY_MASK, out[WORKDAYS:])
    out[WORKDAYS + 3] = out[WORKDAYS + 2] + WORKDAYS_COST
    template_p = sidak(_best_template_tail(counts, exposure, log_factorial), TEMPLATE_LOOKS)
    return min(1.0, template_p / TEMPLATE_LEVEL, sidak(subset_tail, SUBSET_LOOKS) / SUBSET_LEVEL)


@njit(cache=True, nogil=True)
def score_weekly(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, least_days: int, log_factorial: np.ndarray,
    scores: np.ndarray, details: np.ndarray, pvalues: np.ndarray,
) -> None:  # fmt: skip
    """Score the users rows[0]..rows[1]; arrays come one by one because numba has no keyword objects.

    Parameters
    ----------
    scores
        float64, shape (users, len(COLUMNS)), nan beforehand.
    details
        int16, shape (users, len(DETAILS)): weekday 0-6 and set mask, -1 beforehand.
    pvalues
        float64, shape (users,): min(Sidak9 of the templates / .8, Sidak119 of the sets / .2), 1 beforehand.
    """
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]]
        if len(own) >= least_days:
            pvalues[user] = _score_user(own, log_factorial, scores[user], details[user])
