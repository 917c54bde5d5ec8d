"""Two groups of half a million users on a metric of whole numbers: rank tests by counting, against scipy's sorting."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from analysis.compare import brunner_munzel, kolmogorov_smirnov, log_rank, mann_whitney

USERS = 500_000
ROUNDS = 15
TOGETHER_MS = 50.0


def milliseconds(work: Callable[[], object]) -> float:
    """Return the best time of `work()`: what it takes where nothing else runs."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - started))
    return min(times)


def run() -> dict[str, Any]:
    """Return milliseconds of each test and of the three together, and how many times as long scipy takes."""
    generator = np.random.default_rng(5)
    a, b = generator.negative_binomial(2, 0.05, USERS), generator.negative_binomial(2, 0.0501, USERS)
    ours = {test.__name__: milliseconds(lambda test=test: test(a, b)) for test in (
        mann_whitney, kolmogorov_smirnov, brunner_munzel)}  # fmt: skip
    together = milliseconds(lambda: (mann_whitney(a, b), kolmogorov_smirnov(a, b), brunner_munzel(a, b)))
    started = time.perf_counter()
    for test in (stats.mannwhitneyu, stats.ks_2samp, stats.brunnermunzel):
        test(a, b)
    scipy = 1000 * (time.perf_counter() - started)
    groups = np.repeat([0, 1], USERS)
    seen = generator.random(2 * USERS) < 0.6
    return {
        "users a group": USERS,
        **{f"{name}, ms": took for name, took in ours.items()},
        "the three together, ms": (together, TOGETHER_MS),
        "scipy, ms": scipy,
        "scipy / ours": scipy / together,
        "log-rank with curves, ms": milliseconds(lambda: log_rank(np.append(a, b), seen, groups)),
    }
