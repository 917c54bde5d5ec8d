"""Patterns, Change: who entered and left each segment of one's own between two days, all of them at once."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import wording
from analysis.activity import to_day
from analysis.movement.own_moves import own_moves
from analysis.study import Study


@dataclass(frozen=True, eq=False)
class OwnMoves:
    """The caption, plain text, and the table; None where there is no own segment."""

    caption: str
    table: pd.DataFrame | None


def own_moves_of(study: Study, start: str, end: str) -> OwnMoves:
    """Return the moves between the ends of two days (ISO dates, in any order)."""
    first, last = sorted(map(date.fromisoformat, (start, end)))
    found = own_moves(study, to_day(first), to_day(last))
    if found.empty:
        return OwnMoves("Save a segment under Segments, Yours, and its moves stand here.", None)
    titles = ("Your segment", f"On {wording.day(first)}", f"On {wording.day(last)}", "Entered", "Left")
    caption = "Who is in each by what was known at the end of each day. Entered counts who came since, too."
    if found.isna().to_numpy().any():
        caption += f" {wording.UNDEFINED}: the data held nothing of the kind by that day."
    return OwnMoves(caption, found.set_axis(titles, axis="columns"))
