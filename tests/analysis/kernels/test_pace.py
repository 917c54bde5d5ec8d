"""The scan for a change of pace equals the plain version, its tail equals the F law."""

import numpy as np
import pytest
from scipy import stats

from analysis.kernels.pace import (
    BEFORE,
    BLOCK_DAYS,
    COLUMNS,
    FASTER_LATER,
    GUARDED,
    K_BOUNDS,
    LATER,
    LEAST_GAPS,
    NOW,
    SCREEN,
    SLOWER_LATER,
    K,
    P,
    beta_share,
    block_k,
    faster_tail,
    scan_pace,
    slower_tail,
)  # fmt: skip

MEDIANS = (1.3, 0.8)
FIRST = 19_000


@pytest.mark.parametrize(
    ("x", "a", "b"), [(0.1, 3, 5), (0.9, 3, 0.2), (0.5, 300, 200), (0.01, 0.3, 20), (0.999, 1e4, 30), (0.2, 0.24, 0.03)]
)
def test_incomplete_beta(x, a, b):
    assert beta_share(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-9)


@pytest.mark.parametrize("k", [0.2, 1.0, 7.5])
@pytest.mark.parametrize("later", [0, 1, 5])
def test_tails_are_the_f_law(k, later):
    gaps, before, since = 20, 55.0, 40.5
    ratio = (since / (later + 1)) / (before / gaps)
    assert slower_tail(k, gaps, before, later, since) == pytest.approx(
        stats.f.sf(ratio, 2 * k * (later + 1), 2 * k * gaps), rel=1e-9
    )
    if later:
        ratio = (since / later) / (before / gaps)
        assert faster_tail(k, gaps, before, later, since) == pytest.approx(
            stats.f.cdf(ratio, 2 * k * later, 2 * k * gaps), rel=1e-9
        )


def test_random_days_are_an_exact_binomial_at_k_one():
    """Given m + x + 1 gaps' worth of time, how many of m + x days lie before the change is binomial."""
    gaps, later, before, since = 15, 3, 30.0, 41.0
    binomial = stats.binom.cdf(later, gaps + later, since / (before + since))
    assert slower_tail(1.0, gaps, before, later, since) == pytest.approx(binomial, rel=1e-9)


def test_blocks_leave_out_the_last_two_where_there_are_six():
    until = FIRST + 8 * BLOCK_DAYS - 1
    even = np.arange(FIRST, until + 1, 4)
    assert block_k(even, until) == np.inf  # seven days in each block: no spread at all
    stopped = even[even < FIRST + 6 * BLOCK_DAYS]
    assert block_k(stopped, until) == np.inf
    assert block_k(even[even < FIRST + 5 * BLOCK_DAYS], until) < 2
    assert block_k(np.arange(until - 3 * BLOCK_DAYS, until), until) == np.inf  # too few blocks to say


def plain_block_k(day: np.ndarray, until: int) -> float:
    blocks = (until - day[0] + 1) // BLOCK_DAYS
    counts = np.array(
        [np.sum((day <= until - BLOCK_DAYS * b) & (day > until - BLOCK_DAYS * (b + 1))) for b in range(blocks)]
    )
    counts = counts[2:] if blocks >= 6 else counts
    if len(counts) < 4 or counts.mean() == 0 or counts.var(ddof=1) == 0:
        return np.inf
    return 1 / (counts.var(ddof=1) / counts.mean() * (1 + 3 / len(counts)))


def plain_scan(time: np.ndarray, day: np.ndarray, until: int, *, faster: bool) -> dict[str, float]:
    """Return the likeliest change, one candidate after the other, with SciPy's F law."""
    now, found = time[-1], []
    own = time[day - FIRST]
    for later in FASTER_LATER if faster else SLOWER_LATER:
        m = len(own) - 1 - later
        if m < LEAST_GAPS:
            break
        gaps, since = np.diff(own[: m + 1]), now - own[m]
        weight = m + 8
        s = np.log(gaps.mean()) - np.log(gaps).mean()
        minka = 30.0 if s <= 1e-9 else (3 - s + np.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s)
        fitted = np.exp((m * np.log(np.clip(minka, *K_BOUNDS)) + 8 * np.log(MEDIANS[0])) / weight)
        cv2 = (m * gaps.var(ddof=1) / gaps.mean() ** 2 + 8 * MEDIANS[1]) / weight
        k = np.clip(min(fitted, 1 / cv2, plain_block_k(day, until)), *K_BOUNDS)
        n = later if faster else later + 1
        now_gap = max(since, 0.5) / n if faster else (since + 0.5) / n
        ratio = (since + 0.5) / n / gaps.mean()
        p = stats.f.cdf(ratio, 2 * k * n, 2 * k * m) if faster else stats.f.sf(ratio, 2 * k * n, 2 * k * m)
        p = p if (now_gap < gaps.mean() if faster else now_gap > gaps.mean()) else 1.0
        found.append((p, later, gaps.mean(), now_gap, k, m, since))
    p, later, before, now_gap, k, m, since = min(found, key=lambda each: each[0])
    guarded = 0
    if p < SCREEN:
        starts = [own[i] for i in range(m) if own[i] + since <= own[m]]
        inside = np.array([np.sum((own > start) & (own <= start + since)) for start in starts])
        like = (inside >= later).sum() if faster else (inside <= later).sum()
        guarded = len(starts) < 6 or (like > 0.02 * len(starts) if len(starts) >= 25 else like > 0)
    corrected = 1 - (1 - p) ** (1 + 0.5 * (len(found) - 1))
    return {"p": corrected, "later": later, "before": before, "now": now_gap, "k": k, "guarded": float(guarded)}


def scanned(days: list[np.ndarray], clock: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *(len(each) for each in days)]).astype(np.int64)
    slower, faster = (np.full((len(days), len(COLUMNS)), np.nan) for _ in range(2))
    stop = np.full(len(days), np.nan)
    day = np.concatenate(days).astype(np.int32)
    scan_pace((0, len(days)), offsets, day, clock, FIRST, MEDIANS, slower, faster, stop)
    return slower, faster


def people(seed: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Forty people who come at rates that change, and a clock on which some days count less."""
    rng = np.random.default_rng(seed)
    clock = np.cumsum(np.where(rng.random(400) < 0.05, 0.3, 1.0))
    days = []
    for _ in range(40):
        rate = np.where(np.arange(400) < rng.integers(150, 390), *np.exp(rng.uniform(-3, -0.2, 2)))
        days.append(FIRST + np.flatnonzero(rng.random(400) < rate))
    return [each for each in days if len(each) > LEAST_GAPS], clock


@pytest.mark.parametrize("seed", range(3))
def test_the_scan_is_the_plain_one(seed):
    days, clock = people(seed)
    until = FIRST + len(clock) - 1
    for found, faster in zip(scanned(days, clock), (False, True), strict=True):
        told = 0
        for own, row in zip(days, found, strict=True):
            if faster and len(own) - 1 - FASTER_LATER[0] < LEAST_GAPS:
                assert np.isnan(row[P])
                continue
            plain = plain_scan(clock, own, until, faster=faster)
            assert row[P] == pytest.approx(plain["p"], rel=1e-6, abs=1e-12)
            if plain["p"] < 0.5:  # among candidates that all say "no change" the first is as good as any
                assert row[[LATER, BEFORE, NOW, K]] == pytest.approx(
                    [plain[n] for n in ("later", "before", "now", "k")]
                )
                told += 1
            if plain["p"] < SCREEN:
                assert row[GUARDED] == plain["guarded"]
        assert told > 5


def test_too_few_gaps_stay_undefined():
    days = [FIRST + np.arange(LEAST_GAPS), FIRST + np.arange(LEAST_GAPS + 1)]
    slower, _ = scanned(days, np.arange(1.0, 61.0))
    assert np.isnan(slower[0]).all()
    assert slower[1, P] < 1e-3
