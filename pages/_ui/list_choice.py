"""What a list is made of, what for, and how many are left out on purpose; all three travel in the link."""

from typing import NamedTuple

import streamlit as st

from analysis.study import Study
from analysis.views.contact_list import PURPOSE_TITLES, SHARE_TITLES, list_names, list_title
from pages._ui import cache, link, study

LIST_NAME = "contact"


class Asked(NamedTuple):
    """A segment's name, a purpose, a share: as `analysis.views.contact_list.list_of` takes them."""

    segment: str
    purpose: str
    share: str


def draw(now: Study) -> Asked:
    """Draw the choices."""
    names = cache.view(list_names, now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        segment = study.linked_choice("People", LIST_NAME, names, default=names[0], titles=list_title)
        purpose = st.selectbox(
            "For", list(PURPOSE_TITLES), format_func=PURPOSE_TITLES.get, key="purpose", bind="query-params", width=200
        )
        share = st.selectbox(
            "Left out on purpose", list(SHARE_TITLES), format_func=SHARE_TITLES.get, key="left_out",
            bind="query-params", width=200, help="Drawn at random; only they tell what would have come anyway.",
        )  # fmt: skip
    return Asked(segment, purpose, share)


def open_with(segment: str) -> None:
    """Go to the page with a list of these people."""
    link.put(LIST_NAME, segment)
    st.session_state.pop(f"_{LIST_NAME}", None)
    st.session_state["win_back_tab"] = "Make a list"
    link.open_page("pages/win_back.py")
