"""From days to scores: one pass of each kernel over all users."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.calibration.moran import TABLE
from analysis.daysets import DateList
from analysis.kernels import anchors, gaps, weekly
from analysis.kernels.parallel import over_slices
from analysis.kernels.tails import log_factorials
from analysis.rhythms.evidence import ANCHOR_FAMILIES, LEAST_DAYS
from analysis.rhythms.scores import Scores
from analysis.rhythms.user_days import NONE_IGNORED, UserDays, anchor_plan


def score(activity: Activity, *, lists: Sequence[DateList] = ()) -> Scores:
    """Score every user of an activity once; labels with any thresholds are then cut from the result.

    `lists` are the dates of a person's own that are tested like any other set of days.
    """
    return score_days(activity.offsets, activity.day, lists=lists, ignored=activity.ignored_days)


def score_days(
    offsets: np.ndarray, day: np.ndarray, *, lists: Sequence[DateList] = (), ignored: np.ndarray | None = None
) -> Scores:
    """Score users given as compressed rows: user i was active on `day[offsets[i]:offsets[i + 1]]`, ascending.

    `ignored` are dates (days since 1970) nobody is expected on; no user may have a day there.
    """
    return score_user_days(UserDays(offsets, day, tuple(lists), NONE_IGNORED if ignored is None else ignored))


def score_user_days(days: UserDays) -> Scores:
    """Score users given with their lists of dates and the dates left out."""
    offsets, day = days.offsets, days.day
    users = len(offsets) - 1
    counts = np.diff(offsets)
    spans, left_out = np.zeros((2, users), np.int64)
    some = counts > 0
    first, last = day[offsets[:-1][some]], day[offsets[1:][some] - 1]
    spans[some] = last - first + 1
    left_out[some] = np.searchsorted(days.ignored, last) - np.searchsorted(days.ignored, first)
    log_factorial = log_factorials(int(spans.max(initial=1)) + 2)
    columns = {"n": counts.astype(np.int32), "span_days": (spans - left_out).astype(np.float32)}
    for family in (weekly_scores, _anchors, _gaps):
        columns |= family(days, log_factorial)
    return Scores(pd.DataFrame(columns, copy=False), days)


def rescore(known: Scores, days: UserDays, changed: np.ndarray) -> Scores:
    """Score `days`, whose users are those of `known` in the same order, at the cost of those who changed alone.

    A user's scores hang on nobody else, so who has the same days keeps them. `changed` is bool, shape (users,): whose
    days differ; lists and dates left out must be the same.
    """
    rows = np.flatnonzero(changed)
    counts = np.diff(days.offsets)
    day = days.day[np.repeat(changed, counts)]
    anew = score_user_days(replace(days, offsets=np.concatenate(([0], np.cumsum(counts[rows]))), day=day))
    columns = {name: known[name].copy() for name in known.frame.columns}
    for name, values in columns.items():
        values[rows] = anew[name]
    return Scores(pd.DataFrame(columns, copy=False), days)


def _empty(users: int, columns: int, details: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full((users, columns), np.nan, np.float32), np.full((users, details), -1, np.int16)


def _named(names: tuple[str, ...], table: np.ndarray) -> dict[str, np.ndarray]:
    """Return the columns of a row-major table as contiguous arrays."""
    return dict(zip(names, np.ascontiguousarray(table.T), strict=True))


def weekly_scores(days: UserDays, log_factorial: np.ndarray) -> dict[str, np.ndarray]:
    """Return the columns of the weekday family; `log_factorial` reaches beyond the longest window."""
    users = days.users
    scores, details = _empty(users, len(weekly.COLUMNS), len(weekly.DETAILS))
    pvalues = np.ones(users)

    def work(start: int, stop: int) -> None:
        weekly.score_weekly(
            (start, stop), days.offsets, days.day, LEAST_DAYS, log_factorial, days.ignored, scores, details, pvalues
        )

    over_slices(work, users)
    return {"weekly_p": pvalues, **_named(weekly.COLUMNS, scores), **_named(weekly.DETAILS, details)}


def _anchors(days: UserDays, log_factorial: np.ndarray) -> dict[str, np.ndarray]:
    users = days.users
    kinds = len(ANCHOR_FAMILIES)
    visits = np.full((users, len(anchors.VISIT_COLUMNS)), np.nan, np.float32)
    scores = np.full((users, kinds, len(anchors.COLUMNS)), np.nan, np.float32)
    details = np.full((users, kinds), -1, np.int16)
    pvalues = np.ones((users, kinds))
    if len(days.day):
        plan = anchor_plan(days)

        def work(start: int, stop: int) -> None:
            anchors.score_anchors(
                (start, stop), days.offsets, days.day, LEAST_DAYS, log_factorial, *plan, visits, scores, details,
                pvalues,
            )  # fmt: skip

        over_slices(work, users)
    columns = _named(anchors.VISIT_COLUMNS, visits)
    for place, (slug, family) in enumerate(ANCHOR_FAMILIES.items()):
        names = [f"{slug}_{name}" for name in anchors.COLUMNS]
        columns |= {f"{family}_p": pvalues[:, place].copy(), **_named(names, scores[:, place])}
        columns[f"{slug}_detail"] = details[:, place].copy()
    return columns


@lru_cache(maxsize=1)
def moran_table() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the shipped quantiles (lower, upper tail) and the logs of their grids."""
    with np.load(TABLE, allow_pickle=False) as stored:
        table = np.ascontiguousarray(stored["quantiles"])
        grids = (np.log(stored["gap_counts"]), np.log(stored["mean_gaps"]), np.log(stored["levels"]))
    return (table[0], table[1]), grids


def _gaps(days: UserDays, log_factorial: np.ndarray) -> dict[str, np.ndarray]:
    users = days.users
    scores, details = _empty(users, len(gaps.COLUMNS), 1)
    pvalues = np.ones((users, 2))
    moran = moran_table()

    def work(start: int, stop: int) -> None:
        gaps.score_gaps(
            (start, stop),
            days.offsets,
            days.day,
            LEAST_DAYS,
            log_factorial,
            days.ignored,
            moran,
            scores,
            details,
            pvalues,
        )

    over_slices(work, users)
    tails = _named(("cadence_p", "bursty_p"), pvalues)
    return {**tails, **_named(gaps.COLUMNS, scores), "cadence_detail": details[:, 0].copy()}
