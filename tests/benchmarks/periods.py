"""Every user's scan over the periods of 2 to 35 days, against plain numpy; and the population's periodogram."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.kernels.periods import PERIODS, period_scan
from tests.benchmarks.labels import made_up_users

USERS = 1_000_000
PLAIN_USERS = 5_000  # plain numpy is measured on these and scaled
ROUNDS = 5
SCAN_SECONDS = 0.5


def plain_scan(offsets: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the same z from whole arrays: one vector a day, added up by clump, then by user."""
    day = day.astype(np.int64)
    gap = np.diff(day, prepend=day[0] - 1000)
    starts_user = np.zeros(len(day), bool)
    starts_user[offsets[:-1]] = True
    out = np.empty((len(offsets) - 1, len(PERIODS)))
    for column, period in enumerate(PERIODS):
        new = starts_user | (gap > (1 if period < 10 else 3))
        first = np.flatnonzero(new)
        vector = np.add.reduceat(np.exp(2j * np.pi * (day % period) / period), first)
        user = np.searchsorted(first, offsets[:-1])
        apart = np.add.reduceat(np.abs(vector) ** 2, user)
        out[:, column] = np.abs(np.add.reduceat(vector, user)) ** 2 / apart
    return out


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of `work()`."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def run() -> dict[str, Any]:
    """Return seconds of the scan of all users, and how many times as long plain numpy takes."""
    started = time.perf_counter()
    period_scan(*made_up_users(1_000))
    compiled = time.perf_counter() - started
    offsets, day = made_up_users(USERS)
    cpu = time.process_time()
    scan = seconds(lambda: period_scan(offsets, day))
    cpu = (time.process_time() - cpu) / ROUNDS
    few = offsets[: PLAIN_USERS + 1]
    plain = seconds(lambda: plain_scan(few, day[: few[-1]])) * USERS / PLAIN_USERS
    return {
        "users": USERS,
        "user-days": len(day),
        "scan, s": (scan, SCAN_SECONDS),
        "scan, CPU s": cpu,
        "first call with compiling, s": compiled,
        "plain numpy, s (scaled)": plain,
        "plain / ours": plain / scan,
        "bytes of result a user": 4 * len(PERIODS),
    }
