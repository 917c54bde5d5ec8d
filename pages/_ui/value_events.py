"""Which events count as an action of value where quiet people are looked for; the choice travels in links."""

import streamlit as st

from pages._ui.link import plain, put

VALUE_KEY, VALUE_NAME = "_value", "value"
_WIDGET = "value_events"


def fill() -> None:
    """Set what the session does not hold yet from its link."""
    if VALUE_KEY not in st.session_state:
        st.session_state[VALUE_KEY] = tuple(each for each in plain(VALUE_NAME).split("\n") if each)


def write() -> None:
    """Write the choice into the link."""
    put(VALUE_NAME, "\n".join(st.session_state[VALUE_KEY]))


def chosen() -> tuple[str, ...]:
    """Return the chosen events; none means all that are not basic."""
    return st.session_state[VALUE_KEY]


def keep_known(events: tuple[str, ...]) -> list[str]:
    """Forget chosen events the data do not hold, and return them."""
    gone = [each for each in chosen() if each not in events]
    if gone:
        st.session_state[VALUE_KEY] = tuple(each for each in chosen() if each in events)
    return gone


def forget() -> None:
    """Choose none: other data hold other events."""
    st.session_state[VALUE_KEY] = ()


def draw(events: tuple[str, ...]) -> None:
    """Draw the choice among the events of these data."""
    st.session_state[_WIDGET] = [each for each in chosen() if each in events]
    st.multiselect(
        "Actions of value", list(events), key=_WIDGET, placeholder="all but the basics", on_change=_take,
        help="What brings people something. Without a choice: every event but those nearly everybody uses.",
    )  # fmt: skip


def _take() -> None:
    st.session_state[VALUE_KEY] = tuple(st.session_state[_WIDGET])
