"""Patterns: what people's days are compared with, the calendar or the other users, and what that means."""

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
