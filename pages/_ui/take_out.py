"""“Take it out”: the people of a segment as a file, as a table to paste, as SQL; made only once it is opened."""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.export import csv_bytes
from analysis.study import Study
from analysis.views.taken_out import members_table, taken_out
from pages._ui import cache, show
from pages._ui.copy_table import TALLEST_PX


def draw(now: Study, segment: str, *, key: str) -> None:
    """Offer a segment (name or rule) of the users shown."""
    with st.popover("Take it out", icon=":material/output:", on_change="rerun", key=f"{key}_out") as out:
        if out.open and not show.hides_people():
            try:
                _offer(now, segment, key=key)
            except OffbeatError as problem:
                show.error(problem)


def _offer(now: Study, segment: str, *, key: str) -> None:
    found = cache.view(taken_out, now, segment)
    st.markdown(show.bold_numbers(found.sentence))
    st.download_button(
        "Download list", data=lambda: csv_bytes(members_table(now, segment)), file_name="people.csv", mime="text/csv",
        icon=":material/download:", on_click="ignore", key=f"{key}_members",
    )  # fmt: skip
    st.markdown("**Copy as table**")
    st.caption(wording.escaped(found.table_sentence))
    st.code(found.table, language=None, height=TALLEST_PX)
    st.markdown("**As SQL**")
    st.caption(wording.escaped(found.sql_sentence))
    if found.sql:
        st.code(found.sql, language="sql", height=TALLEST_PX)
