"""Scoring and labelling of a million users: the one pass over days, and one move of a slider."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.stats import hypergeom

from analysis.kernels.tails import log_factorials
from analysis.labels import DefaultSettings, Segmentation, label
from analysis.rhythms import Scores, score_days
from analysis.rhythms.scoring import weekly_scores
from analysis.rhythms.user_days import UserDays

USERS = 1_000_000
MEAN_DAYS = 20
ROUNDS = 9
COMPARED_USERS = 20_000
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


def plain_numpy_weekdays(offsets: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the smallest tail of the nine weekday templates as one would write it with numpy and scipy alone."""
    users = len(offsets) - 1
    owner = np.repeat(np.arange(users), np.diff(offsets))
    visits = np.bincount(owner * 7 + (day + 3) % 7, minlength=7 * users).reshape(users, 7)
    first, last = day[offsets[:-1]], day[offsets[1:] - 1]
    ahead = (np.arange(7)[None] - (first + 3)[:, None]) % 7
    window = last - first + 1
    dates = window[:, None] // 7 + (ahead < (window % 7)[:, None])
    sets = np.vstack([np.eye(7, dtype=int), [0, 0, 0, 0, 0, 1, 1], [1, 1, 1, 1, 1, 0, 0]])
    tails = hypergeom.sf(visits @ sets.T - 1, window[:, None], dates @ sets.T, visits.sum(axis=1)[:, None])
    return tails.min(axis=1)


def weekday_ratio(offsets: np.ndarray, day: np.ndarray) -> float:
    """Return how many times longer plain numpy takes for the nine templates than the kernel for its whole family."""
    few = offsets[: COMPARED_USERS + 1]
    days = UserDays(few, day[: few[-1]])
    log_factorial = log_factorials(400)
    kernel = milliseconds(lambda _: weekly_scores(days, log_factorial))
    return milliseconds(lambda _: plain_numpy_weekdays(days.offsets, days.day)) / kernel


def run() -> dict[str, Any]:
    """Return seconds to score, milliseconds a move of three thresholds, and what the scores weigh."""
    started = time.perf_counter()
    score_days(*made_up_users(1_000))
    first_call = time.perf_counter() - started
    offsets, day = made_up_users(USERS)
    started, cpu = time.perf_counter(), time.process_time()
    scores = score_days(offsets, day)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    label(scores).groups()
    step = 0.01
    return {
        "first call: compile, or load what was compiled, s": first_call,
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
        "plain numpy and scipy over kernel, weekday tails, times": weekday_ratio(offsets, day),
        "bytes of scores a user": scores.frame.memory_usage().sum() / USERS,
    }
