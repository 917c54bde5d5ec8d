"""Day of the month: visits begin on the same date, window or end of the month."""

from typing import ClassVar

from analysis.kernels.anchors import LEAST_STARTS
from analysis.knobs import knob
from analysis.rhythms.anchored import Anchored, columns_of
from analysis.rhythms.evidence import LEAST_MONTHS, Family
from analysis.rhythms.rhythm import Condition


class MonthDay(Anchored):
    """A date of the month, by its number or by the days to the end of the month."""

    slug: ClassVar[str] = "month_day"
    title: ClassVar[str] = "Day of the month"
    question: ClassVar[str] = "Who comes on the same day of the month?"
    family: ClassVar[Family | None] = "monthly"
    columns: ClassVar[tuple[str, ...]] = columns_of("month_day", "monthly")
    share_column: ClassVar[str] = "month_day_days_share"
    detail_column: ClassVar[str] = "month_day_detail"

    min_months: int = knob(
        LEAST_MONTHS["month_day"],
        "Fewest months",
        "Visits begin in at least this many different months.",
        bounds=(LEAST_STARTS, 240),
        span=(LEAST_STARTS, 24),
        step=1,
        tightens="up",
    )

    def conditions(self) -> tuple[Condition, ...]:
        """Return share of visits, halves, share of active days and months."""
        return (*super().conditions(), Condition("visit_months", "min_months", self.min_months))
