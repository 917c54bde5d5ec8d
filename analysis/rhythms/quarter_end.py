"""Quarter end: visits begin in the last days of March, June, September and December."""

from collections.abc import Sequence
from typing import ClassVar

from analysis.daysets import DateList
from analysis.rhythms.anchored import Anchored, columns_of
from analysis.rhythms.evidence import Family


class QuarterEnd(Anchored):
    """The end of a quarter: its last day, last three or five, or the turn to the next."""

    slug: ClassVar[str] = "quarter_end"
    title: ClassVar[str] = "End of the quarter"
    question: ClassVar[str] = "Who comes at the end of the quarter?"
    family: ClassVar[Family | None] = "quarter"
    columns: ClassVar[tuple[str, ...]] = columns_of("quarter_end", "quarter")
    share_column: ClassVar[str] = "quarter_end_days_share"
    detail_column: ClassVar[str] = "quarter_end_detail"

    @classmethod
    def detail_text(cls, code: int, lists: Sequence[DateList] = ()) -> str:
        """Return "": which last days of the quarter they are is counted, and not part of the name."""
        return ""
