"""Every N days: gaps are more even, or visits nearer to a clock, than chance makes them, whatever the calendar says."""

from collections.abc import Sequence
from typing import ClassVar

from analysis.daysets import DateList
from analysis.rhythms import shares
from analysis.rhythms.evidence import Family
from analysis.rhythms.rhythm import Condition, Rhythm


class Cadence(Rhythm):
    """A beat of the user's own, missed beats allowed; a calendar rhythm that explains the days as well is preferred."""

    slug: ClassVar[str] = "cadence"
    title: ClassVar[str] = "Every N days"
    question: ClassVar[str] = "Who comes back after the same number of days?"
    family: ClassVar[Family | None] = "cadence"
    columns: ClassVar[tuple[str, ...]] = (
        "cadence_p", "cadence_share", "cadence_half_share", "cadence_bic", "hazard_bic", "cadence_detail",
    )  # fmt: skip
    share_column: ClassVar[str] = "cadence_share"
    detail_column: ClassVar[str] = "cadence_detail"

    min_share: float = shares.min_share(0.6, "on the beat")
    min_half_share: float = shares.min_half_share(0.5)
    leaning_share: float = shares.leaning_share(0.5)

    def conditions(self) -> tuple[Condition, ...]:
        """Return share of gaps, or visits, on the beat, and halves."""
        return (
            Condition("cadence_share", "min_share", self.min_share),
            Condition("cadence_half_share", "min_half_share", self.min_half_share),
        )

    def leaning_from(self) -> float:
        """Return `leaning_share`."""
        return self.leaning_share

    @classmethod
    def detail_text(cls, code: int, lists: Sequence[DateList] = ()) -> str:
        """10 -> "10"."""
        return str(code) if code >= 0 else ""
