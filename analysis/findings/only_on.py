"""Events that happen on one weekday only: "report_export is a Tuesday thing"."""

import numpy as np

from analysis import wording
from analysis.activity import WEEKDAYS, weekday_of
from analysis.findings.finding import Finding
from analysis.findings.money import amount_of
from analysis.settings import to_query
from analysis.study import Study

# A finding is said only where it is plain to see: nearly all active days of the event, and enough people.
LEAST_SHARE = 0.9
LEAST_USERS = 10


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
        if share < LEAST_SHARE or len(users) < LEAST_USERS or everyone[top] >= LEAST_SHARE:
            continue
        sentence = (
            f"{event} is used on {wording.WEEKDAY_NAMES[WEEKDAYS[top]]}s: {wording.share(share)} of its days, by "
            f"{wording.count(len(users))} {study.unit_word}; of all active days {wording.share(everyone[top])} are."
        )
        members = np.zeros(activity.users, bool)
        members[users] = True
        found.append(
            Finding(
                kind="only_on",
                sentence=sentence,
                users=len(users),
                amount=amount_of(study, members),
                call="segment",
                arguments={"name": f"uses:{event}"},
                settings=to_query(study.settings),
                fingerprint=study.dataset.fingerprint,
            )
        )
    return found
