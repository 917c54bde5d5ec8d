"""N-th weekday of the month: visits begin on the first Monday, the last Friday."""

from typing import ClassVar

from analysis.rhythms.anchored import Anchored, columns_of
from analysis.rhythms.evidence import Family


class NthWeekday(Anchored):
    """The first to fourth, or the last, of one weekday in a month."""

    slug: ClassVar[str] = "nth_weekday"
    title: ClassVar[str] = "N-th weekday of the month"
    question: ClassVar[str] = "Who comes on the first Monday or the last Friday of the month?"
    family: ClassVar[Family | None] = "nth"
    columns: ClassVar[tuple[str, ...]] = columns_of("nth_weekday", "nth")
    share_column: ClassVar[str] = "nth_weekday_days_share"
    detail_column: ClassVar[str] = "nth_weekday_detail"
