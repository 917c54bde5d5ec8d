"""What Home looks for only when asked, among very many people; remembered while these data are shown."""

import streamlit as st

from analysis.findings.search import Look
from analysis.study import Study
from analysis.views.today import first_look
from pages._ui import uploads

_KEY = "_looked_further"


def look(now: Study) -> Look:
    """Return what Home looks for now."""
    return "all" if st.session_state.get(_KEY) == uploads.loaded().dataset.fingerprint else first_look(now)


def offer(why: str) -> None:
    """Say what was not looked for, with the button that does."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(why)
        st.button("Look for these too", key="look_further", on_click=_look)


def _look() -> None:
    st.session_state[_KEY] = uploads.loaded().dataset.fingerprint
