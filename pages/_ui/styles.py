"""The few styles that no setting of the theme gives: grey lines while an answer is computed, one height in a row.

Nothing is added to what a page sends but styles, so no element of it can stay behind or be missing.
"""

from pathlib import Path

import streamlit as st

_STYLES = (Path(__file__).parent / "styles.css").read_text(encoding="utf-8")


def draw() -> None:
    """Put the styles on the page; once a run, before anything that may take long."""
    st.html(f"<style>{_STYLES}</style>")
