"""Home: who is in, back, silent, gone; and the findings."""

from dataclasses import dataclass
from types import MappingProxyType

from analysis import wording
from analysis.findings import Finding, find
from analysis.findings.search import Look
from analysis.lifecycle import strip
from analysis.study import Study
from analysis.views.cards import Card, Headline, sentence

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


# The one thing to do about a kind of finding.
ACTIONS = MappingProxyType({
    "rhythm": "See who", "only_on": "See who", "difference": "Compare", "calendar": "See who", "leak": "See the leak",
    "cards": "See which", "scheduled": "See which", "renewals": "See which", "quiet": "See who", "own": "See who",
    "shared_date": "See the date", "late": "See who", "early": "See who", "between": "See who",
    "win_back": "Make the list", "slowing": "See who", "change": "See what changed",
})  # fmt: skip
# Kinds about people whom a segment's name chooses: they can be held against everyone else.
WORTH_ASKED = frozenset({"rhythm", "only_on", "calendar", "quiet", "own"})
MOST_AT_ONCE = 200_000  # among more people Home waits to be asked for what takes seconds
NOT_LOOKED = "Who is late, who slowed down and what changed lately takes some seconds among so many {}."


@dataclass(frozen=True, eq=False)
class Today:
    """What Home shows.

    Attributes
    ----------
    strip_users
        How many are in, back, silent and gone.
    not_looked
        What was not looked for and why; "" where everything was.
    """

    headline: Headline
    strip_users: dict[str, int]
    findings: tuple[Finding, ...]
    caption: str
    not_looked: str = ""


def first_look(study: Study) -> Look:
    """Return what Home looks for at once: everything, but among very many people."""
    return "all" if study.activity.users <= MOST_AT_ONCE else "quick"


def today_of(study: Study, look: Look = "all") -> Today:
    """Return Home of the chosen users; `look` as in `analysis.findings.find`."""
    rows = strip(study.chosen_activity, study.settings.inactive)
    cards = tuple(
        Card(STRIP_TITLES[name][0], wording.count(users), STRIP_TITLES[name][1], share=wording.share(share))
        for name, users, share in zip(rows["name"], rows["users"], rows["share"], strict=True)
    )
    users, findings = dict(zip(rows["name"], map(int, rows["users"]), strict=True)), tuple(find(study, look))
    caption = f"{len(findings)} found; ranked by money, then by {study.unit_word}."
    not_looked = NOT_LOOKED.format(study.unit_word) if look == "quick" else ""
    return Today(Headline(sentence(study), cards), users, findings, caption, not_looked)
