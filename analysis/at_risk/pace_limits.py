"""Thresholds of slow-downs: how much slower, how sure, and until when somebody silent is still asked about here."""

from analysis.knobs import Tunable, knob


class Slowdown(Tunable):
    """When somebody counts as slowed down, or sped up."""

    slug = "slowdown"
    title = "Slowing down"

    speed_limit: float = knob(
        2.0, "Times slower", "A slow-down is this many times as long between visits as before, at least.",
        bounds=(1.0, 50.0), span=(1.0, 10.0), step=0.25, tightens="up",
    )  # fmt: skip
    q_max: float = knob(
        0.02, "False warnings allowed", "Share of warnings that may be about people who did not change, in one look.",
        bounds=(0.0001, 0.2), span=(0.005, 0.1), step=0.005, unit="share", tightens="down",
    )  # fmt: skip
    silent_max_days: int = knob(
        120, "Silent for, at most", "Who has been silent for longer is no slow-down any more: see Late.",
        bounds=(7, 3650), span=(30, 365), step=5, unit="days",
    )  # fmt: skip
    account_min_share: float = knob(
        0.5, "Whole account from", "Share of an account's people who slowed down or stopped, to call it all of it.",
        bounds=(0.05, 1.0), step=0.05, unit="share",
    )  # fmt: skip
