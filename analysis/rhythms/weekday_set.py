"""A set of weekdays: most active days fall on the same two to five days of the week."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from analysis.activity import WEEKDAYS, weekday_of
from analysis.daysets import DateList
from analysis.rhythms import shares
from analysis.rhythms.evidence import Family
from analysis.rhythms.rhythm import Condition, Rhythm


class WeekdaySet(Rhythm):
    """Two to five weekdays other than Mon-Fri and the weekend, each visited nearly as often as the others."""

    slug: ClassVar[str] = "weekday_set"
    title: ClassVar[str] = "Some weekdays"
    question: ClassVar[str] = "Who comes on the same few days of the week?"
    family: ClassVar[Family | None] = "weekly"
    columns: ClassVar[tuple[str, ...]] = (
        "weekly_p", "weekday_set_share", "weekday_set_half_share", "weekday_set_nested_p", "weekday_set_bic",
        "weekday_set_choice", "weekday_set_detail",
    )  # fmt: skip
    share_column: ClassVar[str] = "weekday_set_share"
    detail_column: ClassVar[str] = "weekday_set_detail"
    calendar_patience: ClassVar[float | None] = 6.0

    min_share: float = shares.min_share(0.7, "on the set of weekdays")
    min_half_share: float = shares.min_half_share(0.6)
    max_nested_p: float = shares.max_nested_p(0.01, "these days")
    leaning_share: float = shares.leaning_share(0.6)

    def conditions(self) -> tuple[Condition, ...]:
        """Return share, halves and the nested test; evenness is part of what a set is."""
        return (
            Condition("weekday_set_share", "min_share", self.min_share),
            Condition("weekday_set_half_share", "min_half_share", self.min_half_share),
            Condition("weekday_set_nested_p", "max_nested_p", self.max_nested_p, -1.0),
        )

    def leaning_from(self) -> float:
        """Return `leaning_share`."""
        return self.leaning_share

    @classmethod
    def detail_text(cls, code: int, lists: Sequence[DateList] = ()) -> str:
        """0b0010101 -> "Mon+Wed+Fri"."""
        return "+".join(name for bit, name in enumerate(WEEKDAYS) if code > 0 and code >> bit & 1)

    @classmethod
    def belongs(cls, code: int, days: np.ndarray, lists: Sequence[DateList] = ()) -> np.ndarray | None:
        """Return which dates fall on one of the weekdays; None where the user has no even set."""
        return (code >> weekday_of(days) & 1).astype(bool) if code > 0 else None
