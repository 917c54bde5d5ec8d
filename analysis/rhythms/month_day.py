"""Day of the month: visits begin on the same date, window or end of the month."""

from typing import ClassVar

import numpy as np

from analysis.daysets import MONTH_NAMES, month_sets
from analysis.kernels.monthly import LEAST_MONTHS, LEAST_STARTS
from analysis.knobs import knob
from analysis.rhythms import shares
from analysis.rhythms.evidence import Family
from analysis.rhythms.rhythm import Condition, Rhythm


class MonthDay(Rhythm):
    """A date of the month, tested on the first days of visits so that a streak is no date."""

    slug: ClassVar[str] = "month_day"
    title: ClassVar[str] = "Day of the month"
    question: ClassVar[str] = "Who comes on the same day of the month?"
    family: ClassVar[Family | None] = "monthly"
    columns: ClassVar[tuple[str, ...]] = (
        "monthly_p", "month_day_share", "month_day_half_share", "month_day_days_share", "month_day_starts",
        "month_day_months", "month_day_bic", "month_day_choice", "month_day_detail",
    )  # fmt: skip
    share_column: ClassVar[str] = "month_day_days_share"
    detail_column: ClassVar[str] = "month_day_detail"
    calendar_patience: ClassVar[float | None] = 6.0

    min_share: float = knob(
        0.6,
        "Share of visits on the date",
        "At least this share of visits begins on the date; days within three of each other are one visit.",
        bounds=(0.0, 1.0),
        span=(0.5, 1.0),
        step=0.01,
        unit="share",
        tightens="up",
    )
    min_half_share: float = shares.min_half_share(0.5)
    min_days_share: float = shares.min_share(0.5, "on the date")
    min_months: int = knob(
        LEAST_MONTHS,
        "Fewest months",
        "Visits begin in at least this many different months.",
        bounds=(LEAST_STARTS, 240),
        span=(LEAST_STARTS, 24),
        step=1,
        tightens="up",
    )
    leaning_share: float = shares.leaning_share(0.5)

    def conditions(self) -> tuple[Condition, ...]:
        """Return share of visits, halves, share of active days and months."""
        return (
            Condition("month_day_share", "min_share", self.min_share),
            Condition("month_day_half_share", "min_half_share", self.min_half_share),
            Condition("month_day_days_share", "min_days_share", self.min_days_share),
            Condition("month_day_months", "min_months", self.min_months),
        )

    def leaning_from(self) -> float:
        """Return `leaning_share`."""
        return self.leaning_share

    @classmethod
    def detail_text(cls, code: int) -> str:
        """4 -> "5"; the last day of the month -> "last"."""
        return MONTH_NAMES[code] if code >= 0 else ""

    @classmethod
    def belongs(cls, code: int, days: np.ndarray) -> np.ndarray | None:
        """Return which dates lie in the set; None where no set holds half of the visits."""
        if code < 0 or not len(days):
            return None
        first = int(days.min())
        return month_sets(first, int(days.max())).inside[days - first, code]
