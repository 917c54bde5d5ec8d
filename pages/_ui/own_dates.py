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
# How a link writes them: lists parted by "|", each NAME~TOLERANCE~DATE.DATE; a longer link than this is left out.
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
    """Note both in the link, where they are short enough for one."""
    put(LISTS_NAME, _short(BETWEEN_LISTS.join(_text_of(each) for each in lists())))
    put(IGNORED_NAME, _short(BETWEEN_DATES.join(to_date(day).isoformat() for day in ignored_days())))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINK else ""


def _text_of(each: DateList) -> str:
    name = "".join(" " if letter in BETWEEN_LISTS + BETWEEN_PARTS else letter for letter in each.name)
    days = BETWEEN_DATES.join(to_date(day).isoformat() for day in each.days)
    return BETWEEN_PARTS.join((name, str(each.tolerance_days), days))


def _lists_from(text: str) -> tuple[DateList, ...]:
    found = []
    for part in text.split(BETWEEN_LISTS) if text else ():
        try:
            name, tolerance, days = part.split(BETWEEN_PARTS)
            dates = [date.fromisoformat(day) for day in days.split(BETWEEN_DATES)]
            found.append(DateList.of(dates, name=name, tolerance_days=int(tolerance)))
        except (ValueError, OffbeatError):
            continue
    return tuple(found)


def _days_from(text: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({to_day(date.fromisoformat(day)) for day in text.split(BETWEEN_DATES)})) if text else ()
    except ValueError:
        return ()
