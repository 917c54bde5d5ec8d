"""Thresholds of the Quiet tab: when each sign holds, and from how many somebody is called quiet."""

from analysis.knobs import Tunable, knob


class QuietSigns(Tunable):
    """Who still comes, gets little and says nothing. Each sign can be switched off by its own threshold."""

    slug = "quiet"
    title = "Quiet"

    least_signs: int = knob(
        2, "Quiet from so many signs", "Somebody who still comes is quiet when at least so many signs hold.",
        bounds=(1, 8), span=(1, 6), step=1, tightens="up",
    )  # fmt: skip
    max_value_share: float = knob(
        0.1, "Days with a value action below", "Sign: a smaller share of active days has an action of value. 0: off.",
        bounds=(0, 1), span=(0, 0.5), step=0.01, unit="share", tightens="down",
    )  # fmt: skip
    other_features: int = knob(
        1, "Fewer other features than", "Sign: used fewer features beside those that nearly everybody uses. 0: off.",
        bounds=(0, 60), span=(0, 10), step=1, tightens="down",
    )  # fmt: skip
    browse_days: int = knob(
        20, "Active days without buying", "Sign: at least so many active days since the last purchase. 0: off.",
        bounds=(0, 3650), span=(0, 100), step=1, unit="days",
    )  # fmt: skip
    feedback_days: int = knob(
        30, "Active days without feedback", "Sign: at least so many active days and no feedback ever. 0: off.",
        bounds=(0, 3650), span=(0, 100), step=1, unit="days",
    )  # fmt: skip
    unanswered: int = knob(
        1, "Surveys never answered", "Sign: asked in at least so many surveys, none answered. 0: off.",
        bounds=(0, 365), span=(0, 10), step=1,
    )  # fmt: skip
    unheard: int = knob(
        1, "Messages without any reaction", "Sign: contacted at least so often, never reacted. 0: off.",
        bounds=(0, 3650), span=(0, 20), step=1,
    )  # fmt: skip
    nps_from: int = knob(
        7, "NPS score from", "Sign: the last known NPS score is at least this. Above the next one: off.",
        bounds=(0, 10), step=1, tightens="up",
    )  # fmt: skip
    nps_to: int = knob(
        8, "NPS score up to", "Sign: the last known NPS score is at most this.",
        bounds=(0, 10), step=1, tightens="down",
    )  # fmt: skip
    kept_features: float = knob(
        0.5, "Features kept below", "Sign: uses a smaller share of as many features as before. 0: off.",
        bounds=(0, 1), span=(0, 1), step=0.05, unit="share", tightens="down",
    )  # fmt: skip
    window_days: int = knob(
        90, "Recently means", "Features used and visits made in the last so many days, against as many before.",
        bounds=(14, 730), span=(30, 180), step=10, unit="days",
    )  # fmt: skip
    basic_share: float = knob(
        0.9, "Basic from a share of users", "A feature that at least this share of all users ever used is basic.",
        bounds=(0.1, 1), span=(0.5, 1), step=0.05, unit="share",
    )  # fmt: skip
    least_days: int = knob(
        6, "Fewest active days", "Who came on fewer days is too new to be called quiet.",
        bounds=(1, 365), span=(1, 30), step=1, unit="days", tightens="up",
    )  # fmt: skip
    max_silent_days: int = knob(
        90, "Still comes: last seen within", "Who was last seen longer ago is late or gone, and not quiet.",
        bounds=(1, 730), span=(10, 180), step=10, unit="days", tightens="down",
    )  # fmt: skip
    later_days: int = knob(
        90, "Looked at again after", "What became of those who were quiet so many days before the end of the data.",
        bounds=(14, 730), span=(30, 180), step=10, unit="days",
    )  # fmt: skip
