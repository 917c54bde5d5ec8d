"""Thresholds that a cut line or a slider of a page moves: on it their own sliders are always drawn, seen or not.

Switches are drawn on every page: a few stand on pages too, and a link may carry any.
"""

from analysis.settings import Settings
from analysis.views.sizes import CUTS

ON_PAGES = {
    "segments": tuple(CUTS),
    "at_risk": (
        "inactive.days", "slowdown.speed_limit", "quiet.least_signs", "quiet.max_value_share", "quiet.browse_days",
    ),
    "win_back": (
        "win_back.lift_to_see", "win_back.expected_within_days", "win_back.cost_per_contact", "win_back.window_days",
    ),
}  # fmt: skip
SWITCHES = tuple(address for address, knob in Settings.knobs() if knob.is_switch)
