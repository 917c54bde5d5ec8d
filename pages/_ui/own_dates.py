"""Own dates of the session: lists that are tested like any other days, and dates left out; both travel in links."""

from datetime import date

import streamlit as st

from analysis.activity import to_date, to_day
from analysis.daysets import DateList
from analysis.errors import OffbeatError
from pages._ui.link import plain, put

LISTS_NAME, IGNORED_NAME = "dates", "ignore"
LISTS_KEY, IGNORED_KEY = "_dates", "_ignored"
_ADDED_KEY = "_dates_added"
# How a link writes them: lists parted by "|", each NAME~TOLERANCE~DATE.DATE; what is longer is left out.
BETWEEN_LISTS, BETWEEN_PARTS, BETWEEN_DATES = "|", "~", "."
LONGEST_LINK = 1_500


def fill() -> None:
    """Set what the session does not hold yet from its link; what cannot be read there is no list."""
    if LISTS_KEY not in st.session_state:
        st.session_state[LISTS_KEY] = _lists_from(plain(LISTS_NAME))
    if IGNORED_KEY not in st.session_state:
        st.session_state[IGNORED_KEY] = _days_from(plain(IGNORED_NAME))


def lists() -> tuple[DateList, ...]:
    """Return the lists of dates that are tested."""
    return st.session_state[LISTS_KEY]


def ignored_days() -> tuple[int, ...]:
    """Return the dates left out, days since 1970, ascending."""
    return st.session_state[IGNORED_KEY]


def restore(kept: tuple[DateList, ...], ignored: tuple[int, ...]) -> None:
    """Set both; only in a callback or before anything is drawn."""
    st.session_state[LISTS_KEY], st.session_state[IGNORED_KEY] = kept, ignored


def form_key(name: str) -> str:
    """Return the key of a field of the form that adds a list; a new, empty one after each list added."""
    return f"_dates_{name}_{st.session_state.get(_ADDED_KEY, 0)}"


def add(new: DateList) -> None:
    """Add a list, or replace the one of that name; only in a callback."""
    kept = tuple(each for each in lists() if each.name != new.name)
    st.session_state[_ADDED_KEY] = st.session_state.get(_ADDED_KEY, 0) + 1
    restore((*kept, new), ignored_days())


def forget(name: str) -> None:
    """Drop a list; only in a callback."""
    restore(tuple(each for each in lists() if each.name != name), ignored_days())


def ignore(days: list[date]) -> None:
    """Leave some more dates out; only in a callback."""
    restore(lists(), tuple(sorted({*ignored_days(), *(to_day(each) for each in days)})))


def ignore_none() -> None:
    """Leave no date out; only in a callback."""
    restore(lists(), ())


def write() -> None:
    """Note both in the link, as far as it has room."""
    put(LISTS_NAME, _text_of(_lists_in_link()))
    put(IGNORED_NAME, _text_of_days(ignored_days()) if _has_room_for_ignored() else "")


def not_in_link(name: str) -> str | None:
    """Return a sentence where the link has no room for a list, else None."""
    if name in {each.name for each in _lists_in_link()}:
        return None
    return "The link has no room for this list, so the list does not travel in it."


def ignored_not_in_link() -> str | None:
    """Return a sentence where the link has no room for the dates left out, else None."""
    if _has_room_for_ignored():
        return None
    count = f"{len(ignored_days()):,}"
    return f"The link has no room for the {count} dates left out, so they do not travel in it."


def _lists_in_link() -> tuple[DateList, ...]:
    """Return the lists that fit, first come first served: a long one keeps no shorter one out."""
    kept: tuple[DateList, ...] = ()
    for each in lists():
        kept = (*kept, each) if len(_text_of((*kept, each))) <= LONGEST_LINK else kept
    return kept


def _has_room_for_ignored() -> bool:
    return len(_text_of_days(ignored_days())) <= LONGEST_LINK


def _text_of(shown: tuple[DateList, ...]) -> str:
    return BETWEEN_LISTS.join(
        BETWEEN_PARTS.join((each.name, str(each.tolerance_days), _text_of_days(each.days))) for each in shown
    )


def _text_of_days(days: tuple[int, ...]) -> str:
    return BETWEEN_DATES.join(to_date(day).isoformat() for day in days)


def _lists_from(text: str) -> tuple[DateList, ...]:
    """Return the lists of a link; of two with one name the later, as where one is added."""
    found = {}
    for part in text.split(BETWEEN_LISTS) if text else ():
        try:
            name, tolerance, days = part.split(BETWEEN_PARTS)
            dates = [date.fromisoformat(day) for day in days.split(BETWEEN_DATES)]
            new = DateList.of(dates, name=name, tolerance_days=int(tolerance))
        except (ValueError, OffbeatError):
            continue
        found[new.name] = new
    return tuple(found.values())


def _days_from(text: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({to_day(date.fromisoformat(day)) for day in text.split(BETWEEN_DATES)})) if text else ()
    except ValueError:
        return ()
