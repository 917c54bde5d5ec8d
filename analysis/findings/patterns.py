"""Findings about rhythms: how many keep one, with the number chance would give; or that nobody does."""

import numpy as np

from analysis import wording
from analysis.findings.finding import Finding
from analysis.findings.money import amount_of, money_column
from analysis.rhythms.chance import expected_by_chance
from analysis.study import Study

# Labels that describe how often somebody comes or that nothing was found; they are no finding by themselves.
NOT_A_FINDING = ("daily", "mixed", "bursty", "irregular", "too_few")
# When a pattern is worth a sentence on Home; smaller ones stand on Patterns with all others. No threshold of a label.
SAID_FROM_USERS = 5


def pattern_findings(study: Study) -> list[Finding]:
    """Return a finding for each rhythm that at least five chosen users keep; none_found where nobody keeps any."""
    groups = study.segmentation.groups(among=study.chosen)
    groups = groups[~groups["rhythm"].isin(NOT_A_FINDING) & (groups["users"] > 0)]
    if groups.empty:
        return [_none_found(study)]
    groups = groups[groups["users"] >= SAID_FROM_USERS]
    chance = expected_by_chance(study.activity, study.settings, scores=study.prepared.scores, among=study.chosen)
    return [
        _pattern(study, rhythm, detail, chance.get((rhythm, detail), 0.0))
        for rhythm, detail in zip(groups["rhythm"], groups["detail"], strict=True)
    ]


def _pattern(study: Study, rhythm: str, detail: str, by_chance: float) -> Finding:
    name = f"{rhythm}:{detail}" if detail else rhythm
    members = study.members(name) & study.chosen
    users, amount = int(members.sum()), amount_of(study, members)
    sentence = (
        f"{wording.count(users)} {study.unit_word} {wording.habit(rhythm, detail)} "
        f"({wording.share(users / study.chosen.sum())} of all; {_by_chance(by_chance)} by chance)."
    )
    if amount:
        what = "a month in subscriptions" if money_column(study) == "mrr" else "in all"
        sentence += f" They bring {wording.count(amount)} {what}."
    return Finding.about(study, members, kind="rhythm", sentence=sentence, call="segment", name=name)


def _by_chance(users: float) -> str:
    return "fewer than one" if users < 1 else f"about {wording.count(users)}"


def _none_found(study: Study) -> Finding:
    tested = study.chosen & (study.activity.active_days >= study.settings.evidence.min_active_days)
    if tested.any():
        days = float(np.median(study.activity.active_days[tested]))
        size = f"{wording.count(tested.sum())} {study.unit_word} were tested"
        detail = f"{size}, half of them with {wording.count(days)} active days or more"
    else:
        detail = (
            f"none of the {study.unit_word} has the {study.settings.evidence.min_active_days} active days a test needs"
        )
    sentence = f"Nobody here keeps a fixed pattern beyond chance: {detail}."
    return Finding.about(study, None, kind="none_found", sentence=sentence, call="label")
