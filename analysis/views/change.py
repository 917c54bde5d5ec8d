"""Patterns, Change: sizes over time, who went from which label to which, and what becomes of people overnight."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date, to_day
from analysis.at_risk.quiet import PASSIVE
from analysis.charts.label_sizes import MOST_LINES, label_sizes
from analysis.charts.picture import Picture
from analysis.charts.transition_map import transition_map
from analysis.lifecycle import WINDOW_DAYS, Period
from analysis.movement import NOT_YET, Kind, Then, moments, sizes_on, then, transitions
from analysis.movement.moments import last_span, usual_period
from analysis.movement.sentences import UNTOLD, labels_moved, silences_told, state_title, when
from analysis.movement.silences import silences
from analysis.movement.then import OUTSIDE, SILENT
from analysis.movement.transitions import movers
from analysis.segments.titles import chosen_by
from analysis.study import Study
from analysis.views.wall import people_table

PERIODS: dict[Period, str] = {"week": "Weeks", "month": "Months"}
KIND_TITLES: dict[Kind, str] = {
    "frequency": "How often", "rhythm": "Pattern", "lifecycle": "Coming and going", "segment": "A segment",
}  # fmt: skip
MOST_MOMENTS, LEAST_MOMENTS = 26, 2
# Active days read within the time a page may take; larger data show fewer dates, never a part of the people.
DAYS_READ: dict[Kind, int] = {
    "frequency": 120_000_000, "rhythm": 30_000_000, "lifecycle": 500_000_000, "segment": 20_000_000,
}  # fmt: skip
# Everybody else, and who cannot be told yet or is long gone: their lines would flatten all others.
NO_LINE = frozenset(map(state_title, (*UNTOLD, OUTSIDE, SILENT)))
_MEANINGS = {
    "frequency": "A class is read from all gaps known by the end of each date, so it moves slowly and silence does not "
    "move it.",
    "rhythm": "A pattern is read from all days known by the end of each date, so it takes weeks to be proven and weeks "
    "to be lost.",
    "lifecycle": f"The {WINDOW_DAYS} days up to the end of each date, against the {WINDOW_DAYS} before them.",
    "segment": "Who is in it by the data known at the end of each date.",
}


@dataclass(frozen=True, eq=False)
class Change:
    """What moved between two days.

    Attributes
    ----------
    sentence
        Who changed, who went silent and came back, plain text.
    caption
        How to read the map, plain text.
    moves
        "from > to" of every pair that is a change, most users first: what `movers_of` takes.
    """

    sentence: str
    caption: str
    matrix: Picture | None
    moves: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class History:
    """Sizes over time; None where nobody can be labelled on any of the dates."""

    caption: str
    sizes: Picture | None


def default_period(study: Study) -> Period:
    """Return whether to count by week or by month: by month from three whole months on."""
    return usual_period(study.activity)


def days_of(study: Study, period: Period) -> tuple[str, ...]:
    """Return the ends of all weeks or months, the newest first, and the first day of the data, as ISO dates."""
    known = {each.day for each in moments(study.activity, period)} | {study.activity.observed_from}
    return tuple(to_date(day).isoformat() for day in sorted(known, reverse=True))


def default_days(study: Study, period: Period) -> tuple[str, str]:
    """Return the ends of the last whole week or month and of the one before, the earlier first, as ISO dates."""
    start, end = last_span(study.activity, period)
    return to_date(start).isoformat(), to_date(end).isoformat()


def day_title(iso: str) -> str:
    """ "2026-05-31" -> "31 May 2026"."""
    return wording.day(date.fromisoformat(iso))


def move_title(move: str) -> str:
    """ "frequency:weekly > frequency:daily" -> "About weekly → About daily"."""
    start, end = _sides(move)
    return f"{state_title(start)} → {state_title(end)}"


def _sides(move: str) -> tuple[str, str]:
    """Return the labels before and after; the name of a segment may hold " > " itself."""
    for known in (OUTSIDE, NOT_YET):
        if move.startswith(f"{known} > "):
            return known, move.removeprefix(f"{known} > ")
    if move.endswith(f" > {OUTSIDE}"):
        return move.removesuffix(f" > {OUTSIDE}"), OUTSIDE
    start, _, end = move.partition(" > ")
    return start, end


def history_of(study: Study, period: Period, kind: Kind, segment: str) -> History:
    """Return the sizes of all labels at the ends of the last weeks or months."""
    known = moments(study.activity, period)
    most = int(np.clip(DAYS_READ[kind] // max(study.activity.user_days, 1), LEAST_MOMENTS, MOST_MOMENTS))
    days = [each.day for each in known[-most:]]
    sizes = sizes_on(study, kind, days, segment=segment)
    caption = _history_caption(study, period, kind, shown=len(days), known=len(known))
    if sizes.empty:
        return History("On none of these dates can anybody be labelled so.", None)
    table = sizes.assign(day=[to_date(day) for day in sizes["day"]], name=[state_title(name) for name in sizes["name"]])
    return History(caption, label_sizes(table, quiet=NO_LINE, unit=study.unit_word))


def _history_caption(study: Study, period: Period, kind: Kind, *, shown: int, known: int) -> str:
    said = [_MEANINGS[kind]]
    if known > shown:
        cut = f"The last {wording.plural(shown, period)} of {wording.count(known)} are drawn"
        large = DAYS_READ[kind] // max(study.activity.user_days, 1) < MOST_MOMENTS
        said.append(
            f"{cut}; among so many people the command line (`movement`) counts them all." if large else f"{cut}."
        )
    if kind in ("rhythm", "lifecycle"):
        left_out = "who has none" if kind == "rhythm" else f"who is “{wording.small(state_title(SILENT))}”"
        said.append(f"Drawn are at most {MOST_LINES}; {left_out} is in the numbers.")
    return " ".join(said)


def change_of(study: Study, kind: Kind, segment: str, start: str, end: str) -> Change:
    """Return who moved between the ends of two days (ISO dates, in any order)."""
    first, last = sorted((to_day(date.fromisoformat(start)), to_day(date.fromisoformat(end))))
    before, after = _both(study, kind, segment, first, last)
    table = transitions(before, after, among=study.chosen)
    unit = study.unit_word
    gone = silences_told(silences(study, first, last), days=study.settings.inactive.days, unit=unit)
    moved = labels_moved(table, kind, unit=unit, segment=segment)
    order = [state_title(name) for name in (*before.names, NOT_YET)]
    drawn = table.assign(**{side: [state_title(name) for name in table[side]] for side in ("from", "to")})
    changed = table[table["from"] != table["to"]].sort_values("users", ascending=False, kind="stable")
    return Change(
        sentence=f"{when(first, last)}, {moved} {gone}",
        caption=_matrix_caption(study, kind, segment, first, last),
        matrix=transition_map(drawn, order, unit=unit) if len(table) else None,
        moves=tuple(f"{a} > {b}" for a, b in zip(changed["from"], changed["to"], strict=True)),
    )


def movers_of(study: Study, kind: Kind, segment: str, start: str, end: str, move: str) -> pd.DataFrame:
    """Return the people of one move, as `people_table`."""
    first, last = sorted((to_day(date.fromisoformat(start)), to_day(date.fromisoformat(end))))
    before, after = _both(study, kind, segment, first, last)
    return people_table(study, movers(before, after, *_sides(move), among=study.chosen))


def _both(study: Study, kind: Kind, segment: str, first: int, last: int) -> tuple[Then, Then]:
    return then(study, kind, first, segment=segment), then(study, kind, last, segment=segment)


def _matrix_caption(study: Study, kind: Kind, segment: str, first: int, last: int) -> str:
    said = [
        f"Rows: at the end of {wording.day(to_date(first))}; columns: at the end of {wording.day(to_date(last))}. Grey "
        "kept their label, blue changed it; the stronger, the larger the share of its row."
    ]
    if kind == "segment":
        rule = study.spelled_out(segment)
        facts = chosen_by(rule)
        if PASSIVE in rule or any(fact.startswith("attr:") for fact in facts):
            said.append("Columns of the users table are as they are today; their past is not in the data.")
        if "uses" in facts:
            said.append("How often an event was used is counted to today.")
    if study.filters.who != "all":
        said.append("Shown are those who are in the chosen segment today.")
    return " ".join(said)
