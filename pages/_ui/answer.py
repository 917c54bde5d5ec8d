"""The answer of a page: its question, what was found in one sentence, where that comes from, and a pin."""

import streamlit as st

from analysis.study import Study
from analysis.views.cards import Headline
from pages._ui import pin_button, show


def draw(question: str, said: str | Headline, study: Study) -> None:
    """State the page's question and its answer, a plain sentence of a view; pinned with the numbers beside it."""
    pin_button.headed(question)
    st.title(question, anchor=False)
    st.markdown(show.bold_numbers(_sentence(said)))
    sourced(said, show.source(study))


def sourced(said: str | Headline, source: str) -> None:
    """Say in Markdown where the numbers of an answer come from, and offer to pin the answer."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(source, width="content")
        pin(said, key="answer")


def pin(said: str | Headline, *, key: str, title: str = "", names_people: bool = False) -> None:
    """Offer to pin a plain sentence of a view, under the heading that stands above it or a title of its own."""
    pin_button.draw(said, _sentence(said), "finding", key=key, title=title, names_people=names_people)


def _sentence(said: str | Headline) -> str:
    return said if isinstance(said, str) else said.sentence
