"""Data, Dates of mine: a person's own lists of dates, how many the data cover, and how many people keep them."""

from dataclasses import dataclass

import numpy as np

from analysis import wording
from analysis.activity import to_date
from analysis.daysets import DateList
from analysis.errors import OffbeatError
from analysis.rhythms.dates import Dates
from analysis.study import Study


@dataclass(frozen=True)
class OwnList:
    """One list as the tab shows it; sentences are plain text.

    Attributes
    ----------
    segment
        The pattern of those who come on its dates, "dates:NAME".
    has_people
        Whether any of the chosen users carries it.
    """

    name: str
    dates_sentence: str
    people_sentence: str
    segment: str
    has_people: bool


def read_list(pasted: str, dropped: bytes | None = None, *, name: str = "", tolerance_days: int = 0) -> DateList:
    """Return the list of a dropped file, or where there is none of a pasted text; raises OffbeatError.

    The name is brought to the form of `list_name`; an empty one is "My dates".
    """
    text = pasted if dropped is None else _decoded(dropped)
    return DateList.parse(text, name=name, tolerance_days=tolerance_days)


def _decoded(dropped: bytes) -> str:
    try:
        return dropped.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OffbeatError(
            "Expected a text file, found one that is no UTF-8 text.",
            hint="save the dates as CSV or plain text, one date a line.",
        ) from None


def lists_of(study: Study) -> tuple[OwnList, ...]:
    """Return the lists that are tested, with what the data say of each, in the order they were brought."""
    return tuple(_shown(study, each) for each in study.filters.dates)


def _shown(study: Study, each: DateList) -> OwnList:
    segment = f"{Dates.slug}:{each.name}"
    sure, leaning = (int((study.members(name) & study.chosen).sum()) for name in (segment, f"leaning:{segment}"))
    return OwnList(each.name, _dates_sentence(study, each), _people_sentence(study, sure, leaning), segment, sure > 0)


def _dates_sentence(study: Study, each: DateList) -> str:
    days, activity = np.array(each.days), study.activity
    covered = int(((days >= activity.observed_from) & (days <= activity.observed_to)).sum())
    one = len(days) == 1
    ends = (
        wording.day(to_date(days[0])) if one else f"{wording.day(to_date(days[0]))} to {wording.day(to_date(days[-1]))}"
    )
    inside = "within the data" if covered == len(days) else f"{wording.count(covered)} within the data"
    after = f"; visits up to {wording.plural(each.tolerance_days, 'day')} after still count"
    return f"{wording.plural(len(days), 'date')}, {ends}, {inside}{after if each.tolerance_days else ''}."


def _people_sentence(study: Study, sure: int, leaning: int) -> str:
    lean = f" {wording.count(leaning)} more lean to it: strong, not proven." if leaning else ""
    if not sure:
        return f"Nobody comes on them beyond chance as their main pattern.{lean}"
    come = "comes" if sure == 1 else "come"
    return f"{wording.units(sure, study.unit_word)} {come} on them as their main pattern.{lean}"
