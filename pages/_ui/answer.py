"""The answer of a page: its question, what was found in one sentence, where that comes from, and a pin."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analysis import wording
from analysis.study import Study
from analysis.views.cards import Headline
from analysis.views.person import Person
from pages._ui import pin_button, show


def draw(question: str, said: str | Headline, study: Study, *, copied_as: str = "") -> None:
    """State the page's question and its answer, a plain sentence of a view; pinned with the numbers beside it.

    `copied_as` is the key of a button that offers the sentence to paste; without it there is none.
    """
    pin_button.headed(question)
    st.title(question, anchor=False)
    st.markdown(show.bold_numbers(_sentence(said)))
    with _row("answer"):
        st.caption(show.source(study), width="content")
        pin(said, key="answer")
        if copied_as:
            show.copyable(_sentence(said), key=copied_as)


def of_person(person: Person, user_id: str, study: Study) -> None:
    """State who somebody is, and why; their title and sentence are Markdown already."""
    pin_button.headed(person.title)
    st.title(person.title, anchor=False)
    st.markdown(person.sentence)
    with _row("answer"):
        st.caption(show.source(study), width="content")
        pin(person.headline, key="answer", title=user_id, names_people=True)


def sourced(said: str | Headline, source: str) -> None:
    """Say in Markdown where the numbers of an answer come from, and offer to pin the answer."""
    with _row("answer"):
        st.caption(source, width="content")
        pin(said, key="answer")


def section(title: str, said: Headline, *, key: str) -> None:
    """Head a section with its answer, pinned with the numbers below; both may hold names from data."""
    pin_button.headed(title)
    with st.container(gap=None):
        st.header(wording.escaped(title), anchor=False)
        with _row(key):
            st.caption(wording.escaped(said.sentence), width="content")
            pin(said, key=key)


def told(said: str, *, key: str) -> None:
    """Say what a section found, and offer to pin it."""
    with _row(key):
        st.markdown(show.bold_numbers(said), width="content")
        pin(said, key=key)


def pin(said: str | Headline, *, key: str, title: str = "", names_people: bool = False) -> None:
    """Offer to pin a plain sentence of a view, under the heading that stands above it or a title of its own."""
    pin_button.draw(said, _sentence(said), "finding", key=key, title=title, names_people=names_people)


@contextmanager
def _row(key: str) -> Iterator[None]:
    """What is drawn in it stands in one line, also on a phone: `styles.css` knows it by its key."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"said_{key}"):
        yield


def _sentence(said: str | Headline) -> str:
    return said if isinstance(said, str) else said.sentence
