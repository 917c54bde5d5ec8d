"""Gap family: Moran's log-gap statistic, the modal gap, bursts, and the likelihoods of renewals and constant hazard.

Null: given n active days in a window of S + 1 days, every composition of S into n - 1 positive gaps is equally likely.
"""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import TINY, binomial_tail, log_choose, sidak, two_rates

COLUMNS = (
    "daily_share", "gap_median_days", "gap_cv", "cadence_share", "cadence_half_share", "cadence_bic", "hazard_bic",
)  # fmt: skip
COVERAGE, MEDIAN, CV, SHARE, HALF, RENEWAL_BIC, HAZARD_BIC = range(7)
CADENCE, BURSTY = 0, 1  # columns of the p-values
LEAST_MEAN_GAP = 1.8  # denser than this a single streak looks like a metronome
MORAN_LEVEL, MODAL_LEVEL = 0.7, 0.3  # how the family's level is split
MODAL_GAPS = (2, 60)
MODAL_LOOKS = 100.0
MODAL_SHARE, MODAL_OWN_SHARE = 0.7, 0.4  # of gaps near N, 2N or 3N; near N itself
LEAST_SKIPPED = 6  # with fewer days left out of the window no gap statistic can tell bursts from chance
TOLERANCE = 0.25  # a gap within max(1, N/4) days of N is on the beat
DAY_RESOLUTION = 0.4  # smallest spread of gaps a calendar day can show
# Below level 4 fewer than ten draws stand behind a quantile: extrapolate from there with the slope down from level 12.
FIRST_LEVEL, SLOPE_LEVEL = 4, 12
HISTOGRAM = 3 * MODAL_GAPS[1] + 4


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
def _log_quantile(cells: np.ndarray, down: float, right: float, level: int) -> float:
    """Return ln of the quantile at a level, bilinear between four cells."""
    first = cells[0, 0, level] * (1.0 - right) + cells[0, 1, level] * right
    second = cells[1, 0, level] * (1.0 - right) + cells[1, 1, level] * right
    return math.log(max(1e-12, first * (1.0 - down) + second * down))


@njit(cache=True, nogil=True)
def moran_tail(
    log_s: float, log_gaps: float, log_mean: float, table: np.ndarray, grids: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> float:
    """Return one tail of s by interpolated quantiles; 1 beyond the median.

    `table` holds one tail, shape (gap counts, mean gaps, levels); `grids` logs of gap counts, mean gaps, levels.
    Between levels, and beyond the smallest, ln p is linear in ln s.
    """
    row, down = _place(grids[0], log_gaps)
    column, right = _place(grids[1], log_mean)
    cells = table[row : row + 2, column : column + 2]
    log_levels = grids[2]
    last = len(log_levels) - 1
    # Quantiles of the lower tail rise with the level, those of the upper tail fall.
    sign = 1.0 if _log_quantile(cells, down, right, 0) <= _log_quantile(cells, down, right, last) else -1.0
    if sign * log_s > sign * _log_quantile(cells, down, right, last):
        return 1.0
    low, high = FIRST_LEVEL, last
    low_quantile = _log_quantile(cells, down, right, low)
    if sign * log_s < sign * low_quantile:
        run = _log_quantile(cells, down, right, SLOPE_LEVEL) - low_quantile
        if sign * run <= 1e-9:
            return math.exp(log_levels[low])
        slope = (log_levels[SLOPE_LEVEL] - log_levels[low]) / run
        return max(TINY, math.exp(log_levels[low] + slope * (log_s - low_quantile)))
    while high - low > 1:
        middle = (low + high) // 2
        if sign * _log_quantile(cells, down, right, middle) <= sign * log_s:
            low = middle
        else:
            high = middle
    low_quantile = _log_quantile(cells, down, right, low)
    run = _log_quantile(cells, down, right, high) - low_quantile
    inside = min(1.0, (log_s - low_quantile) / run) if abs(run) > 1e-9 else 1.0
    return math.exp(log_levels[low] + inside * (log_levels[high] - log_levels[low]))


@njit(cache=True, nogil=True)
def _near(below: np.ndarray, centre: int, width: int) -> int:
    """Return how many gaps lie within `width` of `centre`; `below[g]` counts gaps shorter than g."""
    return below[centre + width + 1] - below[centre - width]


@njit(cache=True, nogil=True)
def modal_tail(below: np.ndarray, gaps: int, span: int, log_factorial: np.ndarray) -> tuple[float, int]:
    """Return the corrected tail of the best period N, and N (0 where none holds enough gaps).

    Gaps within w of N, 2N, 3N against their exact chance under the composition null, N in 2..60, w in 0..2, 4w <= N.
    """
    least, period = 1.0, 0
    for candidate in range(MODAL_GAPS[0], MODAL_GAPS[1] + 1):
        for width in range(min(2, candidate // 4) + 1):
            own = _near(below, candidate, width)
            if own < MODAL_OWN_SHARE * gaps:
                continue
            hits = own + _near(below, 2 * candidate, width) + _near(below, 3 * candidate, width)
            if hits < MODAL_SHARE * gaps:
                continue
            chance = 0.0
            for beat in range(1, 4):
                for gap in range(beat * candidate - width, beat * candidate + width + 1):
                    if gap < span:
                        chance += math.exp(
                            log_choose(span - gap - 1, gaps - 2, log_factorial)
                            - log_choose(span - 1, gaps - 1, log_factorial)
                        )
            tail = binomial_tail(hits, gaps, min(1.0, chance), log_factorial)
            if tail < least:
                least, period = tail, candidate
    return sidak(least, MODAL_LOOKS), period


@njit(cache=True, nogil=True)
def gamma_bic(gaps: int, mean: float, s: float) -> float:
    """Return BIC of gamma renewal with the shape of Minka (2002), capped at the resolution of a day."""
    cap = (mean / DAY_RESOLUTION) ** 2
    k = cap if s <= 0.0 else min(cap, (3.0 - s + math.sqrt((s - 3.0) ** 2 + 24.0 * s)) / (12.0 * s))
    log_mean = math.log(mean)
    likelihood = (k - 1.0) * gaps * (log_mean - s) - k * gaps + gaps * k * (math.log(k) - log_mean)
    return -2.0 * min(0.0, likelihood - gaps * math.lgamma(k)) + 2.0 * math.log(gaps)


@njit(cache=True, nogil=True)
def _beats(gap: int, period: float) -> int:
    return max(1, math.floor(gap / period + 0.5))


@njit(cache=True, nogil=True)
def missed_beat_bic(day: np.ndarray, period: int) -> tuple[float, float]:
    """Return BIC of a renewal that skips beats, and its period in days, from a first guess of the period."""
    gaps = len(day) - 1
    span = day[gaps] - day[0]
    beats = 0
    for number in range(gaps):
        beats += _beats(day[number + 1] - day[number], period)
    fitted = span / beats
    squares = 0.0
    for number in range(gaps):
        gap = day[number + 1] - day[number]
        squares += (gap - _beats(gap, period) * fitted) ** 2
    spread = max(DAY_RESOLUTION, math.sqrt(squares / gaps))
    likelihood = -gaps * math.log(spread * math.sqrt(2.0 * math.pi)) - squares / (2.0 * spread * spread)
    # Each visit ends a geometric number of beats: `gaps` visits at `beats` beats.
    likelihood += two_rates(gaps, beats)
    parameters = 3.0 if beats > gaps else 2.0
    return -2.0 * min(0.0, likelihood) + parameters * math.log(gaps), fitted


@njit(cache=True, nogil=True)
def _median_gap(below: np.ndarray, day: np.ndarray) -> float:
    """Return the median gap, from the histogram where it reaches, else by sorting."""
    gaps = len(day) - 1
    lower, upper = (gaps - 1) // 2, gaps // 2
    if below[HISTOGRAM] <= upper:
        ordered = np.sort(day[1:] - day[:-1])
        return 0.5 * (ordered[lower] + ordered[upper])
    gap = 1
    while below[gap + 1] <= lower:
        gap += 1
    first = gap
    while below[gap + 1] <= upper:
        gap += 1
    return 0.5 * (first + gap)


@njit(cache=True, nogil=True)
def _on_beat(day: np.ndarray, period: float, skips: int) -> tuple[float, float]:
    """Return the share of gaps on the beat, and the smaller of the two halves' shares."""
    gaps = len(day) - 1
    allowed = max(1.0, TOLERANCE * period)
    halves = np.zeros(2)
    for number in range(gaps):
        gap = day[number + 1] - day[number]
        beats = _beats(gap, period) if skips else 1
        if abs(gap - beats * period) <= allowed:
            halves[0 if number < gaps // 2 else 1] += 1.0
    share = (halves[0] + halves[1]) / gaps
    return share, min(halves[0] / (gaps // 2), halves[1] / (gaps - gaps // 2))


@njit(cache=True, nogil=True)
def _fit_renewal(day: np.ndarray, s: float, period: int, out: np.ndarray) -> int:
    """Write share, half share and BIC of the better renewal; return its period in whole days."""
    gaps = len(day) - 1
    mean = (day[gaps] - day[0]) / gaps
    plain = gamma_bic(gaps, mean, s)
    skipping, fitted = missed_beat_bic(day, max(1, period))
    out[RENEWAL_BIC] = min(plain, skipping)
    if skipping < plain:
        out[SHARE], out[HALF] = _on_beat(day, fitted, 1)
        return int(fitted + 0.5)
    out[SHARE], out[HALF] = _on_beat(day, mean, 0)
    return int(mean + 0.5)


@njit(cache=True, nogil=True)
def _score_user(
    day: np.ndarray, moran: tuple, log_factorial: np.ndarray, below: np.ndarray, out: np.ndarray, pvalues: np.ndarray
) -> int:
    """Write the columns and both p-values of one user; return the period in whole days."""
    gaps = len(day) - 1
    span = day[gaps] - day[0]
    mean = span / gaps
    below[:] = 0
    logs, squares, equal = 0.0, 0.0, True
    for number in range(gaps):
        gap = day[number + 1] - day[number]
        logs += math.log(gap)
        squares += (gap - mean) ** 2
        equal &= gap == day[1] - day[0]
        if gap < HISTOGRAM:
            below[gap + 1] += 1
    for gap in range(1, HISTOGRAM + 1):
        below[gap] += below[gap - 1]
    s = 0.0 if equal else max(1e-12, math.log(mean) - logs / gaps)
    out[COVERAGE] = len(day) / (span + 1)
    out[MEDIAN] = _median_gap(below, day)
    out[CV] = math.sqrt(squares / (gaps - 1)) / mean
    out[HAZARD_BIC] = -2.0 * two_rates(gaps, span) + math.log(gaps)
    tables, grids = moran
    lower, upper = 1.0, 1.0
    if equal:
        lower = max(TINY, math.exp(-log_choose(span - 1, gaps - 1, log_factorial)))
    else:
        place = (math.log(s), math.log(gaps), math.log(mean))
        lower = moran_tail(place[0], place[1], place[2], tables[0], grids)
        if span - gaps >= LEAST_SKIPPED:
            upper = moran_tail(place[0], place[1], place[2], tables[1], grids)
    pvalues[BURSTY] = upper
    modal, period = 1.0, 0
    if mean >= LEAST_MEAN_GAP:
        modal, period = modal_tail(below, gaps, span, log_factorial)
        if upper <= 0.5 and lower > 0.5:
            modal = 1.0
        pvalues[CADENCE] = min(1.0, lower / MORAN_LEVEL, modal / MODAL_LEVEL)
    return _fit_renewal(day, s, period if period else int(out[MEDIAN] + 0.5), out)


@njit(cache=True, nogil=True)
def score_gaps(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, least_days: int, log_factorial: np.ndarray,
    moran: tuple, scores: np.ndarray, details: np.ndarray, pvalues: np.ndarray,
) -> None:  # fmt: skip
    """Score the users rows[0]..rows[1]; arrays come one by one because numba has no keyword objects.

    Parameters
    ----------
    moran
        ((lower, upper) quantiles, grids): see `moran_tail`.
    scores
        float32, shape (users, len(COLUMNS)), nan beforehand.
    details
        int16, shape (users, 1): the period in days, -1 beforehand.
    pvalues
        float64, shape (users, 2): cadence, bursty; 1 beforehand.
    """
    below = np.zeros(HISTOGRAM + 1, np.int64)
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]]
        if len(own) >= least_days:
            period = _score_user(own, moran, log_factorial, below, scores[user], pvalues[user])
            details[user, 0] = min(period, 32767)
