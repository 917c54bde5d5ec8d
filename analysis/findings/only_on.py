"""Events that happen on one weekday only: "report_export is a Tuesday thing"."""

import numpy as np

from analysis import wording
from analysis.activity import WEEKDAYS, weekday_of
from analysis.findings.by_chance import about
from analysis.findings.finding import Finding
from analysis.findings.money import with_money
from analysis.study import Study

# When the sentence is worth saying, no threshold of a label or a figure: "is used on Tuesdays" must hold nearly always,
# and no single team must make it. Lower, it would be said of events that merely lean to a day.
SAID_FROM_SHARE = 0.9
SAID_FROM_USERS = 10


def only_on_findings(study: Study) -> list[Finding]:
    """Return one finding for each event whose user-days fall on one weekday.

    Counted on user-days (a user and a date), never on events; each user weighs by their active days.
    """
    activity = study.activity
    weekday = weekday_of(activity.day)
    shown = study.chosen[activity.user]
    everyone = np.bincount(weekday[shown], minlength=7) / max(int(shown.sum()), 1)
    found = []
    for bit, event in enumerate(activity.event_names):
        seen = shown & ((activity.event_bits >> np.uint64(bit)) & np.uint64(1) == 1)
        users = np.unique(activity.user[seen])
        days = np.bincount(weekday[seen], minlength=7)
        top = int(np.argmax(days))
        share = days[top] / max(days.sum(), 1)
        if share < SAID_FROM_SHARE or len(users) < SAID_FROM_USERS or everyone[top] >= SAID_FROM_SHARE:
            continue
        members = np.zeros(activity.users, bool)
        members[users] = True
        found.append(_finding(study, event, members, days, everyone))
    return found


def _finding(study: Study, event: str, members: np.ndarray, days: np.ndarray, everyone: np.ndarray) -> Finding:
    """Return the finding about an event: its active days by weekday, and everybody's as shares."""
    top = int(np.argmax(days))
    weekday_name, total = f"{wording.WEEKDAY_NAMES[WEEKDAYS[top]]}s", int(days.sum())
    said = (
        f"{event} is used on {weekday_name}: {wording.share(days[top] / total)} of its {wording.count(total)} active "
        f"days, by {wording.units(int(members.sum()), study.unit_word)}; of all active days "
        f"{wording.share(everyone[top])} are."
    )
    bound = f"{wording.capital(about(total * everyone[top]))} of these days would be {weekday_name} by chance."
    return Finding.about(
        study, members, kind="only_on", said=with_money(said, study, members), bound=bound, call="segment",
        name=f"uses:{event}",
    )  # fmt: skip
