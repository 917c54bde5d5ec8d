"""Daily: active on nearly every day of one's own window."""

from typing import ClassVar

from analysis.knobs import knob
from analysis.rhythms.rhythm import Condition, Rhythm


class Daily(Rhythm):
    """A description, without a test: no day can be special to someone who comes on all of them."""

    slug: ClassVar[str] = "daily"
    title: ClassVar[str] = "Daily"
    question: ClassVar[str] = "Who is active nearly every day?"
    columns: ClassVar[tuple[str, ...]] = ("daily_share", "span_days", "gap_median_days")
    share_column: ClassVar[str] = "daily_share"

    min_share: float = knob(
        0.8,
        "Share of days active",
        "Active on at least this share of all days between the first and the last active day.",
        bounds=(0.0, 1.0),
        span=(0.5, 1.0),
        step=0.01,
        unit="share",
        tightens="up",
    )
    min_window_days: int = knob(
        28,
        "Shortest window",
        "Days between first and last active day; a shorter window says nothing about a habit.",
        bounds=(2, 3650),
        span=(7, 180),
        step=1,
        unit="days",
        tightens="up",
    )
    max_median_gap_days: float = knob(
        1.0,
        "Longest median gap",
        "Half of the steps from one active day to the next are at most this long.",
        bounds=(1.0, 30.0),
        span=(1.0, 3.0),
        step=0.5,
        unit="days",
        tightens="down",
    )

    def conditions(self) -> tuple[Condition, ...]:
        """Return coverage, window and median gap."""
        return (
            Condition("daily_share", "min_share", self.min_share),
            Condition("span_days", "min_window_days", self.min_window_days),
            Condition("gap_median_days", "max_median_gap_days", self.max_median_gap_days, -1.0),
        )
