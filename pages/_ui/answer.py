"""The answer of a page: its question, what was found in one sentence, where that comes from, and a pin."""

import streamlit as st

from analysis.study import Study
from pages._ui import pin_button, show


def draw(question: str, sentence: str, study: Study) -> None:
    """State the page's question and its answer, a plain sentence of a view."""
    pin_button.headed(question)
    st.title(question, anchor=False)
    st.markdown(show.bold_numbers(sentence))
    sourced(sentence, show.source(study))


def sourced(sentence: str, source: str) -> None:
    """Say in Markdown where the numbers of an answer come from, and offer to pin the answer."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(source, width="content")
        pin(sentence, key="answer")


def pin(sentence: str, *, key: str) -> None:
    """Offer to pin a plain sentence of a view, under the heading that stands above it."""
    pin_button.draw(sentence, sentence, "finding", key=key)
