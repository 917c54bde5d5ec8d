"""Weekend: most active days are Saturdays and Sundays."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from analysis.activity import weekday_of
from analysis.daysets import DateList
from analysis.rhythms import shares
from analysis.rhythms.evidence import Family
from analysis.rhythms.rhythm import Condition, Rhythm

SATURDAY = 5


class Weekend(Rhythm):
    """Saturday and Sunday together."""

    slug: ClassVar[str] = "weekend"
    title: ClassVar[str] = "Weekend"
    question: ClassVar[str] = "Who comes on Saturdays and Sundays?"
    family: ClassVar[Family | None] = "weekly"
    columns: ClassVar[tuple[str, ...]] = (
        "weekly_p", "weekend_share", "weekend_half_share", "weekend_bic", "weekend_choice",
    )  # fmt: skip
    share_column: ClassVar[str] = "weekend_share"
    calendar_patience: ClassVar[float | None] = 6.0

    min_share: float = shares.min_share(0.6, "on a weekend")
    min_half_share: float = shares.min_half_share(0.5)
    leaning_share: float = shares.leaning_share(0.5)

    def conditions(self) -> tuple[Condition, ...]:
        """Return share and halves."""
        return (
            Condition("weekend_share", "min_share", self.min_share),
            Condition("weekend_half_share", "min_half_share", self.min_half_share),
        )

    def leaning_from(self) -> float:
        """Return `leaning_share`."""
        return self.leaning_share

    @classmethod
    def belongs(cls, code: int, days: np.ndarray, lists: Sequence[DateList] = ()) -> np.ndarray | None:
        """Return which dates are Saturdays and Sundays."""
        return weekday_of(days) >= SATURDAY
