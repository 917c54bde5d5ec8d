"""Change of pace: each user's latest gaps, the open one among them, against all gaps before, in operational time.

A candidate splits the days: m gaps before day c, x days after it. Under gamma renewal with shape k the time w since c
follows F(2k(x + 1), 2km) as P[x + 1 gaps last longer than w]; a speed-up is P[x gaps fit into w].
"""

import math

import numpy as np
from numba import njit

from analysis.kernels.tails import TINY, sidak

LEAST_GAPS = 8  # before a candidate; fewer say too little about the user's own pace
SLOWER_LATER = np.arange(12)  # days after a candidate
# Somebody faster has many days soon: the grid reaches back over the same weeks.
FASTER_LATER = np.array([4, 6, 8, 12, 16, 24, 32, 48])
K_BOUNDS = (0.03, 30.0)
PSEUDO_GAPS = 8.0  # by which a user's evenness is drawn to the population's median
BLOCK_DAYS, LEAST_BLOCKS, RECENT_BLOCKS, BLOCKS_TO_SKIP = 28, 4, 2, 6
SCREEN = 0.02  # the guard looks only at users below it
GUARD_SHARE, GUARD_ENOUGH, GUARD_LEAST = 0.02, 25, 6
STOP_DAYS = 21.0  # "cannot be seen" asks: not even three weeks of silence?
COLUMNS = ("p", "later", "gap_before", "gap_now", "k", "guarded")
P, LATER, BEFORE, NOW, K, GUARDED = range(6)


@njit(cache=True, nogil=True)
def beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (DLMF 8.17.22)."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - math.exp(log_front) * _fraction(1.0 - x, b, a) / b
    return math.exp(log_front) * _fraction(x, a, b) / a


@njit(cache=True, nogil=True)
def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of I_x(a, b), which converges in about sqrt(max(a, b)) steps."""
    c = 1.0
    d = 1.0 / (1.0 - (a + b) * x / (a + 1.0))
    value = d
    for step in range(1, 2000):
        twice = a + 2.0 * step
        even = step * (b - step) * x / ((twice - 1.0) * twice)
        d = 1.0 / (1.0 + even * d)
        c = 1.0 + even / c
        value *= d * c
        odd = -(a + step) * (a + b + step) * x / (twice * (twice + 1.0))
        d = 1.0 / (1.0 + odd * d)
        c = 1.0 + odd / c
        value *= d * c
        if abs(d * c - 1.0) < 1e-12:
            break
    return value


@njit(cache=True, nogil=True)
def _clipped(k: float) -> float:
    return min(K_BOUNDS[1], max(K_BOUNDS[0], k))


@njit(cache=True, nogil=True)
def gamma_shape(mean: float, mean_log: float) -> float:
    """Return the shape k of gamma gaps by Minka's start value (2002), clipped to K_BOUNDS."""
    s = math.log(mean) - mean_log
    return K_BOUNDS[1] if s <= 1e-9 else _clipped((3.0 - s + math.sqrt((s - 3.0) ** 2 + 24.0 * s)) / (12.0 * s))


@njit(cache=True, nogil=True)
def squared_cv(gaps: int, total: float, squares: float) -> float:
    """Return the squared coefficient of variation of gaps from their sums."""
    mean = total / gaps
    return max(0.0, (squares / gaps - mean * mean) * gaps / (gaps - 1.0)) / (mean * mean)


@njit(cache=True, nogil=True)
def block_k(day: np.ndarray, until: int) -> float:
    """Return 1 over the dispersion of active days in blocks of 28 days back from `until`; inf where too few blocks.

    The last two blocks are left out where there are six: else the change itself would look like unevenness.
    """
    blocks = (until - day[0] + 1) // BLOCK_DAYS
    skipped = RECENT_BLOCKS if blocks >= BLOCKS_TO_SKIP else 0
    used = blocks - skipped
    if used < LEAST_BLOCKS:
        return np.inf
    newest = until - skipped * BLOCK_DAYS
    total, squares, count, block = 0.0, 0.0, 0, 0
    for place in range(len(day) - 1, -2, -1):
        into = (newest - day[place]) // BLOCK_DAYS if place >= 0 else used
        if into < 0:
            continue
        if into != block:
            squares += count * count
            count, block = 0, into
        if into >= used:
            break
        total += 1
        count += 1
    mean = total / used
    if mean == 0.0:
        return np.inf
    spread = max(0.0, (squares - used * mean * mean) / (used - 1.0)) / mean * (1.0 + 3.0 / used)
    return np.inf if spread == 0.0 else 1.0 / spread


@njit(cache=True, nogil=True)
def _shrunk_k(gaps: int, sums: tuple[float, float, float], medians: tuple[float, float], blocks: float) -> float:
    """Return the least of three shapes: gamma fit and 1 / CV2, each drawn to the median, and of blocks of days."""
    total, logs, squares = sums
    weight = gaps + PSEUDO_GAPS
    fitted = gamma_shape(total / gaps, logs / gaps)
    fitted = math.exp((gaps * math.log(fitted) + PSEUDO_GAPS * math.log(medians[0])) / weight)
    uneven = (gaps * squared_cv(gaps, total, squares) + PSEUDO_GAPS * medians[1]) / weight
    return _clipped(min(fitted, 1.0 / max(uneven, 1e-9), blocks))


@njit(cache=True, nogil=True)
def slower_tail(k: float, gaps: int, before: float, later: int, since: float) -> float:
    """Return P[later + 1 gaps last longer than `since`], `before` being the sum of `gaps` gaps, in days."""
    return beta_share(before / (before + since), k * gaps, k * (later + 1))


@njit(cache=True, nogil=True)
def faster_tail(k: float, gaps: int, before: float, later: int, since: float) -> float:
    """Return P[`later` gaps fit into `since`], `before` being the sum of `gaps` gaps, in days."""
    return beta_share(since / (before + since), k * later, k * gaps)


@njit(cache=True, nogil=True)
def _guarded(time: np.ndarray, last: int, later: int, since: float, faster: int) -> int:
    """Return 1 where the user's own past has seen the like: windows of this length after each earlier day."""
    windows, like = 0, 0
    for start in range(last):
        if time[start] + since > time[last]:
            break
        windows += 1
        if faster:
            like += 1 if start + later <= last and time[start + later] - time[start] <= since else 0
        else:
            like += 1 if time[start + later + 1] - time[start] > since else 0
    if windows < GUARD_LEAST:
        return 1
    return 1 if (like > GUARD_SHARE * windows if windows >= GUARD_ENOUGH else like > 0) else 0


@njit(cache=True, nogil=True)
def _scan(
    time: np.ndarray, now: float, blocks: float, sums: np.ndarray, medians: tuple, faster: int, out: np.ndarray
) -> None:
    """Write the likeliest change of one user; `sums` holds sum, sum of logs and of squares before each day."""
    n = len(time)
    laters = FASTER_LATER if faster else SLOWER_LATER
    least, looks = 2.0, 0
    for later in laters:
        c = n - 1 - later
        if c < LEAST_GAPS:
            break
        looks += 1
        before, since = sums[c, 0], now - time[c]
        pace = before / c
        recent = max(since, 0.5) / later if faster else (since + 0.5) / (later + 1)
        if least < 2.0 and (recent >= pace if faster else recent <= pace):
            continue
        k = _shrunk_k(c, (before, sums[c, 1], sums[c, 2]), medians, blocks)
        p = 1.0
        if faster and recent < pace:
            p = faster_tail(k, c, before, later, since + 0.5)
        elif not faster and recent > pace:
            p = slower_tail(k, c, before, later, since + 0.5)
        if p < least:
            least = p
            out[LATER], out[BEFORE], out[NOW], out[K] = later, pace, recent, k
    if looks == 0:
        return
    later = int(out[LATER])
    c = n - 1 - later
    if least < SCREEN:
        out[GUARDED] = _guarded(time, c, later, now - time[c], faster)
    out[P] = sidak(max(TINY, least), 1.0 + 0.5 * (looks - 1))


@njit(cache=True, nogil=True)
def summarise(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, clock: np.ndarray, first: int, out: np.ndarray
) -> None:
    """Write shape k and squared CV of all gaps of the users rows[0]..rows[1] with enough of them; out is nan before."""
    for user in range(rows[0], rows[1]):
        gaps = offsets[user + 1] - offsets[user] - 1
        if gaps < LEAST_GAPS:
            continue
        total, logs, squares = 0.0, 0.0, 0.0
        for place in range(offsets[user] + 1, offsets[user + 1]):
            gap = clock[day[place] - first] - clock[day[place - 1] - first]
            total, logs, squares = total + gap, logs + math.log(gap), squares + gap * gap
        out[user, 0] = gamma_shape(total / gaps, logs / gaps)
        out[user, 1] = squared_cv(gaps, total, squares)


@njit(cache=True, nogil=True)
def scan_pace(
    rows: tuple[int, int], offsets: np.ndarray, day: np.ndarray, clock: np.ndarray, first: int,
    medians: tuple[float, float], slower: np.ndarray, faster: np.ndarray, stop: np.ndarray,
) -> None:  # fmt: skip
    """Scan the users rows[0]..rows[1] for a change of pace; those with too few gaps stay nan.

    Parameters
    ----------
    clock
        Operational time at each date from `first` on, ascending, float64; its last entry is now.
    medians
        The population's median shape k and squared CV.
    slower, faster
        float64, shape (users, len(COLUMNS)), nan beforehand.
    stop
        float64, shape (users,), nan beforehand: p of three weeks of silence after the last day.
    """
    until = first + len(clock) - 1
    now = clock[len(clock) - 1]
    for user in range(rows[0], rows[1]):
        own = day[offsets[user] : offsets[user + 1]]
        n = len(own)
        if n <= LEAST_GAPS:
            continue
        time = np.empty(n)
        sums = np.zeros((n, 3))
        for place in range(n):
            time[place] = clock[own[place] - first]
            if place > 0:
                gap = time[place] - time[place - 1]
                sums[place, 0] = time[place] - time[0]
                sums[place, 1] = sums[place - 1, 1] + math.log(gap)
                sums[place, 2] = sums[place - 1, 2] + gap * gap
        blocks = block_k(own, until)
        _scan(time, now, blocks, sums, medians, 0, slower[user])
        _scan(time, now, blocks, sums, medians, 1, faster[user])
        last = n - 1
        k = _shrunk_k(last, (sums[last, 0], sums[last, 1], sums[last, 2]), medians, blocks)
        looks = 1.0 + 0.5 * (min(len(SLOWER_LATER), n - LEAST_GAPS) - 1)
        stop[user] = sidak(max(TINY, slower_tail(k, last, sums[last, 0], 0, STOP_DAYS + 0.5)), looks)
