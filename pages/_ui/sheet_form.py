"""Of a file with several sheets, or an archive with several files: which is read, and whether ids are linked."""

import streamlit as st

from analysis import wording
from analysis.ingest import NamedFile, Preview
from analysis.ingest.by_table import option_text
from analysis.ingest.columns import Table
from pages._ui import decisions, loading
from pages._ui.column_form import Asked

SHEET, LINK = "sheet", "link"


def draw_sheet(files: tuple[NamedFile, ...], seen: Preview, table: Table) -> tuple[Preview, Asked]:
    """Offer the sheets that look like the table, where they are several; return what the one chosen says."""
    if len(seen.sheets) < 2:
        return seen, Asked()
    of_file, options = ("", *seen.sheets), ["", *seen.sheets]
    before = decisions.given(of_file, f"{table}.{SHEET}") or ""
    picked = st.selectbox(
        f"Sheet or file of the {table}", options, index=options.index(before), key=f"_{SHEET}_{table}",
        format_func=lambda name: name or f"as found: {wording.listed(seen.sheets_read)}",
        help="Those that look like this table; sheets with the same columns are read together unless you choose one.",
    )  # fmt: skip
    decisions.keep(of_file, f"{table}.{SHEET}", picked or None)
    if not picked:
        return seen, Asked()
    return loading.seen(files, table, picked), Asked({SHEET: (option_text(table, picked),)})


def draw_link(seen: Preview) -> Asked:
    """Offer to make one person of two ids where the rows hold a second one; off until somebody switches it on."""
    if not seen.link_offer:
        return Asked()
    header = seen.columns.header
    is_on = st.toggle(
        "One person for both ids", value=decisions.given(header, LINK) is not None, key="_link_ids",
        help="A second id that stands beside exactly one user id in other rows is then counted as that person.",
    )  # fmt: skip
    st.caption(wording.escaped(seen.link_offer))
    decisions.keep(header, LINK, "yes" if is_on else None)
    return Asked({LINK: ()} if is_on else {})
