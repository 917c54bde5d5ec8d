"""What a weekly report gets wrong: people with a rhythm it calls dormant although they come back."""

import numpy as np

from analysis import wording
from analysis.findings.finding import Finding
from analysis.findings.money import amount_of
from analysis.settings import to_query
from analysis.study import Study

HALF_A_YEAR_DAYS = 182
CALENDAR_RHYTHMS = ("weekend", "weekday", "weekday_set", "weekdays", "month_day", "cadence")


def skipped_a_week(study: Study) -> np.ndarray:
    """Return who, in the last half year, had a Monday-to-Sunday week without activity and came back; bool (users,)."""
    activity = study.activity
    week = (activity.day + 3) // 7
    same_user = np.diff(activity.user) == 0
    recent = activity.day[1:] > activity.observed_to - HALF_A_YEAR_DAYS
    skipped = np.zeros(activity.users, bool)
    skipped[activity.user[1:][same_user & recent & (np.diff(week) > 1)]] = True
    return skipped


def calendar_findings(study: Study) -> list[Finding]:
    """Return at most one finding: people with a rhythm that a weekly report calls dormant."""
    with_rhythm = np.zeros(study.activity.users, bool)
    for name in CALENDAR_RHYTHMS:
        with_rhythm |= study.members(name) & study.chosen
    wronged = with_rhythm & skipped_a_week(study)
    if not wronged.any():
        return []
    sentence = (
        f"{wording.count(wronged.sum())} of {wording.count(with_rhythm.sum())} {study.unit_word} with a pattern "
        "skipped at least one calendar week in the last half year and came back: a weekly report calls them dormant."
    )
    return [
        Finding(
            kind="calendar",
            sentence=sentence,
            users=int(wronged.sum()),
            amount=amount_of(study, wronged),
            call="label",
            arguments={},
            settings=to_query(study.settings),
            fingerprint=study.dataset.fingerprint,
        )
    ]
