"""On which day a cancellation counts, on the page Money; the choice travels in links."""

from typing import get_args

import streamlit as st

from analysis.money.settings import ChurnCounts
from analysis.study import Filters
from analysis.views.money_words import CHURN_COUNTS
from pages._ui.link import plain, put

CHURN_KEY, CHURN_NAME = "_churn", "churn"
DEFAULT = Filters().churn_counts
_WIDGET = "churn_counts"


def fill() -> None:
    """Set what the session does not hold yet from its link."""
    if CHURN_KEY not in st.session_state:
        asked = plain(CHURN_NAME)
        st.session_state[CHURN_KEY] = asked if asked in get_args(ChurnCounts) else DEFAULT


def write() -> None:
    """Write the choice into the link."""
    put(CHURN_NAME, "" if chosen() == DEFAULT else chosen())


def chosen() -> ChurnCounts:
    """Return the day that counts."""
    return st.session_state[CHURN_KEY]


def choose(counts: ChurnCounts) -> None:
    """Choose the day that counts; only in a callback."""
    st.session_state[CHURN_KEY] = counts


def draw() -> None:
    """Draw the choice."""
    st.session_state[_WIDGET] = chosen()
    st.segmented_control(
        "A customer has left", list(CHURN_COUNTS), format_func=CHURN_COUNTS.get, key=_WIDGET, required=True,
        on_change=_take,
    )  # fmt: skip


def _take() -> None:
    choose(st.session_state[_WIDGET])
