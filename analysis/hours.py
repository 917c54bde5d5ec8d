"""Time of day: who comes at hours of their own, against the hours of everybody. A second field, never a label."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.kernels.hours import HOURS, MOST_HOURS, best_windows, mean_hours
from analysis.knobs import Tunable, knob
from analysis.rhythms.evidence import adjusted

COLUMNS = ("known_days", "hour_start", "hour_stop", "hour_share", "hour_p", "hour_q", "sure", "reason")
# Why a user has no time of day, by the slug in column `reason`; "" where there is one.
REASONS = {
    "dates_only": "the file has dates without times of day",
    "too_few": "too few active days with a time",
    "no_window": "their active days are spread over the day",
}
_FLOAT32_SLACK = 1e-6  # shares are float32: 6 in 10 is stored a little above or below .6


class Hours(Tunable):
    """What makes a time of day sure."""

    slug: ClassVar[str] = "hours"
    title: ClassVar[str] = "Time of day"

    min_share: float = knob(
        0.6, "Share within these hours", "At least this share of a user's active days has its middle in the window.",
        bounds=(0.0, 1.0), span=(0.3, 1.0), step=0.01, unit="share",
    )  # fmt: skip
    max_hours: int = knob(
        MOST_HOURS, "Longest window of hours", "The shortest window that holds the share is taken, up to this length.",
        bounds=(1, MOST_HOURS), span=(1, MOST_HOURS), step=1,
    )  # fmt: skip
    min_half_share: float = knob(
        0.5, "Share in each half", "The same window holds this share of the first and of the second half of the days.",
        bounds=(0.0, 1.0), span=(0.0, 1.0), step=0.01, unit="share",
    )  # fmt: skip
    min_active_days: int = knob(
        8, "Fewest active days", "Users with fewer active days that have a time are not tested.",
        bounds=(4, 365), span=(4, 30), step=1, unit="days",
    )  # fmt: skip
    q_max: float = knob(
        0.05, "Share of chance findings allowed",
        "Of all users said to have a time of day of their own, about this share may have it by chance.",
        bounds=(0.0001, 0.5), span=(0.01, 0.2), step=0.01, unit="share", tightens="down",
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class HourScores:
    """What the kernel measured; knows no threshold. Row i is user i, column w - 1 the fullest window of w hours.

    Attributes
    ----------
    known_days
        int32, shape (users,): active days whose mean hour is known.
    concentration
        float32, shape (users,): mean resultant length of the daily mean hours, 1 = the same minute; nan if unknown.
    profile
        float64, shape (24,): everybody's hours, each user one vote; nan where no hour is known.
    start, share, half_share, tail
        Of the fullest windows, shape (users, 6): see `analysis.kernels.hours.best_windows`.
    """

    known_days: np.ndarray
    concentration: np.ndarray
    profile: np.ndarray
    start: np.ndarray = field(repr=False)
    share: np.ndarray = field(repr=False)
    half_share: np.ndarray = field(repr=False)
    tail: np.ndarray = field(repr=False)


def score_hours(activity: Activity) -> HourScores:
    """Measure everybody's time of day once: one circular mean hour an active day, so a busy day counts once."""
    hour, known, concentration, profile = mean_hours(activity.offsets, activity.hours)
    windows = best_windows(activity.offsets, hour, np.nan_to_num(profile))
    return HourScores(known, concentration, profile, *windows)


def hour_table(scores: HourScores, settings: Hours = Hours()) -> pd.DataFrame:  # noqa: B008 - frozen
    """Return one row a user with the columns COLUMNS.

    The window is the shortest of at most `max_hours` hours that holds `min_share` of the known days, and in each half
    of them `min_half_share`; it starts at `hour_start`:00 and ends at `hour_stop`:00 (past midnight where that is
    smaller). `hour_p` is the exact binomial tail against everybody's hours, corrected (Sidak 1967) for every window
    looked at; `hour_q` controls the false discovery rate over all users with enough days, those without a window
    included. Undefined numbers are nan and `reason` is a key of `REASONS`. `sure`: `hour_q` at most `q_max`.
    """
    tested = scores.known_days >= settings.min_active_days
    wide = slice(0, settings.max_hours)
    fits = scores.share[:, wide] >= settings.min_share - _FLOAT32_SLACK
    fits &= scores.half_share[:, wide] >= settings.min_half_share - _FLOAT32_SLACK
    found = tested & fits.any(axis=1)
    width = np.argmax(fits, axis=1)
    start, share, tail = (
        np.where(found, each[np.arange(len(found)), width], np.nan)
        for each in (scores.start, scores.share, scores.tail)
    )
    pvalue = -np.expm1(HOURS * settings.max_hours * np.log1p(-np.minimum(tail, 1 - 1e-16)))
    qvalue = np.full(len(found), np.nan)
    qvalue[tested] = adjusted(np.nan_to_num(pvalue[tested], nan=1.0), 1.0)
    qvalue[~found] = np.nan
    sure = qvalue <= settings.q_max
    stop = (start + width + 1) % HOURS
    columns = (scores.known_days, start, stop, share, pvalue, qvalue, sure, _reasons(scores, tested, found))
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _reasons(scores: HourScores, tested: np.ndarray, found: np.ndarray) -> pd.Categorical:
    """Return why a row is undefined, "" where it is not."""
    slugs = ("", *REASONS)
    code = np.where(found, 0, np.where(tested, slugs.index("no_window"), slugs.index("too_few")))
    if not scores.known_days.any():
        code[:] = slugs.index("dates_only")
    return pd.Categorical.from_codes(code, categories=slugs)
