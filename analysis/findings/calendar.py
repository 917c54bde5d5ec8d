"""What a weekly report gets wrong: people with a rhythm it calls dormant although they come back."""

from analysis import wording
from analysis.findings.by_chance import about, labels_by_chance
from analysis.findings.finding import Finding
from analysis.findings.money import with_money
from analysis.segments.misread import CALENDAR_RHYTHMS, MISREAD_WEEKLY, with_calendar_rhythm
from analysis.study import Study


def calendar_findings(study: Study) -> list[Finding]:
    """Return at most one finding: chosen people with a rhythm that a weekly report calls dormant."""
    with_rhythm = with_calendar_rhythm(study.segmentation) & study.chosen
    wronged = study.members(MISREAD_WEEKLY) & study.chosen
    if not wronged.any():
        return []
    said = (
        f"{wording.count(wronged.sum())} of {wording.count(with_rhythm.sum())} {study.unit_word} with a pattern "
        "skipped at least one calendar week in the last half year and came back: a weekly report calls them dormant."
    )
    by_chance = sum(users for (rhythm, _), users in labels_by_chance(study).items() if rhythm in CALENDAR_RHYTHMS)
    bound = f"{wording.capital(about(by_chance))} of these patterns by chance."
    return [
        Finding.about(
            study, wronged, kind="calendar", said=with_money(said, study, wronged), bound=bound, call="segment",
            name=MISREAD_WEEKLY,
        ),
    ]  # fmt: skip
