"""How much proof a label needs: false-discovery control over all tested users, shared between the families."""

from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np

from analysis.knobs import Tunable, knob

Family = Literal["weekly", "monthly", "nth", "quarter", "dates", "cadence", "bursty"]
# q = BH(p) / weight. Per-family BH alone is not controlled over the union of families: on random days one run in ten
# held a false label; with these weights one in thirty (labelling study, section 3; docs/calibration.md).
FAMILY_WEIGHTS: MappingProxyType[Family, float] = MappingProxyType(
    {"weekly": 1.0, "monthly": 0.5, "nth": 0.5, "quarter": 0.5, "dates": 0.5, "cadence": 0.4, "bursty": 0.1}
)
# The rhythms whose visits keep to sets of dates (`analysis.daysets`), each with its family.
ANCHOR_FAMILIES: MappingProxyType[str, Family] = MappingProxyType(
    {"month_day": "monthly", "nth_weekday": "nth", "quarter_end": "quarter", "dates": "dates"}
)
# In how many months visits must begin before a date can be told from an even beat; own dates may lie close together.
LEAST_MONTHS: MappingProxyType[str, int] = MappingProxyType(
    {"month_day": 4, "nth_weekday": 4, "quarter_end": 4, "dates": 1}
)
LEAST_DAYS = 4  # fewer active days are never scored


class Evidence(Tunable):
    """What makes a label sure, and what makes it leaning."""

    slug: ClassVar[str] = "evidence"
    title: ClassVar[str] = "How sure to be"

    q_max: float = knob(
        0.05,
        "Share of false labels allowed",
        "Of all users who get a label, at most about this share may have it by chance (false discovery rate).",
        bounds=(0.0001, 0.5),
        span=(0.01, 0.2),
        step=0.01,
        unit="share",
        tightens="down",
    )
    min_active_days: int = knob(
        6,
        "Fewest active days",
        "Users with fewer active days are not tested: it is too early to say.",
        bounds=(LEAST_DAYS, 365),
        span=(LEAST_DAYS, 30),
        step=1,
        unit="days",
    )
    leaning_p: float = knob(
        0.01,
        "Leaning: chance alone at most",
        "A user whose pattern is strong but not proven among so many users leans to it when chance alone would give "
        "it this rarely.",
        bounds=(0.0001, 0.5),
        span=(0.001, 0.1),
        step=0.001,
        unit="share",
        tightens="down",
    )
    distinctive: int = knob(
        0,
        "Against your other users",
        "Off: a user's days are compared with the calendar. On: with the days your other users come; where everybody "
        "comes Monday to Friday, that is nobody's pattern.",
        bounds=(0, 1),
        step=1,
    )


def adjusted(pvalues: np.ndarray, weight: float) -> np.ndarray:
    """Return q = BH(p) / weight, at most 1 (Benjamini and Hochberg 1995); `pvalues` are those of all tested users."""
    count = len(pvalues)
    order = np.argsort(pvalues, kind="stable")
    scaled = pvalues[order] * count / np.arange(1, count + 1)
    q = np.empty(count)
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.minimum(q / weight, 1.0)


def cutoff_of(ascending: np.ndarray, tested: int, level: float) -> float:
    """Return the largest p-value BH keeps at `level`; -1 where it keeps none.

    `ascending` are the p-values of tested users up to `level` (larger ones cannot be kept).
    """
    kept = np.flatnonzero(ascending * tested <= level * np.arange(1, len(ascending) + 1))
    return float(ascending[kept[-1]]) if len(kept) else -1.0
