"""The lists of the Late tab: people by value at stake, to copy, to download; and why they left."""

import streamlit as st

from analysis import wording
from analysis.export import csv_bytes
from analysis.study import Study
from analysis.views.late import TITLES, listed, whole_list
from analysis.views.late_table import CHANCE, WORTH
from analysis.views.late_why import late_why
from pages._ui import cache, calendar_button, copy_table, list_choice, people_list, show

COLUMNS = {
    CHANCE: st.column_config.ProgressColumn(format="%d", min_value=0, max_value=100, color="blue", width=130),
    WORTH: st.column_config.NumberColumn(format="%.2f"),
}


def draw(now: Study, name: str, size: int) -> None:
    """Show one list: the recently silent, those silent for longer when opened; all of it to take along."""
    found = cache.view(listed, now, name)
    show.section(f"{TITLES[name]} · {wording.count(size)}", found.caption)
    if show.hides_people():
        return
    if found.lately.empty:
        st.caption("Nobody lately.")
    else:
        people_list.pick(found.lately, key=f"late_{name}", alt=f"{TITLES[name]}, recently silent", config=COLUMNS)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download list", data=lambda: csv_bytes(whole_list(now, name)), file_name=f"{name}.csv", mime="text/csv",
            icon=":material/download:", on_click="ignore", key=f"late_{name}_csv",
        )  # fmt: skip
        calendar_button.draw(now, lambda: tuple(whole_list(now, name)["user_id"]), key=f"late_{name}")
        if size and st.button("Make a list", icon=":material/campaign:", key=f"late_{name}_contact"):
            list_choice.open_with(f"at_risk:{name}")
        st.caption("Tick a row to open it.")
    copy_table.draw(found.lately, key=f"late_{name}")
    if len(found.long_gone):
        with st.expander("Silent for longer", on_change="rerun", key=f"late_{name}_longer") as longer:
            if longer.open:
                people_list.pick(found.long_gone, key=f"late_{name}_old", alt="Silent for longer", config=COLUMNS)


def why(now: Study) -> None:
    """Show how they left, what they did otherwise than active people, and who came back and can be asked."""
    found = cache.view(late_why, now)
    st.markdown(show.bold_numbers(found.sentence))
    if found.caption:
        st.caption(found.caption)
    left, right = st.columns(2, gap="large")
    with left:
        show.section("How they left", "Everyone inactive.")
        show.table(found.lives, alt="How the inactive left")
    with right:
        show.section("Back after a silence", "Silent for longer than usual, and here again: the ones to ask why.")
        if len(found.returned):
            people_list.pick(found.returned, key="late_returned", alt="Who came back")
        else:
            st.caption("Nobody came back lately after such a silence.")
    if len(found.used):
        show.section("What they did before", "Late beside active people, the clearest difference first.")
        show.table(found.used, alt="What late people did, beside active ones")
