"""Tables the live cut holds in the browser: for every step of a threshold, how many users it keeps and when they come.

Scores know no thresholds, so a whole slider can be counted at once: each user is put on the one step where a moving
threshold lets go of them, and the browser adds the steps up.
"""

import hashlib

import numpy as np
import pandas as pd

from analysis.activity import WEEKDAYS, Activity, weekday_of
from analysis.errors import OffbeatError
from analysis.kernels.curves import hours_by_step, last_step, weekdays_by_step
from analysis.knobs import Knob, Tightens

MOST_STEPS = 120  # bars that still fit a phone; a knob with more valid values is drawn over its slider's span only
TOLERANCE = 1e-9  # thresholds are decimals, values are fractions: 0.1 * 3 must keep a user who has 0.3


def thresholds_of(knob: Knob) -> np.ndarray:
    """Return every threshold on the axis of a knob's live cut, float64, ascending; the slider runs over `knob.span`."""
    low, high = knob.bounds if _steps(knob, knob.bounds) < MOST_STEPS else knob.span
    first = round((knob.span[0] - low) / knob.step - TOLERANCE)  # whole steps that fit left of the slider
    start = knob.span[0] - first * knob.step
    start = start if start >= low - TOLERANCE else start + knob.step
    count = int(np.floor((high - start) / knob.step + 1e-6)) + 1
    return np.round(start + knob.step * np.arange(count), 6) + 0.0  # no -0.0


def _steps(knob: Knob, between: tuple[float, float]) -> float:
    return (between[1] - between[0]) / knob.step


def step_of(values: np.ndarray, thresholds: np.ndarray, *, tightens: Tightens) -> np.ndarray:
    """Return the last step that keeps each user, int32; -1 where no step does.

    Parameters
    ----------
    values
        Shape (users,), any number type; nan is never kept. Single-precision values are compared in single precision,
        as `values >= threshold` does.
    thresholds
        Ascending, shape (steps,).
    tightens
        "up" keeps users at or above the threshold, "down" at or below.
    """
    values = values if values.dtype == np.float32 else values.astype(np.float64, copy=False)
    if tightens == "up":
        return last_step(values, (thresholds - TOLERANCE).astype(values.dtype))
    mirrored = last_step(-values, -(thresholds + TOLERANCE).astype(values.dtype)[::-1])
    return np.where(mirrored >= 0, np.int32(len(thresholds) - 1) - mirrored, np.int32(-1))


def cut_table(
    values: np.ndarray, knob: Knob, *, candidates: np.ndarray | None = None, activity: Activity | None = None
) -> dict:
    """Count users, their hours and their weekdays on every step of a threshold.

    Parameters
    ----------
    values
        What the threshold is compared with, shape (users,); nan where undefined.
    knob
        The threshold; must tighten in one direction.
    candidates
        bool, shape (users,): users who pass every *other* condition of the segment, so that the size at each step is
        the segment's size exactly. Everyone where absent.
    activity
        Where given, adds weekday shares, and the weekday x hour map where the source has times of day.

    Returns
    -------
    dict
        JSON-ready: `table` (content id), `min`, `step`, `unit`, `keeps` ("least" or "most"), `from` and `to` (steps
        the slider may take), `total` (all users), `off` (candidates no step keeps), `hist` [steps],
        `cells` [steps][168] or [], `side` [steps][7] or [], `side_names`, `side_all` [7] (everyone's active days).

    Raises
    ------
    OffbeatError
        Where the knob tightens in no direction: then no step contains another.
    """
    if knob.tightens is None:
        raise OffbeatError(
            f"Expected a threshold that keeps fewer users in one direction, found {knob.label.lower()}.",
            hint="draw it as an ordinary slider.",
        )
    thresholds = thresholds_of(knob)
    step = step_of(np.asarray(values), thresholds, tightens=knob.tightens)
    asked = np.ones(len(step), bool) if candidates is None else candidates
    step = np.where(asked, step, np.int32(-1))
    table = _axis(knob, thresholds) | {
        "total": len(step),
        "off": int(np.count_nonzero(asked & (step < 0))),
        "hist": np.bincount(step[step >= 0], minlength=len(thresholds)).tolist(),
        **_when(step, len(thresholds), activity),
    }
    return {"table": _content_id(table), **table}


def _axis(knob: Knob, thresholds: np.ndarray) -> dict:
    """Return where the steps lie, which of them the slider may take, and which side they keep."""
    return {
        "min": float(thresholds[0]),
        "step": float(knob.step),
        "unit": knob.unit,
        "keeps": "least" if knob.tightens == "up" else "most",
        "from": _nearest(thresholds, knob.span[0]),
        "to": _nearest(thresholds, knob.span[1]),
    }


def _nearest(thresholds: np.ndarray, value: float) -> int:
    return int(np.argmin(np.abs(thresholds - value)))


def _when(step: np.ndarray, steps: int, activity: Activity | None) -> dict:
    """Return the hour cells and weekday rows of each step, empty where the source cannot tell."""
    if activity is None:
        return {"cells": [], "side": [], "side_names": [], "side_all": []}
    hours = hours_by_step(activity.offsets, activity.day, activity.hours, step, steps) if activity.has_hours else None
    return {
        "cells": [] if hours is None else hours.tolist(),
        "side": weekdays_by_step(activity.offsets, activity.day, step, steps).tolist(),
        "side_names": list(WEEKDAYS),
        "side_all": np.bincount(weekday_of(activity.day), minlength=7).tolist(),
    }


def _content_id(table: dict) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for name in sorted(table):
        value = table[name]
        array = np.asarray(value, np.int64) if name in ("hist", "cells", "side", "side_all") else None
        digest.update(repr(value).encode() if array is None else array.tobytes())
    return digest.hexdigest()


def bars(table: dict, value: float) -> pd.DataFrame:
    """Return the bars of a `cut_table` with the threshold at `value`: from, to, count and kept (bool), one a step."""
    at = np.round(table["min"] + table["step"] * np.arange(len(table["hist"])), 6)
    is_kept = at >= value - TOLERANCE if table["keeps"] == "least" else at <= value + TOLERANCE
    return pd.DataFrame({"from": at, "to": at + table["step"], "count": table["hist"], "kept": is_kept})


def sizes(table: dict) -> pd.DataFrame:
    """Return the size at every threshold of a cut table: columns threshold (float64), users (int64), share of all."""
    hist = np.asarray(table["hist"], np.int64)
    users = np.cumsum(hist[::-1])[::-1] if table["keeps"] == "least" else np.cumsum(hist)
    threshold = np.round(table["min"] + table["step"] * np.arange(len(hist)), 6)
    share = users / table["total"] if table["total"] else np.full(len(users), np.nan)
    return pd.DataFrame({"threshold": threshold, "users": users, "share": share})
