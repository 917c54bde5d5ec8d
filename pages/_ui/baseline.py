"""The switch of what people's days are compared with; its one truth is the threshold's own switch in the panel."""

import streamlit as st

from analysis.study import Study
from analysis.views.baseline import ADDRESS, BASELINES, baseline_sentence
from pages._ui import study

_KEY = "_baseline"


def draw(shown: Study) -> None:
    """Draw the switch, and say which comparison is in force."""
    st.session_state[_KEY] = int(shown.settings.value(ADDRESS))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="baseline"):
        st.segmented_control(
            "Compare people with", list(BASELINES), format_func=BASELINES.get, required=True, key=_KEY,
            on_change=_compare, width="content",
        )  # fmt: skip
        st.caption(baseline_sentence(shown), width=640)


def _compare() -> None:
    study.set_threshold(ADDRESS, st.session_state[_KEY])
