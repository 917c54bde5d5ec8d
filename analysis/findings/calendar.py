"""What a weekly report gets wrong: people with a rhythm it calls dormant although they come back."""

from analysis import wording
from analysis.findings.finding import Finding
from analysis.segments.misread import MISREAD_WEEKLY, with_calendar_rhythm
from analysis.study import Study


def calendar_findings(study: Study) -> list[Finding]:
    """Return at most one finding: chosen people with a rhythm that a weekly report calls dormant."""
    with_rhythm = with_calendar_rhythm(study.segmentation) & study.chosen
    wronged = study.members(MISREAD_WEEKLY) & study.chosen
    if not wronged.any():
        return []
    sentence = (
        f"{wording.count(wronged.sum())} of {wording.count(with_rhythm.sum())} {study.unit_word} with a pattern "
        "skipped at least one calendar week in the last half year and came back: a weekly report calls them dormant."
    )
    return [
        Finding.about(study, wronged, kind="calendar", sentence=sentence, call="segment", name=MISREAD_WEEKLY),
    ]
