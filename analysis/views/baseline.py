"""What people's days are compared with, the calendar or the other users, and what that means for what is shown."""

from analysis.study import Study

ADDRESS = "evidence.distinctive"
# The threshold's value -> what the switch calls it.
BASELINES = {0: "the calendar", 1: "your other users"}


def baseline_sentence(study: Study) -> str:
    """Return which comparison is in force and what it means, as plain text."""
    unit = study.unit_word
    if study.settings.value(ADDRESS):
        return (
            f"Compared with your other users: a pattern is what sets somebody apart from when the other {unit} come. "
            f"Where everybody comes Monday to Friday, that is nobody's pattern."
        )
    return (
        f"Compared with the calendar: a pattern is what days picked at random would not show, however many {unit} "
        f"share it. Where everybody comes Monday to Friday, that is everybody's pattern."
    )


def chance_caption(study: Study) -> str:
    """Return what “By chance” means in the ranking of patterns, as plain text."""
    redrawn = (
        f"everyone's days were drawn anew, each weekday as often as all {study.unit_word} do"
        if study.settings.value(ADDRESS)
        else "everyone's days were shuffled"
    )
    return f"Ranked by size. “By chance”: how many would get the label if {redrawn}."


def evidence_caption(study: Study) -> str:
    """Return what one user's evidence was counted and tested against, as plain text."""
    proven = f"q: what p becomes when everybody is tested; proven needs {study.settings.evidence.q_max:.2g} or less."
    at_random = "the same number of days at random in the person's own window"
    if not study.settings.value(ADDRESS):
        return f"Counted on active days, against {at_random}. {proven}"
    return (
        f"Counted on active days. By chance: {at_random}. Tests of weekdays and dates: against when the other "
        f"{study.unit_word} come; of even intervals: against days at random. {proven}"
    )
