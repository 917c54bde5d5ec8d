"""Weekday family: nine templates and the best sets of two to five weekdays, exact tails, halves and likelihoods.

Null: given n active days in the user's own window, every choice of n calendar days is equally likely, so the days on a
set of weekdays are hypergeometric with that set's exact exposure. A set is a bit mask, bit 0 = Monday; a day is a
number since 1970, its weekday (day + 3) % 7. Likelihoods are given the first day.
"""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import hypergeometric_tail, lesser_tail, sidak
from analysis.kernels.weekly_fits import independent_bic, weekend_runs_bic, weekly_occasion_bic

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
SET_COSTS = 2.0 * np.log(SETS_OF_SIZE)
WEEKEND_COST, WORKDAYS_COST = 2.0 * math.log(2.0), 0.0
FIRST_HALF, SECOND_HALF, VISITS, DATES, ORDER = range(5)  # rows of a user's weekday table
MIN_EVENNESS = 0.5  # a day visited at less than half the set's mean rate is no part of the set


@njit(cache=True, nogil=True)
def exposures(first: int, last: int, out: np.ndarray) -> None:
    """Write how many dates of each weekday lie in first..last."""
    window = last - first + 1
    for weekday in range(7):
        ahead = (weekday - (first + 3)) % 7
        out[weekday] = window // 7 + (1 if ahead < window % 7 else 0)


@njit(cache=True, nogil=True)
def leave_out(first: int, last: int, ignored: np.ndarray, out: np.ndarray) -> None:
    """Take the ignored dates in first..last out of a user's exposures."""
    for day in ignored:
        if first <= day <= last:
            out[(day + 3) % 7] -= 1


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
def lesser_tail_of_set(
    known: float, counts: np.ndarray, exposure: np.ndarray, mask: int, log_factorial: np.ndarray
) -> float:
    """Return the smaller of `known` and the exact tail of a set of weekdays among all days."""
    hits, inside = in_set(counts, mask), in_set(exposure, mask)
    return lesser_tail(known, hits, counts.sum(), inside, exposure.sum(), log_factorial)


@njit(cache=True, nogil=True)
def fill_table(day: np.ndarray, ignored: np.ndarray, table: np.ndarray) -> None:
    """Write a user's weekday table: visits of both halves and together, dates, and weekdays by visits per date."""
    days = len(day)
    table[:] = 0
    for number in range(days):
        table[FIRST_HALF if number < days // 2 else SECOND_HALF, (day[number] + 3) % 7] += 1
    exposures(day[0], day[days - 1], table[DATES])
    leave_out(day[0], day[days - 1], ignored, table[DATES])
    for weekday in range(7):
        table[VISITS, weekday] = table[FIRST_HALF, weekday] + table[SECOND_HALF, weekday]
        place = weekday
        while place > 0 and _is_rarer(table, table[ORDER, place - 1], weekday):
            table[ORDER, place] = table[ORDER, place - 1]
            place -= 1
        table[ORDER, place] = weekday


@njit(cache=True, nogil=True)
def _is_rarer(table: np.ndarray, one: int, other: int) -> bool:
    """Whether weekday `one` has fewer visits per date than `other`; a weekday without dates is rarest."""
    return table[VISITS, one] * max(1, table[DATES, other]) < table[VISITS, other] * max(1, table[DATES, one])


@njit(cache=True, nogil=True)
def _best_template_tail(counts: np.ndarray, exposure: np.ndarray, log_factorial: np.ndarray) -> float:
    """Return the smallest tail of the seven days, the weekend and Mon-Fri.

    More visits on as few dates are rarer, and exposures differ by one date at most: the smallest tail of a day is that
    of the most visits, or of one visit less on a day with fewer dates.
    """
    highest = counts.max()
    fewest = exposure.max() + 1
    least = 1.0
    for visits in (highest, highest - 1):
        rarest = -1
        for weekday in range(7):
            if counts[weekday] == visits and exposure[weekday] < fewest:
                rarest, fewest = weekday, exposure[weekday]
        if rarest >= 0:
            least = lesser_tail_of_set(least, counts, exposure, 1 << rarest, log_factorial)
    least = lesser_tail_of_set(least, counts, exposure, WEEKEND_MASK, log_factorial)
    return lesser_tail_of_set(least, counts, exposure, WORKDAY_MASK, log_factorial)


@njit(cache=True, nogil=True)
def _half_share(table: np.ndarray, mask: int, days: int) -> float:
    """Return the smaller of the two halves' shares; the first half holds days // 2 active days."""
    return min(in_set(table[FIRST_HALF], mask) / (days // 2), in_set(table[SECOND_HALF], mask) / (days - days // 2))


@njit(cache=True, nogil=True)
def _score_day(day: np.ndarray, table: np.ndarray, weekday: int, out: np.ndarray) -> None:
    """Write share, half share, BIC, choice and miss bonus of one weekday."""
    days = len(day)
    counts = table[VISITS]
    hits = counts[weekday]
    first_hit = 1 if (day[0] + 3) % 7 == weekday else 0
    out[0] = hits / days
    out[1] = _half_share(table, 1 << weekday, days)
    # A block is centred on the day: it begins three days before it.
    occasion = weekly_occasion_bic(day, 3 - weekday + 3, hits, first_hit, 1)
    window = table[DATES].sum()
    out[3] = min(occasion, independent_bic(hits, table[DATES, weekday], days, window, first_hit))
    out[4] = out[3] + SET_COSTS[1]
    near = counts[(weekday + 1) % 7] + counts[(weekday + 6) % 7]
    misses = days - hits
    out[5] = 2.0 * (misses * math.log(3.0) - math.log(2.0)) if misses > 0 and near == misses else 0.0


@njit(cache=True, nogil=True)
def _score_plain_set(day: np.ndarray, table: np.ndarray, mask: int, out: np.ndarray) -> None:
    """Write share, half share and BIC of independent days of a set."""
    days = len(day)
    hits = in_set(table[VISITS], mask)
    first_hit = mask >> ((day[0] + 3) % 7) & 1
    out[0] = hits / days
    out[1] = _half_share(table, mask, days)
    out[2] = independent_bic(hits, in_set(table[DATES], mask), days, table[DATES].sum(), first_hit)


@njit(cache=True, nogil=True)
def _score_sets(
    day: np.ndarray, table: np.ndarray, log_factorial: np.ndarray, best: float, out: np.ndarray
) -> tuple[float, int]:
    """Write the best even set of 2 to 5 weekdays; return the smallest tail of all and the chosen set (0 = none).

    The highest rates first, so the best set of a size is a prefix: four tails instead of 119, and the day added last is
    the one that may be visited too rarely. `best` is the choice of the best single weekday: a set must explain the days
    better, else one strong day drags weak ones into a set.
    """
    days, window, weekday = len(day), table[DATES].sum(), table[ORDER, 0]
    mask = 1 << weekday
    hits, inside, early = table[VISITS, weekday], table[DATES, weekday], table[FIRST_HALF, weekday]
    least, chosen = 1.0, 0
    for size in range(2, 6):
        weekday = table[ORDER, size - 1]
        mask |= 1 << weekday
        hits += table[VISITS, weekday]
        inside += table[DATES, weekday]
        early += table[FIRST_HALF, weekday]
        if inside == 0:
            continue
        least = lesser_tail(least, hits, days, inside, window, log_factorial)
        is_even = table[VISITS, weekday] * inside >= MIN_EVENNESS * hits * table[DATES, weekday]
        if mask in (WORKDAY_MASK, WEEKEND_MASK) or not is_even:
            continue
        bic = independent_bic(hits, inside, days, window, mask >> ((day[0] + 3) % 7) & 1)
        choice = bic + SET_COSTS[size]
        if choice < best:
            best, chosen = choice, mask
            out[0], out[3], out[4] = hits / days, bic, choice
            out[1] = min(early / (days // 2), (hits - early) / (days - days // 2))
    return least, chosen


@njit(cache=True, nogil=True)
def _score_weekend(day: np.ndarray, table: np.ndarray, out: np.ndarray) -> None:
    """Write share, half share, BIC and choice of the weekend."""
    _score_plain_set(day, table, WEEKEND_MASK, out)
    hits = in_set(table[VISITS], WEEKEND_MASK)
    if 2 * hits >= len(day):  # one visit a weekend only matters to a weekend user
        runs = weekend_runs_bic(day, hits, in_set(table[DATES], WEEKEND_MASK))
        occasion = weekly_occasion_bic(day, 3, hits, 1 if (day[0] + 3) % 7 >= 5 else 0, 2)
        out[2] = min(out[2], runs, occasion)
    out[3] = out[2] + WEEKEND_COST


@njit(cache=True, nogil=True)
def _nested_p(table: np.ndarray, mask: int, looks: float, log_factorial: np.ndarray) -> float:
    """Return the corrected tail of a set among Mon-Fri alone; 0 for a set that holds a weekend day."""
    if mask & WEEKEND_MASK:
        return 0.0
    return sidak(tail_of_set(table[VISITS], table[DATES], mask, WORKDAY_MASK, log_factorial), looks)


@njit(cache=True, nogil=True)
def _score_user(
    day: np.ndarray,
    table: np.ndarray,
    log_factorial: np.ndarray,
    ignored: np.ndarray,
    out: np.ndarray,
    detail: np.ndarray,
) -> float:
    """Write the columns of one user and return the family's p-value; `table` is scratch."""
    fill_table(day, ignored, table)
    top = table[ORDER, 0]
    detail[0] = top
    _score_day(day, table, top, out[DAY:DAY_SET])
    out[DAY + 2] = _nested_p(table, 1 << top, NESTED_DAY_LOOKS, log_factorial)
    subset_tail, chosen = _score_sets(day, table, log_factorial, out[DAY + 4], out[DAY_SET:WEEKEND])
    if chosen:
        detail[1] = chosen
        out[DAY_SET + 2] = _nested_p(table, chosen, NESTED_SET_LOOKS, log_factorial)
    _score_weekend(day, table, out[WEEKEND:WORKDAYS])
    _score_plain_set(day, table, WORKDAY_MASK, out[WORKDAYS:])
    out[WORKDAYS + 3] = out[WORKDAYS + 2] + WORKDAYS_COST
    template_p = sidak(_best_template_tail(table[VISITS], table[DATES], log_factorial), TEMPLATE_LOOKS)
    return min(1.0, template_p / TEMPLATE_LEVEL, sidak(subset_tail, SUBSET_LOOKS) / SUBSET_LEVEL)


@njit(cache=True, nogil=True)
def score_weekly(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, least_days: int, log_factorial: np.ndarray,
    ignored: np.ndarray, scores: np.ndarray, details: np.ndarray, pvalues: np.ndarray,
) -> None:  # fmt: skip
    """Score the users rows[0]..rows[1]; arrays come one by one because numba has no keyword objects.

    Parameters
    ----------
    ignored
        Dates nobody is expected on (days since 1970): taken out of every exposure.
    scores
        float64, shape (users, len(COLUMNS)), nan beforehand.
    details
        int16, shape (users, len(DETAILS)): weekday 0-6 and set mask, -1 beforehand.
    pvalues
        float64, shape (users,): min(Sidak9 of the templates / .8, Sidak119 of the sets / .2), 1 beforehand.
    """
    table = np.zeros((5, 7), np.int64)
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]]
        if len(own) >= least_days:
            pvalues[user] = _score_user(own, table, log_factorial, ignored, scores[user], details[user])
