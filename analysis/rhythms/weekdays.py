"""Monday to Friday: hardly an active day on a weekend."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from analysis.activity import weekday_of
from analysis.daysets import DateList
from analysis.rhythms import shares
from analysis.rhythms.evidence import Family
from analysis.rhythms.rhythm import Condition, Rhythm

SATURDAY = 5


class Weekdays(Rhythm):
    """The working week; five days in seven hold 71 % by chance, so the shares asked are high."""

    slug: ClassVar[str] = "weekdays"
    title: ClassVar[str] = "Monday to Friday"
    question: ClassVar[str] = "Who comes on working days only?"
    family: ClassVar[Family | None] = "weekly"
    columns: ClassVar[tuple[str, ...]] = (
        "weekly_p", "weekdays_share", "weekdays_half_share", "weekdays_bic", "weekdays_choice",
    )  # fmt: skip
    share_column: ClassVar[str] = "weekdays_share"
    calendar_patience: ClassVar[float | None] = 6.0

    min_share: float = shares.min_share(0.95, "on Monday to Friday")
    min_half_share: float = shares.min_half_share(0.9)
    leaning_share: float = shares.leaning_share(0.9)

    def conditions(self) -> tuple[Condition, ...]:
        """Return share and halves."""
        return (
            Condition("weekdays_share", "min_share", self.min_share),
            Condition("weekdays_half_share", "min_half_share", self.min_half_share),
        )

    def leaning_from(self) -> float:
        """Return `leaning_share`."""
        return self.leaning_share

    @classmethod
    def belongs(cls, code: int, days: np.ndarray, lists: Sequence[DateList] = ()) -> np.ndarray | None:
        """Return which dates are Mondays to Fridays."""
        return weekday_of(days) < SATURDAY
