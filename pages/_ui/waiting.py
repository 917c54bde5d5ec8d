"""A grey block where an answer will stand, the first time it is asked for; later the last answer stands there."""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from pages._ui import uploads

HEIGHT_PX = 320
_SEEN = "_waited_for"


def until_drawn(name: str) -> AbstractContextManager:
    """Hold the place of a page or tab while the block under `with` draws it; once a session and dataset."""
    place = st.container()  # there each time, so that what follows keeps its place
    seen = st.session_state.setdefault(_SEEN, set())
    asked = (uploads.loaded().dataset.fingerprint, name)
    if asked in seen:
        return nullcontext()
    seen.add(asked)
    return place.skeleton(height=HEIGHT_PX)
