"""What a person decided about files of one header (columns, answers, time zone): asked again, it is answered already.

Held by the session, as texts and headers only: no rows of a file are kept for it.
"""

import streamlit as st

MOST_HEADERS = 20
ZONE = "timezone"
Header = tuple[str, ...]


def given(header: Header, field: str) -> str | None:
    """Return what was decided about a field of files with this header, or None where nothing was."""
    return _of(header).get(field)


def keep(header: Header, field: str, decided: str | None) -> None:
    """Keep a decision; None takes it back."""
    decisions = {**_of(header), field: decided}
    st.session_state["_decided"] = {
        **{other: kept for other, kept in list(_all().items())[-MOST_HEADERS:] if other != header},
        header: {name: text for name, text in decisions.items() if text is not None},
    }


def forget() -> None:
    """Forget all of them."""
    st.session_state.pop("_decided", None)


def _of(header: Header) -> dict[str, str]:
    return _all().get(header, {})


def _all() -> dict[Header, dict[str, str]]:
    return st.session_state.get("_decided", {})
