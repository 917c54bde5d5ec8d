"""Win back, Make a list: whom to contact, who is left out on purpose, whom not to mail."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.at_risk.late import late
from analysis.segments.names import known_names
from analysis.study import Study
from analysis.views.late import TITLES
from analysis.win_back.contact_list import (
    AT_RISK,
    EXPECTED,
    LISTS,
    SILENT,
    ContactList,
    make_list,
    worth_if_back,
)
from analysis.win_back.hold_out import SHARES, power_at
from analysis.win_back.list_told import list_sentences, power_sentence, saved_sentence, summary
from analysis.win_back.people_file import CONTACT, LEFT_OUT, NOT_MAILED
from analysis.win_back.purposes import PURPOSES, known_of

QUESTION = "Whom do I contact?"
MOST_SHOWN = 2_000
ANY_PURPOSE = "any"
PURPOSE_TITLES = {ANY_PURPOSE: "Anything", **{each.slug: each.title for each in PURPOSES}}
SUGGESTED, NOBODY = "suggested", "0"
SHARE_TITLES = {SUGGESTED: "As suggested", NOBODY: "Nobody", **{f"{each:g}": wording.share(each) for each in SHARES}}
WORTH = "Worth in 90 days"


@dataclass(frozen=True, eq=False)
class ListShown:
    """What the tab shows; sentences are plain text.

    Attributes
    ----------
    power, spared, more
        What the people left out can show; whom not to mail; what else is to be said.
    people, not_mailed
        The first 2,000 to contact or left out; those not to be mailed with the day they are expected.
    powers
        What each share left out would show.
    purposes
        What the people may be contacted for, and how many it fits.
    table
        The whole list, to take along.
    """

    sentence: str
    power: str
    spared: str
    more: tuple[str, ...]
    people: pd.DataFrame
    not_mailed: pd.DataFrame
    powers: pd.DataFrame
    purposes: pd.DataFrame
    table: pd.DataFrame


def list_names(study: Study) -> list[str]:
    """Return what a list can be made of: the lists of At risk, own segments, then every other segment."""
    known = known_names(dataset=study.dataset, segmentation=study.segmentation)
    return [f"{AT_RISK}{each}" for each in (SILENT, *LISTS)] + list(dict.fromkeys([*study.own_names, *known]))


def list_title(name: str) -> str:
    """Return what a list is made of as a person reads it."""
    if name == f"{AT_RISK}{SILENT}":
        return "At risk: everyone silent or late"
    at_risk = name.removeprefix(AT_RISK)
    return (
        f"At risk: {wording.small(TITLES[at_risk])}"
        if at_risk in LISTS and at_risk != name
        else (wording.segment_title(name))
    )


def list_of(study: Study, segment: str, purpose: str, share: str) -> ListShown:
    """Return the list of a segment for a purpose, with a share (one of `SHARE_TITLES`) left out on purpose."""
    asked = None if share == SUGGESTED else float(share)
    made = make_list(study, segment, purpose="" if purpose == ANY_PURPOSE else purpose, share=asked)
    said = list_sentences(study, made)
    first = (summary(study, made), power_sentence(study, made), saved_sentence(study, made)) if len(made.rows) else said
    mailed = np.isin(made.group, (CONTACT, LEFT_OUT))
    return ListShown(
        sentence=first[0],
        power=power_sentence(study, made) if len(made.rows) else "Nobody to draw from.",
        spared=saved_sentence(study, made) or "Nobody on this list is expected by itself so soon.",
        more=tuple(each for each in said if each not in first),
        people=_people(study, made, mailed),
        not_mailed=_not_mailed(study, made),
        powers=_powers(study, made),
        purposes=_purposes(study, made),
        table=made.table,
    )


def _people(study: Study, made: ContactList, mailed: np.ndarray) -> pd.DataFrame:
    rows = made.table[mailed].head(MOST_SHOWN)
    table = pd.DataFrame({
        wording.ONE_TITLES[study.unit_word]: rows["User ID"],
        "Group": rows["Group"].map(wording.capital), WORTH: rows["Worth In 90 Days"],
        "Usual time": _when(rows), "Why": rows["Reason"], "Last done": rows["Last Done"],
        "Stayers found first": _found_first(rows), "Fits": rows["Fits"],
    })  # fmt: skip
    empty = [name for name in (WORTH, "Usual time", "Last done", "Stayers found first") if not _any(table[name])]
    return table.drop(columns=empty).reset_index(drop=True)


def _any(column: pd.Series) -> bool:
    return bool((column.notna() & (column.astype("str") != "")).any())


def _when(rows: pd.DataFrame) -> list[str]:
    parts = zip(rows["Usual Weekday"], rows["Usual Hours"], strict=True)
    return [", ".join(part for part in pair if part) for pair in parts]


def _found_first(rows: pd.DataFrame) -> list[str]:
    """Return the event with how many found it first; where there is none nothing, the file has the reason."""
    pairs = zip(rows["Found First"], rows["Found First By"], strict=True)
    return [f"{event}, {said.removeprefix('found first by ')}" if event else "" for event, said in pairs]


def _not_mailed(study: Study, made: ContactList) -> pd.DataFrame:
    rows = made.table[made.group == NOT_MAILED].head(MOST_SHOWN)
    days = pd.to_datetime(rows["Next Expected"].where(rows["Why Not Mailed"] == EXPECTED), errors="coerce")
    expected = ["" if pd.isna(day) else f"{day:%A}, {wording.day(day.date())}" for day in days]
    return pd.DataFrame({
        wording.ONE_TITLES[study.unit_word]: rows["User ID"],
        "Expected": expected, "Why not": rows["Why Not Mailed"].map(wording.capital),
        WORTH: rows["Worth In 90 Days"], "Last here": rows["Last Seen"],
    }).reset_index(drop=True)  # fmt: skip


def _powers(study: Study, made: ContactList) -> pd.DataFrame:
    people = made.count(CONTACT) + made.count(LEFT_OUT)
    how, base = study.settings.compare, made.base_share if np.isfinite(made.base_share) else 0.5
    found = [power_at(people, share, base_share=base, power=how.power, level=how.level) for share in SHARES]
    return pd.DataFrame({
        "Left out": [wording.share(each.share) for each in found],
        "People left out": [each.left_out for each in found],
        "You can see, points or more": [wording.decimal(100 * each.smallest_lift) for each in found],
    })  # fmt: skip


def _purposes(study: Study, made: ContactList) -> pd.DataFrame:
    found = late(study)
    known = known_of(study, found, worth_if_back(study, found))
    rows, counts = [], made.table["Fits"].value_counts()
    for each in PURPOSES:
        users = sum(int(users) for fits, users in counts.items() if each.title in fits.split("; "))
        can_tell = users or each.fits(known) is not None
        rows.append((each.title, f"Who {each.who}", wording.count(users) if can_tell else f"It needs {each.needs}"))
    return pd.DataFrame(rows, columns=["For", "Whom it fits", wording.UNIT_TITLES[study.unit_word]])
