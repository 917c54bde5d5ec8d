"""What moved between two days, as plain sentences; segments are named as a person reads them."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.movement.silences import Silences
from analysis.movement.then import NOT_YET, SILENT, Kind

TITLES = {NOT_YET: "Not here yet", SILENT: "Silent for longer", "frequency:too_few": "Too few days"}
# Labels that say that nothing can be told: who leaves them has not changed, it has become known.
UNTOLD = frozenset({"frequency:too_few", "irregular", "too_few", NOT_YET})
MOST_SAID = 3


def state_title(name: str) -> str:
    """Return a label's name as a person reads it, plain text."""
    return TITLES.get(name) or wording.segment_title(name)


def when(start: int, end: int) -> str:
    """Return the time between the ends of two days: "In June 2026", "In the week to 28 Jun 2026"."""
    first, last = to_date(start) + timedelta(days=1), to_date(end)
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"In {last:%B %Y}"
    if end - start == 7 and last.weekday() == 6:
        return f"In the week to {wording.day(last)}"
    return f"Between {wording.day(to_date(start))} and {wording.day(last)}"


def labels_moved(
    table: pd.DataFrame, kind: Kind, *, unit: str, segment: str = "", named: Callable[[str], str] = state_title
) -> str:
    """Say who changed their label, as a sentence that may follow "In June 2026, ".

    Parameters
    ----------
    table
        from, to, users; from `analysis.movement.transitions`.
    unit
        "people" or "accounts".
    named
        What a label is called in the sentence.
    """
    moved = table[table["from"] != table["to"]]
    if kind == "segment":
        return _segment_moved(table, segment, f"“{named(segment)}”", unit)
    told = moved[~moved["from"].isin(UNTOLD) & ~moved["to"].isin(UNTOLD)]
    users = int(told["users"].sum())
    what = {
        "frequency": "changed how often they come", "rhythm": "changed from one pattern to another",
        "lifecycle": "went from one state to another",
    }[kind]  # fmt: skip
    said = f"{wording.units(users, unit) if users else 'nobody'} {what}{_largest(told, named)}"
    if kind == "lifecycle":
        return f"{said}."
    first = int(moved.loc[~moved["to"].isin(UNTOLD) & moved["from"].isin(UNTOLD), "users"].sum())
    lost = int(moved.loc[moved["to"].isin(UNTOLD) & ~moved["from"].isin(UNTOLD), "users"].sum())
    noun = "pattern" if kind == "rhythm" else "frequency"
    if first:
        said += f"; for {wording.count(first)} a {noun} can be told that could not be before"
    if lost:
        said += f"; for {wording.count(lost)} the {noun} can no longer be told"
    return f"{said}."


def _largest(told: pd.DataFrame, named: Callable[[str], str]) -> str:
    rows = told.sort_values("users", ascending=False, kind="stable")
    parts = [
        f"{wording.count(row.users)} from “{named(row.start)}” to “{named(row.to)}”"
        for row in rows.rename(columns={"from": "start"}).head(MOST_SAID).itertuples()
    ]
    if len(rows) > MOST_SAID:
        parts.append(f"{wording.count(rows['users'][MOST_SAID:].sum())} in other ways")
    return f" ({wording.listed(parts)})" if parts else ""


def _segment_moved(table: pd.DataFrame, segment: str, title: str, unit: str) -> str:
    before, now = (table["from"] == segment, table["to"] == segment)
    sizes = [int(table.loc[rows, "users"].sum()) for rows in (before, now, now & ~before, before & ~now)]
    first, last, entered, left = sizes
    return (
        f"{title} went from {wording.count(first)} to {wording.units(last, unit)}: {wording.count(entered)} entered, "
        f"{wording.count(left)} left."
    )


def silences_told(found: Silences, *, days: int, unit: str) -> str:
    """Say who came, went silent and came back, as one sentence."""
    came, silent, back = (int(each.sum()) for each in (found.came, found.went_silent, found.came_back))
    return (
        f"{wording.units(came, unit)} came for the first time, {wording.count(silent)} went silent for {days} days or "
        f"longer, {wording.count(back)} who had been silent so long before came back."
    )


def pulse_told(table: pd.DataFrame, period: str) -> str:
    """Say the last whole week's or month's pulse beside the one before; "" where there is none."""
    known = np.flatnonzero(table["pulse"].notna())
    if not len(known):
        return ""
    last = table.iloc[known[-1]]
    came = int(last["new"] + last["resurrected"])
    said = (
        f"In the whole {period} from {wording.day(last['period'])}, {wording.count(came)} came who had not come in the "
        f"{period} before, and {wording.count(last['dormant'])} stayed away who had: "
        f"{wording.decimal(last['pulse'], 2)} for each who stayed away"
    )
    return (
        f"{said}, {wording.decimal(table['pulse'].iloc[known[-2]], 2)} in the {period} before."
        if len(known) > 1 and known[-2] == known[-1] - 1
        else f"{said}."
    )
