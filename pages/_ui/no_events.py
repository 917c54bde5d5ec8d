"""Pages that need events, where only subscriptions were loaded: what is missing, and where there is something."""

import streamlit as st

from analysis import wording
from pages._ui import uploads

NEEDS_NONE = ("money", "data")
DATA_PAGE, MONEY_PAGE = "pages/data.py", "pages/money.py"


def is_answerless(page: str) -> bool:
    """Return whether a page (its file's name) has nothing to go by."""
    return page not in NEEDS_NONE and not uploads.loaded().dataset.activity.users


def draw(question: str) -> None:
    """Say what is missing, and lead to what these data can answer."""
    st.title(question, anchor=False)
    st.caption(wording.escaped(f"{uploads.loaded().dataset.name} · no events"))
    with st.container(border=True):
        st.markdown(":material/search_off: **Nothing to show yet.** These data hold subscriptions and no events.")
        st.caption(
            "With a file of who came when, this page tells when people come, who is late and who is gone. "
            "What was paid and lost stands under Money."
        )
        with st.container(horizontal=True):
            st.page_link(MONEY_PAGE, label="Open Money")
            st.page_link(DATA_PAGE, label="Add events on Data")
