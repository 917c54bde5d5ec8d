"""At risk, Late, why: how they left, what they did otherwise than active people, and who came back and can be asked."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.at_risk.late import late_once
from analysis.at_risk.why import Why, why
from analysis.contrasts import Contrast
from analysis.study import Study

LIFE_TITLES = {
    "short_life": "Came for a short while only",
    "slow_fade": "Came less and less",
    "sudden_stop": "Stopped at once",
    "too_few": "Too few visits to say",
}
USED_TITLES = {
    "found": "Used it at the start",
    "stopped": "Used it, then not any more",
    "last": "Did it on the last day",
}
MOST_SENTENCES = 3
NOTHING_USED = (
    "These data name no two kinds of events that enough people used, so what late people did cannot be compared: with "
    "names of events this shows what they stopped and what they never found."
)


@dataclass(frozen=True, eq=False)
class WhyShown:
    """What the part “Why” shows; sentences are plain text.

    Attributes
    ----------
    lives
        How the inactive left, one row a way.
    caption, used
        Who is compared; one row an event and question, the clearest first. Empty where nothing can be compared.
    returned
        Who came back after a long silence, newest first.
    """

    sentence: str
    caption: str
    lives: pd.DataFrame
    used: pd.DataFrame
    returned: pd.DataFrame


def late_why(study: Study) -> WhyShown:
    """Compare late people with active ones of the same time with us."""
    found = why(study, late_once(study))
    lives = pd.DataFrame({
        "How they left": [LIFE_TITLES[each] for each in found.lives["life"]], "People": found.lives["users"],
    })  # fmt: skip
    returned = found.returned.rename(
        columns={
            "user_id": wording.ONE_TITLES[study.unit_word],
            "silent_days": "Were silent, days",
            "returned_on": "Back on",
        }
    )
    return WhyShown(_sentence(study, found), _caption(found), lives, _used(found), returned)


def _sentence(study: Study, found: Why) -> str:
    rows = found.used.rows
    if not len(found.late):
        return "Nobody late has an active partner who has been here as long, so there is nothing to compare."
    if not rows:
        return NOTHING_USED
    least = 1 - study.settings.compare.level
    clear = [told for told in map(_told, _labelled(found)) if told and told[1] <= least]
    if not clear:
        return f"No clear difference in any of {wording.plural(len(rows), 'comparison')}."
    return " ".join(text for text, _ in sorted(clear, key=lambda each: each[1])[:MOST_SENTENCES])


def _labelled(found: Why) -> list[tuple[str, Contrast]]:
    return [(name, row) for name in USED_TITLES for row in getattr(found.used, name)]


def _told(labelled: tuple[str, Contrast]) -> tuple[str, float] | None:
    name, row = labelled
    if not row.pvalue_adjusted <= 1:
        return None
    did = {"found": "used it at the start", "stopped": "had given it up", "last": "did it on the last day"}[name]
    shares = f"{wording.share(row.share)} of the late and {wording.share(row.share_rest)} of the active"
    return f"{row.value}: {shares} {did}.", row.pvalue_adjusted


def _caption(found: Why) -> str:
    if not found.used.rows:
        return ""
    pairs, late_users = wording.count(len(found.late)), wording.count(found.late_users)
    return (
        f"{pairs} of {late_users} late or gone, each beside an active one who began in the same tenth of all starts. "
        "Equally many days of both are counted. A difference is no proof of a cause."
    )


def _used(found: Why) -> pd.DataFrame:
    rows = sorted(_labelled(found), key=lambda each: (not each[1].pvalue_adjusted <= 1, each[1].pvalue_adjusted))
    return pd.DataFrame({
        "What": [row.value for _, row in rows],
        "When": [USED_TITLES[name] for name, _ in rows],
        "Late": [wording.share(row.share) for _, row in rows],
        "Active": [wording.share(row.share_rest) for _, row in rows],
        "Difference, points": [round(100 * row.difference, 1) for _, row in rows],
        "p, adjusted": [wording.pvalue(row.pvalue_adjusted) for _, row in rows],
    })  # fmt: skip
