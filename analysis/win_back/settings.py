"""Thresholds of Win back."""

from analysis.knobs import Tunable, knob


class WinBack(Tunable):
    """Whom a list leaves out, what a contact costs, and when a campaign is judged."""

    slug = "win_back"
    title = "Win back"

    window_days: int = knob(
        30, "Judged after", "Who came within so many days after the contact came back. Agree on it before you send.",
        bounds=(7, 365), span=(7, 90), step=1, unit="days",
    )  # fmt: skip
    expected_within_days: int = knob(
        7, "Do not mail: expected within", "Nobody is mailed whose usual day comes within so many days anyway.",
        bounds=(0, 92), span=(0, 31), step=1, unit="days",
    )  # fmt: skip
    cost_per_contact: float = knob(
        0.0, "Cost of one contact", "In the currency of your data, time included. 0: not known.",
        bounds=(0, 1_000_000), span=(0, 100), step=0.5,
    )  # fmt: skip
    lift_to_see: float = knob(
        0.08, "Lift you want to see", "So many more of 100 coming back: the share left out on purpose is chosen by it.",
        bounds=(0.005, 0.9), span=(0.01, 0.3), step=0.01, unit="share",
    )  # fmt: skip
    seed: int = knob(
        1, "Seed of the draw", "The same seed leaves the same people out on purpose.",
        bounds=(0, 2_000_000_000), span=(0, 100), step=1,
    )  # fmt: skip
    active_before_days: int = knob(
        14, "Active anyway: seen within", "Contacted people who were here so few days before the contact are counted "
        "apart: most of them would have come anyway.",
        bounds=(1, 92), span=(1, 31), step=1, unit="days",
    )  # fmt: skip
    stayed_days: int = knob(
        90, "Stayed: with us for", "Who still comes after so many days stayed; what they found first is suggested.",
        bounds=(14, 730), span=(30, 360), step=10, unit="days",
    )  # fmt: skip
    min_weekday_share: float = knob(
        0.4, "A usual weekday from a share of", "At least this share of a person's active days is on that weekday.",
        bounds=(0, 1), span=(0.2, 1), step=0.05, unit="share",
    )  # fmt: skip
