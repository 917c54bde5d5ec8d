"""What rhythms share whose visits keep to sets of dates: days of the month, n-th weekdays, quarter ends, own dates."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from analysis.daysets import Calendar, DateList, sets_of
from analysis.kernels.anchors import COLUMNS
from analysis.knobs import knob
from analysis.rhythms import shares
from analysis.rhythms.rhythm import Condition, Rhythm


def columns_of(slug: str, family: str) -> tuple[str, ...]:
    """Return the score columns of an anchored rhythm."""
    return (f"{family}_p", "visit_starts", "visit_months", *(f"{slug}_{name}" for name in COLUMNS), f"{slug}_detail")


class Anchored(Rhythm):
    """Visits begin on a set of dates, tested on the first days of visits so that a streak is no date."""

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
    leaning_share: float = shares.leaning_share(0.5)

    def conditions(self) -> tuple[Condition, ...]:
        """Return share of visits, halves and share of active days."""
        return (
            Condition(f"{self.slug}_share", "min_share", self.min_share),
            Condition(f"{self.slug}_half_share", "min_half_share", self.min_half_share),
            Condition(f"{self.slug}_days_share", "min_days_share", self.min_days_share),
        )

    def leaning_from(self) -> float:
        """Return `leaning_share`."""
        return self.leaning_share

    @classmethod
    def detail_text(cls, code: int, lists: Sequence[DateList] = ()) -> str:
        """Return the name of the chosen set, "" for none."""
        names = sets_of(cls.slug, lists)
        return names[code].name if 0 <= code < len(names) else ""

    @classmethod
    def belongs(cls, code: int, days: np.ndarray, lists: Sequence[DateList] = ()) -> np.ndarray | None:
        """Return which dates lie in the set; None where no set holds half of the visits."""
        templates = sets_of(cls.slug, lists)
        if not 0 <= code < len(templates) or not len(days):
            return None
        first = int(days.min())
        return templates[code].belongs(Calendar.of(first, int(days.max())))[days - first]
