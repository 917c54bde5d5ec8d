"""Segments, Sizes: would they keep this label? Both halves of each member's history, read alone."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.segments.names import default_names
from analysis.segments.stability import Stability, stability
from analysis.study import Study

# Reading both halves of everybody's history takes seconds per 100,000 users; the command line has no such limit.
MOST_USERS = 200_000


@dataclass(frozen=True, eq=False)
class Keeping:
    """Who keeps each label; `table` is None among too many users."""

    caption: str
    table: pd.DataFrame | None


def keeping_of(study: Study) -> Keeping:
    """Return the share of members whose halves both carry the label, with its interval, or why there is none."""
    if study.activity.users > MOST_USERS:
        return Keeping("Not counted here among so many; `python -m analysis segments` counts it.", None)
    found = stability(default_names(study.segmentation), study.people, among=study.chosen)
    return Keeping(
        "Of the members with enough active days in both halves of their history: whose halves, each read alone, both "
        "carry the label or lean to it. A kind counts as kept with another day or interval too; each of its own stands "
        "below it. It says how steady the habit has been and is no forecast.",
        pd.DataFrame([_row(each) for each in found if each.members], columns=_columns(study)),
    )


def _columns(study: Study) -> list[str]:
    return ["Label", wording.UNIT_TITLES[study.unit_word], "Enough days", "Keep it", "95 % interval", "Why not told"]


def _row(each: Stability) -> tuple[str, int, int, float, str, str]:
    between = wording.interval(wording.share(each.low), wording.share(each.high)) if each.tested else wording.UNDEFINED
    title, reason = wording.segment_title(each.segment), wording.capital(each.reason)
    return (title, each.members, each.tested, each.share, between, reason)
