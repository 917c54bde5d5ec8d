"""The curve of ten segments at a hundred values of a threshold, against labelling a million users a hundred times."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.activity import USES_COLUMNS, Activity
from analysis.dataset import Dataset
from analysis.labels import label
from analysis.rhythms import score_days
from analysis.segments.people import People
from analysis.segments.sensitivity import curves
from analysis.settings import Settings
from tests.benchmarks.labels import made_up_users

USERS = 1_000_000
VALUES = np.round(np.linspace(0.3, 0.993, 100), 4)
PLAIN_VALUES = VALUES[::10]  # the others take as long
NAMES = (
    "daily",
    "weekdays",
    "weekend",
    "weekday",
    "weekday:Tue",
    "weekday_set",
    "cadence",
    "bursty",
    "mixed",
    "irregular",
)
MOST_PERCENT = 2.0  # of the time of a hundred recomputations: fifty times faster


def people_of(users: int) -> People:
    """Return made-up users with labels; their features are not needed here."""
    offsets, day = made_up_users(users)
    empty = np.zeros(len(day), np.uint32)
    activity = Activity(
        pa.array([f"{number:07}" for number in range(users)]), offsets, day, empty + 1, empty, empty.astype(np.uint64),
        None, (), pd.DataFrame(columns=list(USES_COLUMNS)), int(day.min()), int(day.max()),
    )  # fmt: skip
    settings = Settings()
    return People(
        Dataset(activity, pd.DataFrame({"user_id": []})), label(score_days(offsets, day), settings),
        pd.DataFrame(index=range(users)), settings,
    )  # fmt: skip


def plain(people: People, address: str) -> np.ndarray:
    """Return the sizes at `PLAIN_VALUES`, labelling everybody at each; shape (names, values)."""
    sizes = []
    for value in PLAIN_VALUES:
        labels = label(people.segmentation.scores, people.settings.replace_knob(address, float(value)))
        sizes.append([int(labels.is_in(name).sum()) for name in NAMES])
    return np.array(sizes).T


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run() -> dict[str, Any]:
    """Return milliseconds of one pass, and its share of what a hundred plain recomputations take."""
    people = people_of(USERS)
    figures: dict[str, Any] = {"users": USERS}
    for address in ("weekday.min_share", "cadence.min_share"):
        found = curves(address, NAMES, people, values=VALUES)
        assert np.array_equal([each.users[::10] for each in found], plain(people, address))
        one = min(_seconds(lambda: curves(address, NAMES, people, values=VALUES)) for _ in range(5))  # noqa: B023
        many = min(_seconds(lambda: plain(people, address)) for _ in range(3)) * len(VALUES) / len(PLAIN_VALUES)  # noqa: B023
        figures[f"{address}, one pass, ms"] = 1000 * one
        figures[f"{address}, 100 recomputations, ms"] = 1000 * many
        figures[f"{address}, one pass, percent of 100 recomputations"] = (100 * one / many, MOST_PERCENT)
    return figures
