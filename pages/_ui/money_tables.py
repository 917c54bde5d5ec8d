"""Tables of the page Money: a share as a bar, a list to take along, how kinds of leaving were decided."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analysis import wording
from analysis.views.money_best import BestShown
from analysis.views.money_kinds import KindsShown
from analysis.views.money_leaks import OF_100
from pages._ui import answer, copy_table, show

SHARE_BAR = {OF_100: st.column_config.ProgressColumn(format="%d", min_value=0, max_value=100, color="blue", width=120)}


def take_along(table: pd.DataFrame, file: Callable[[], bytes], *, key: str) -> None:
    """Offer a table as text to paste and as a file, which is made on click."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download list", data=file, file_name=f"{key}.csv", mime="text/csv", icon=":material/download:",
            on_click="ignore", key=f"{key}_csv",
        )  # fmt: skip
    copy_table.draw(table, key=key)


def best(found: BestShown) -> None:
    """Show who keeps best what is paid: industries beside pairs of plan and industry."""
    show.section("Who keeps best", found.caption)
    answer.told(found.sentence, key="best")
    left, right = st.columns(2, gap="large") if len(found.verticals) else (None, st.container())
    if left is not None:
        with left:
            show.table(found.verticals, alt="What is kept of revenue a month, by industry")
    with right:
        show.table(found.cells, alt="What is kept of revenue a month, by plan and industry")


def kinds(found: KindsShown) -> None:
    """Show how each kind was decided, the reasons given, words of free text, and ways of leaving."""
    if found.note:
        st.caption(wording.escaped(found.note))
    show.table(found.how, alt="How the kind of leaving was decided")
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Reasons given**")
        show.table(found.reasons, alt="Reasons given for leaving")
    with right:
        st.markdown("**In which way they left**")
        show.table(found.ways, alt="Ways of leaving")
        if not found.words.empty:
            st.markdown("**In their own words**")
            show.table(found.words, alt="Words of free text by how many customers wrote them")
