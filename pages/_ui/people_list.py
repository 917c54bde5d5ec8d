"""A list of people: click a row to open the person, or take the list away."""

import pandas as pd
import streamlit as st

from analysis import wording
from pages._ui import link, pin_button, show, uploads

PERSON_PAGE = "pages/person.py"
MOST_ROWS = 2_000
ROWS_UNSCROLLED = 9
AMOUNT = "Amount"  # how the names of columns of money begin


def draw(people: pd.DataFrame, *, key: str, alt: str, config: dict | None = None) -> None:
    """Show people (the first column holds their ids), the first 2,000 of them; all of them in the download."""
    if people.empty:
        st.caption("Nobody is in it at these thresholds.")
        return
    if show.hides_people():
        return
    pick(people, key=key, alt=alt, config=config)
    with st.container(horizontal=True, vertical_alignment="center"):
        show.download(people, name=key, label="Download list")
        st.caption("Tick a row to open it.")


def pick(people: pd.DataFrame, *, key: str, alt: str, config: dict | None = None) -> None:
    """Show people as a table; a ticked row opens the person. Nobody is listed where only counts were shared."""
    if show.hides_people():
        return
    amounts = [name for name in people.select_dtypes("floating").columns if name.startswith(AMOUNT)]
    money = {name: st.column_config.NumberColumn(format="%.2f") for name in amounts}
    shown = people.head(MOST_ROWS)
    config = show.columns_of(shown) | money | (config or {})
    with st.container(horizontal_alignment="right", gap=None):
        chosen = st.dataframe(
            shown, hide_index=True, row_height=show.ROW_HEIGHT, alt=alt, key=key, column_config=config,
            on_select="rerun", selection_mode="single-row", width="stretch", placeholder=wording.UNDEFINED,
            height=420 if len(people) > ROWS_UNSCROLLED else "content",
        )  # fmt: skip
        pin_button.draw(people, alt, "table", key=key, names_people=True)
    if chosen.selection.rows:
        open_person(str(people.iloc[chosen.selection.rows[0], 0]))


def open_person(user_id: str) -> None:
    """Go to a person's page."""
    link.put("user", user_id)
    link.open_page(PERSON_PAGE)


def search() -> None:
    """A field that opens any id; none where only counts were shared."""
    if uploads.is_counts_only():
        return
    found = st.text_input("Open a person", key="person_search", placeholder="id", width=260)
    if found and found != link.plain("user"):
        open_person(found.strip())
