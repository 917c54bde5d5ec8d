"""The parts of the tab that makes a list: the people to take along, what a hold-out shows, whom not to mail."""

import streamlit as st

from analysis.export import csv_bytes
from analysis.views.contact_list import WORTH, ListShown
from pages._ui import copy_table, people_list, show

COLUMNS = {WORTH: st.column_config.NumberColumn(format="%.2f")}


def people(found: ListShown) -> None:
    """Show the list, most money at stake first, and let it be taken along."""
    if show.hides_people():
        return
    if found.people.empty:
        st.caption("Nobody on it is to be contacted.")
    else:
        people_list.pick(found.people, key="contact_people", alt="People to contact or left out", config=COLUMNS)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "**Download contact.csv**", data=lambda: csv_bytes(found.table), file_name="contact.csv", mime="text/csv",
            icon=":material/download:", on_click="ignore", key="contact_csv",
            help="With the groups. The e-mail stands only where somebody is to be contacted; keep the file, it tells "
            "afterwards who was left out.",
        )  # fmt: skip
        st.caption("Tick a row to open it.")
    copy_table.draw(found.table, key="contact")
    if found.more:
        show.plain_list(found.more)


def powers(found: ListShown) -> None:
    """Show what each share left out would show, when opened."""
    with st.expander("Other shares", on_change="rerun", key="contact_powers") as part:
        if part.open:
            show.table(found.powers, alt="Shares left out on purpose and the smallest difference each shows")


def not_mailed(found: ListShown) -> None:
    """Show whom not to mail."""
    if not found.not_mailed.empty:
        people_list.pick(found.not_mailed, key="contact_spared", alt="People not to mail", config=COLUMNS)
