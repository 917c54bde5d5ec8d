"""A table as text to paste: made and sent only once it is opened, for it is as long as all the rest of a page.

Not a popover: where opening and closing one runs the page, a click beside it closes it and can get lost.
"""

import pandas as pd
import streamlit as st

from analysis.export import text_to_paste

TALLEST_PX = 240


def draw(table: pd.DataFrame, *, key: str) -> None:
    """Offer the first rows of a table as text."""
    with st.expander("Copy as table", icon=":material/content_copy:", on_change="rerun", key=f"{key}_copy") as part:
        if part.open:
            st.code(text_to_paste(table), language=None, height=TALLEST_PX)
