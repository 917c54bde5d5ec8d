"""Home: who is in, back, silent, gone; and the findings."""

from dataclasses import dataclass

from analysis import wording
from analysis.findings import Finding, find
from analysis.lifecycle import strip
from analysis.study import Study
from analysis.views.cards import Card, sentence

STRIP_TITLES = {
    "in": ("In", "Active in the last 28 days, and in the 28 before or new."),
    "back": ("Back", "Active in the last 28 days after missing the 28 before."),
    "silent": ("Silent", "Not active in the last 28 days, but not for long enough to count as gone."),
    "gone": (
        "Gone by rule",
        "Silent for as long as the threshold “Silent for” says. How many of them come back after all stands below; At "
        "risk tells who.",
    ),
}


@dataclass(frozen=True, eq=False)
class Today:
    """What Home shows."""

    sentence: str
    strip: tuple[Card, ...]
    findings: tuple[Finding, ...]
    caption: str


def today_of(study: Study) -> Today:
    """Return Home of the chosen users."""
    rows = strip(study.chosen_activity, study.settings.inactive)
    cards = tuple(
        Card(f"{STRIP_TITLES[name][0]} · {wording.share(share)}", wording.count(users), STRIP_TITLES[name][1])
        for name, users, share in zip(rows["name"], rows["users"], rows["share"], strict=True)
    )
    findings = tuple(find(study))
    return Today(
        sentence(study), cards, findings, f"{len(findings)} found; ranked by money, then by {study.unit_word}."
    )
