"""Scoring and labelling of a million users: the one pass over days, and one move of a slider."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.labels import DefaultSettings, Segmentation, label
from analysis.rhythms import Scores, score_days

USERS = 1_000_000
MEAN_DAYS = 20
ROUNDS = 9
SCORE_SECONDS, MOVE_MILLISECONDS = 4.0, 25.0


def made_up_users(users: int, *, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets and days of users with about 20 random days in a year; one in ten keeps one weekday."""
    rng = np.random.default_rng(seed)
    counts = np.clip(rng.poisson(MEAN_DAYS, users), 1, 52)
    owner = np.repeat(np.arange(users), counts)
    day = 19905 + rng.integers(0, 364, counts.sum())
    regular = owner % 10 == 0
    day[regular] -= (day[regular] - owner[regular]) % 7
    packed = np.unique(owner * 1_000_000 + day)
    owner, day = packed // 1_000_000, (packed % 1_000_000).astype(np.int32)
    offsets = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=users)))).astype(np.int64)
    return offsets, day


def milliseconds(work: Callable[[int], object]) -> float:
    """Return the median time of `work(round)` in milliseconds."""
    times = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def move(scores: Scores, slug: str, knob: str, value: float) -> Segmentation:
    """Label with one threshold moved, and count the sizes: what a release of the slider costs."""
    defaults = DefaultSettings()
    moved = getattr(defaults, slug).replace(**{knob: value})
    settings = DefaultSettings(**{**vars(defaults), slug: moved})
    segmentation = label(scores, settings)
    segmentation.groups()
    return segmentation


def run() -> dict[str, Any]:
    """Return seconds to score, milliseconds a move of three thresholds, and what the scores weigh."""
    score_days(*made_up_users(50_000))  # compile
    offsets, day = made_up_users(USERS)
    started, cpu = time.perf_counter(), time.process_time()
    scores = score_days(offsets, day)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    label(scores).groups()
    step = 0.01
    return {
        "users": USERS,
        "user-days": len(day),
        "score, s": (seconds, SCORE_SECONDS),
        "score, CPU s": cpu,
        "move weekday.min_share, ms": (
            milliseconds(lambda number: move(scores, "weekday", "min_share", 0.6 + step * number)),
            MOVE_MILLISECONDS,
        ),
        "move cadence.min_share, ms": (
            milliseconds(lambda number: move(scores, "cadence", "min_share", 0.6 + step * number)),
            MOVE_MILLISECONDS,
        ),
        "move evidence.q_max, ms": (
            milliseconds(lambda number: move(scores, "evidence", "q_max", 0.05 + step * number)),
            MOVE_MILLISECONDS,
        ),
        "MB of scores": scores.frame.memory_usage().sum() / 1e6,
    }
