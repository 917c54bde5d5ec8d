"""Thresholds that a slider of a page moves, beside the live cuts: their sliders are always drawn, seen or not."""

ON_PAGES = (
    "inactive.days", "slowdown.speed_limit", "quiet.least_signs", "quiet.max_value_share", "quiet.browse_days",
    "win_back.lift_to_see", "win_back.expected_within_days", "win_back.cost_per_contact", "win_back.window_days",
)  # fmt: skip
