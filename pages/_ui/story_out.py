"""The story taken along: a page of HTML, a notebook, a file to open again, sentences to paste."""

from collections.abc import Callable, Sequence

import streamlit as st

from analysis import wording
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.story.html import story_html
from analysis.story.notebook import story_notebook
from analysis.story.pin import Content, Pin, pins_from_json, pins_to_json
from analysis.story.private import without_people
from pages._ui import cache, pins, show, uploads

_FILE, _PROBLEM = "story_file", "_story_problem"


def draw(kept: Sequence[Pin]) -> None:
    """Offer the story as it stands."""
    show.section("Take it along", "The page opens offline; the notebook computes every number again.")
    dataset = uploads.loaded().dataset
    named = sum(each.names_people for each in kept)
    with_people = bool(named) and st.toggle(
        "With people", key="story_people",
        help=f"{wording.plural(named, 'pin')} show who people are; they are left out unless this is on.",
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        _file("Page", lambda: story_html(kept, again=_again(kept, dataset), with_people=with_people), "story.html",
              "text/html", ":material/web:")  # fmt: skip
        _file("Notebook", lambda: story_notebook(kept, with_people=with_people), "exploration.ipynb",
              "application/x-ipynb+json", ":material/terminal:")  # fmt: skip
        _file("Story file", lambda: pins_to_json(kept if with_people else [without_people(each) for each in kept]),
              "story.json", "application/json", ":material/save:")  # fmt: skip
        show.copyable("\n".join(f"{each.title}: {each.sentence}" for each in kept), key="story_sentences")


def open_file() -> None:
    """Offer to open a story file, whose pins are then computed on these data."""
    with st.popover("Open a story file", icon=":material/folder_open:"):
        st.caption("Its pins are computed again on what is loaded here, and say what changed.")
        st.file_uploader("Story file", type=["json"], key=_FILE, on_change=_open, label_visibility="collapsed")
        problem = st.session_state.get(_PROBLEM)
        if problem is not None:
            show.error(problem)


def _open() -> None:
    file = st.session_state[_FILE]
    if file is None:
        return
    try:
        pins.restore(pins_from_json(file.getvalue().decode("utf-8", "replace")))
        st.session_state[_PROBLEM] = None
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem


def _again(kept: Sequence[Pin], dataset: Dataset) -> list[Content | OffbeatError] | None:
    """Return what each pin shows on the data at hand, None where they are those it was pinned on.

    Runs on the click, outside the session.
    """
    if all(each.fingerprint == cache.prepared(dataset, each.filters).dataset.fingerprint for each in kept):
        return None
    return [_shown_or_problem(each, dataset) for each in kept]


def _shown_or_problem(pin: Pin, dataset: Dataset) -> Content | OffbeatError:
    try:
        return cache.again(pin, dataset)
    except OffbeatError as problem:
        return problem


def _file(label: str, made: Callable[[], str], name: str, mime: str, icon: str) -> None:
    st.download_button(label, data=made, file_name=name, mime=mime, icon=icon, on_click="ignore", key=f"out_{name}")
