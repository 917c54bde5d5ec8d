"""The pin: one click keeps what is shown in the story, another takes it out again."""

from typing import Any

import streamlit as st

from analysis.story.pin import PinKind
from pages._ui import pins

_SECTION = "_section"


def headed(title: str) -> None:
    """Remember what the things drawn next stand under: it names their pins."""
    st.session_state[_SECTION] = title


def draw(shown: Any, sentence: str, kind: PinKind, *, key: object, title: str = "", names_people: bool = False) -> None:
    """Offer to pin something shown; `sentence` says what it tells, `title` is what it stands under."""
    is_in = pins.is_pinned(shown)
    arguments = (shown, title or st.session_state.get(_SECTION, ""), sentence, kind)
    st.button(
        ":gray[Pinned]" if is_in else ":gray[Pin]", key=f"{key}_pin", type="tertiary", on_click=pins.toggle,
        args=arguments, kwargs={"names_people": names_people}, icon=":material/check:" if is_in else ":material/keep:",
        help="Take it out of your story" if is_in else "Keep it in your story",
    )  # fmt: skip
