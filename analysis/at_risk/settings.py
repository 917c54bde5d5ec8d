"""Thresholds of the Late tab."""

from analysis.knobs import Tunable, knob


class LateCuts(Tunable):
    """From which chance to come back somebody is between two visits, and below which gone."""

    slug = "late"
    title = "Late"

    gone_below: float = knob(
        0.25, "Gone below a chance of", "Gone: fewer of 100 people in the same situation came back.",
        bounds=(0, 1), span=(0.1, 0.4), step=0.05, unit="share",
    )  # fmt: skip
    between_from: float = knob(
        0.8, "Between two visits from a chance of", "Between two visits: at least so many of 100 like them came back.",
        bounds=(0, 1), span=(0.5, 0.95), step=0.05, unit="share",
    )  # fmt: skip
    late_tail: float = knob(
        0.1, "Late when a silence is this rare", "At most this share of one's own gaps is as long as the silence.",
        bounds=(0.001, 0.5), span=(0.01, 0.3), step=0.01, unit="share",
    )  # fmt: skip
    horizon_days: int = knob(
        90, "Came back within", "What counts as coming back: at least so many days are waited, for slow people longer.",
        bounds=(14, 730), span=(30, 180), step=10, unit="days",
    )  # fmt: skip
    horizon_gaps: float = knob(
        3, "Or within so many own gaps", "Slow people are given this many of their own usual gaps to come back.",
        bounds=(1, 10), span=(2, 5), step=1, unit="number",
    )  # fmt: skip
    short_life_days: int = knob(
        28, "A short life", "First to last visit under so many days: never really started, rather than left.",
        bounds=(1, 365), span=(7, 90), step=1, unit="days",
    )  # fmt: skip
    fade_ratio: float = knob(
        1.5, "Faded slowly", "Gaps of the later half of the visits so many times as long as of the earlier half.",
        bounds=(1, 10), span=(1.2, 3), step=0.1, unit="number",
    )  # fmt: skip
