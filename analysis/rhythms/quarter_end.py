"""Quarter end: visits begin in the last days of March, June, September and December."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from analysis.daysets import DateList
from analysis.daysets.quarter_ends import QUARTER_ENDS
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

    @classmethod
    def belongs(cls, code: int, days: np.ndarray, lists: Sequence[DateList] = ()) -> np.ndarray | None:
        """Return which dates lie in the last days of a quarter or on its turn: the label names no finer set."""
        found = [super(QuarterEnd, cls).belongs(each, days) for each in range(len(QUARTER_ENDS))]
        return np.logical_or.reduce(found) if len(days) else None
