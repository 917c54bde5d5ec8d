"""Dates of mine: visits begin on the dates of a list a person brings (releases, newsletters, outages)."""

from typing import ClassVar

from analysis.rhythms.anchored import Anchored, columns_of
from analysis.rhythms.evidence import Family


class Dates(Anchored):
    """One's own dates, or up to three days after them; the detail is the list's name. Without a list nobody has it."""

    slug: ClassVar[str] = "dates"
    title: ClassVar[str] = "Dates of mine"
    question: ClassVar[str] = "Who comes on the dates I brought?"
    family: ClassVar[Family | None] = "dates"
    columns: ClassVar[tuple[str, ...]] = columns_of("dates", "dates")
    share_column: ClassVar[str] = "dates_days_share"
    detail_column: ClassVar[str] = "dates_detail"
