"""Own segments of the session and the rule in the making; both travel in links."""

import streamlit as st

from analysis.segments.own import OwnSegment
from analysis.segments.own_text import fitting, from_text, to_text
from pages._ui.link import plain, put

SEGMENTS_NAME, RULE_NAME = "segments", "rule"
SEGMENTS_KEY, RULE_KEY = "_segments", "_rule"
LONGEST_LINK = 1_500


def fill() -> None:
    """Set what the session does not hold yet from its link; what cannot be read there is no segment."""
    if SEGMENTS_KEY not in st.session_state:
        st.session_state[SEGMENTS_KEY] = from_text(plain(SEGMENTS_NAME))
    if RULE_KEY not in st.session_state:
        st.session_state[RULE_KEY] = plain(RULE_NAME)


def segments() -> tuple[OwnSegment, ...]:
    """Return the segments saved."""
    return st.session_state[SEGMENTS_KEY]


def rule() -> str:
    """Return the rule in the making, empty before the first condition."""
    return st.session_state[RULE_KEY]


def keep(saved: tuple[OwnSegment, ...]) -> None:
    """Set the segments saved; only in a callback."""
    st.session_state[SEGMENTS_KEY] = saved


def write_rule(text: str) -> None:
    """Set the rule in the making; only in a callback."""
    st.session_state[RULE_KEY] = text.strip()


def restore(saved: tuple[OwnSegment, ...], text: str) -> None:
    """Set both; only in a callback or before anything is drawn."""
    keep(saved)
    write_rule(text)


def write() -> None:
    """Note both in the link, as far as it has room."""
    put(SEGMENTS_NAME, to_text(fitting(segments(), LONGEST_LINK)))
    put(RULE_NAME, rule() if len(rule()) <= LONGEST_LINK else "")


def not_in_link(name: str) -> str | None:
    """Return a sentence where the link has no room for a segment, else None."""
    if name in {each.name for each in fitting(segments(), LONGEST_LINK)}:
        return None
    return "The link has no room for this segment, so it does not travel in it."
