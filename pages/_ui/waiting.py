"""Grey lines where an answer will stand, while a page has none to show yet.

Styles alone: nothing is added to what a page sends, so no element of it can stay behind or be missing.
"""

from pathlib import Path

import streamlit as st

_STYLES = (Path(__file__).parent / "waiting.css").read_text(encoding="utf-8")


def draw() -> None:
    """Put the styles on the page; once a run, before anything that may take long."""
    st.html(f"<style>{_STYLES}</style>")
