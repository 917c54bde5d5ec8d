"""Who is late by their own pattern, who only seems so, and who looks gone: four findings about silence."""

import numpy as np

from analysis import wording
from analysis.at_risk.late import Late, late_once
from analysis.at_risk.piles import BETWEEN, GONE, PILES
from analysis.at_risk.piles import LATE as LATE_PILE
from analysis.findings.by_chance import about
from analysis.findings.finding import Finding
from analysis.findings.money import with_money
from analysis.study import Study

NOT_CHECKED = "How many come back by chance is not known: these data are too short to check it on earlier dates."


def late_findings(study: Study) -> list[Finding]:
    """Return at most four findings: late, late already, only between two visits, gone.

    What chance gives is the number of people in the same situation on earlier dates who came back by themselves; of
    those between two visits, who stayed away.
    """
    found = late_once(study)
    lists = (("late", found.pile == LATE_PILE), ("early", found.early), ("between", found.pile == BETWEEN),
             ("win_back", found.pile == GONE))  # fmt: skip
    return [_finding(study, found, kind, members) for kind, members in lists if members.any()]


def _finding(study: Study, found: Late, kind: str, members: np.ndarray) -> Finding:
    call, arguments = "find_overdue", {}
    if kind == "win_back":
        call, arguments = "make_list", {"name": f"at_risk:{PILES[GONE]}"}
    said = with_money(_said(study, kind, int(members.sum())), study, members)
    return Finding.about(
        study, members, kind=kind, said=said, bound=_bound(found, kind, members), call=call, **arguments
    )  # fmt: skip


def _said(study: Study, kind: str, users: int) -> str:
    who, days = wording.units(users, study.unit_word), study.settings.inactive.days
    verbs = ("looks", "is") if users == 1 else ("look", "are")
    return {
        "late": f"{who} {verbs[1]} late by their own pattern, silent for {days} days or longer.",
        "early": f"{who} {verbs[1]} late by their own pattern before the rule of {days} days says so.",
        "between": f"{who} {verbs[1]} only between two visits, though silent for {days} days or longer.",
        "win_back": f"{who} {verbs[0]} gone after {days} days of silence or more: a list says whom to win back.",
    }[kind]


def _bound(found: Late, kind: str, members: np.ndarray) -> str:
    chance = found.chances.chance[members]
    if not found.chances.replays or not np.isfinite(chance).any():
        return NOT_CHECKED
    back = float(np.nansum(chance))
    if kind == "between":
        stayed = wording.capital(about(float(np.isfinite(chance).sum()) - back))
        return f"{stayed} of them may be gone: so many stayed away in such a situation before."
    came = wording.capital(about(back))
    if kind == "win_back":
        return f"{came} of them would come by chance, asked or not: so many did in such a situation before."
    return f"{came} of them are late by chance: so many came back by themselves in such a situation before."
