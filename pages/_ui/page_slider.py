"""A threshold as a slider on a page, beside what hangs on it: the same one as in the panel of thresholds."""

import streamlit as st

from analysis.settings import Settings
from pages._ui import share_link, study
from pages._ui.settings_panel import SLIDER_FORMATS


def draw(address: str) -> None:
    """Draw the slider; moving it moves the threshold, and the panel's slider goes with it."""
    knob, key = Settings.knob(address), f"page_{address}"
    kind = int if knob.is_whole else float
    low, high = (kind(each) for each in knob.span)
    share_link.note_live(address)
    st.session_state[key] = kind(study.settings().value(address))  # inside: a link outside is refused with a word
    st.slider(
        knob.label, low, high, step=kind(knob.step), format=SLIDER_FORMATS[knob.unit], key=key, on_change=_moved,
        args=(address, key), help=knob.help,
    )  # fmt: skip


def _moved(address: str, key: str) -> None:
    study.set_threshold(address, st.session_state[key])
