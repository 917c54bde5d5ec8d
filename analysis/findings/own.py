"""The segments a person made: how many they hold."""

from analysis import wording
from analysis.findings.finding import COUNTED, Finding
from analysis.findings.money import with_money
from analysis.study import Study


def own_findings(study: Study) -> list[Finding]:
    """Return a finding for each own segment that holds somebody of the chosen users."""
    found = []
    for name in study.own_names:
        members = study.members(name) & study.chosen
        users = int(members.sum())
        if not users:
            continue
        share = wording.share(users / study.chosen.sum())
        said = f"Your segment “{name}” holds {wording.units(users, study.unit_word)} ({share} of all)."
        found.append(
            Finding.about(
                study, members, kind="own", said=with_money(said, study, members), bound=COUNTED, call="segment",
                name=name,
            )
        )  # fmt: skip
    return found
