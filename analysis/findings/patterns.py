"""Findings about rhythms: how many keep one, with the number chance would give; or that nobody does."""

import numpy as np

from analysis import wording
from analysis.findings.by_chance import about, labels_by_chance
from analysis.findings.finding import Finding
from analysis.findings.money import with_money
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
    chance = labels_by_chance(study)
    return [
        _pattern(study, rhythm, detail, chance.get((rhythm, detail), 0.0))
        for rhythm, detail in zip(groups["rhythm"], groups["detail"], strict=True)
    ]


def _pattern(study: Study, rhythm: str, detail: str, by_chance: float) -> Finding:
    name = f"{rhythm}:{detail}" if detail else rhythm
    members = study.members(name) & study.chosen
    users = int(members.sum())
    said = (
        f"{wording.count(users)} {study.unit_word} {wording.habit(rhythm, detail)} "
        f"({wording.share(users / study.chosen.sum())} of all)."
    )
    return Finding.about(
        study, members, kind="rhythm", said=with_money(said, study, members),
        bound=f"{wording.capital(about(by_chance))} of these by chance.", call="segment", name=name,
    )  # fmt: skip


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
    said = f"Nobody here keeps a fixed pattern beyond chance: {detail}."
    bound = f"Of patterns that are named, at most {wording.share(study.settings.evidence.q_max)} are there by chance."
    return Finding.about(study, None, kind="none_found", said=said, bound=bound, call="label")
