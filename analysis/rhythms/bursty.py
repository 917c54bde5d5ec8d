"""Bursty: days come in clusters with long pauses between them."""

from typing import ClassVar

from analysis.knobs import knob
from analysis.rhythms.evidence import Family
from analysis.rhythms.rhythm import Condition, Rhythm


class Bursty(Rhythm):
    """More uneven gaps than chance makes; no share of days belongs to it."""

    slug: ClassVar[str] = "bursty"
    title: ClassVar[str] = "In bursts"
    question: ClassVar[str] = "Who comes in bursts?"
    family: ClassVar[Family | None] = "bursty"
    columns: ClassVar[tuple[str, ...]] = ("bursty_p", "gap_cv")

    min_gap_cv: float = knob(
        1.0,
        "Unevenness of gaps",
        "Standard deviation of the gaps over their mean: 0 for a metronome, about 1 for random days.",
        bounds=(0.0, 20.0),
        span=(0.5, 4.0),
        step=0.1,
        tightens="up",
    )

    def conditions(self) -> tuple[Condition, ...]:
        """Return the unevenness."""
        return (Condition("gap_cv", "min_gap_cv", self.min_gap_cv),)

    def leaning_from(self) -> float:
        """Return the unevenness itself: nobody leans to bursts for a share."""
        return self.min_gap_cv
