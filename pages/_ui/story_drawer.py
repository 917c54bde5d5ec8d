"""The drawer in the filter line: how much is pinned, what it is, and the way to the story."""

import streamlit as st

from analysis import wording
from pages._ui import link, pins

STORY_PAGE = "pages/story.py"


def draw() -> None:
    """Draw the drawer with its counter."""
    kept = pins.pins()
    label = f"Story · **{len(kept)}**" if kept else "Story"
    # Another key on another page: else it would stay open over the story it opened.
    with st.popover(label, icon=":material/auto_stories:", key=f"drawer_{st.session_state['_page']}"):
        if not kept:
            st.caption("Nothing is pinned yet. Pin a finding, a chart, a table or a list: it waits here, in order.")
        for number, pin in enumerate(kept):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                said = f"**{wording.escaped(pin.title)}**  \n:small[{wording.escaped(_short(pin.sentence))}]"
                st.markdown(said, width="stretch")
                st.button(
                    "Take out", key=f"drawer_out_{number}", on_click=pins.remove, args=(number,), type="tertiary",
                    icon=":material/close:",
                )  # fmt: skip
        if st.button("Open the story", icon=":material/slideshow:", key="open_story"):
            link.open_page(STORY_PAGE)


def _short(sentence: str, most: int = 90) -> str:
    return sentence if len(sentence) <= most else f"{sentence[:most].rsplit(' ', 1)[0]} …"
