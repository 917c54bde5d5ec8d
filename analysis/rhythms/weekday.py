"""One weekday: most active days fall on the same day of the week."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from analysis.activity import WEEKDAYS, weekday_of
from analysis.daysets import DateList
from analysis.rhythms import shares
from analysis.rhythms.evidence import Family
from analysis.rhythms.rhythm import Condition, Rhythm


class Weekday(Rhythm):
    """One day of the week, proven against the calendar and, for Mon to Fri, again inside the working week."""

    slug: ClassVar[str] = "weekday"
    title: ClassVar[str] = "One weekday"
    question: ClassVar[str] = "Who comes on one day of the week?"
    family: ClassVar[Family | None] = "weekly"
    columns: ClassVar[tuple[str, ...]] = (
        "weekly_p", "weekday_share", "weekday_half_share", "weekday_nested_p", "weekday_bic", "weekday_choice",
        "weekday_bonus", "weekday_detail",
    )  # fmt: skip
    share_column: ClassVar[str] = "weekday_share"
    detail_column: ClassVar[str] = "weekday_detail"
    calendar_patience: ClassVar[float | None] = 14.0

    min_share: float = shares.min_share(0.6, "on one weekday")
    min_half_share: float = shares.min_half_share(0.5)
    max_nested_p: float = shares.max_nested_p(0.01, "one day")
    leaning_share: float = shares.leaning_share(0.5)

    def conditions(self) -> tuple[Condition, ...]:
        """Return share, halves and the nested test."""
        return (
            Condition("weekday_share", "min_share", self.min_share),
            Condition("weekday_half_share", "min_half_share", self.min_half_share),
            Condition("weekday_nested_p", "max_nested_p", self.max_nested_p, -1.0),
        )

    def leaning_from(self) -> float:
        """Return `leaning_share`."""
        return self.leaning_share

    @classmethod
    def detail_text(cls, code: int, lists: Sequence[DateList] = ()) -> str:
        """1 -> "Tue"."""
        return WEEKDAYS[code] if code >= 0 else ""

    @classmethod
    def belongs(cls, code: int, days: np.ndarray, lists: Sequence[DateList] = ()) -> np.ndarray | None:
        """Return which dates fall on the weekday."""
        return weekday_of(days) == code
