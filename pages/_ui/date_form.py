"""The form that brings a list of dates: pasted or dropped, with a name and a tolerance."""

import streamlit as st

from analysis.daysets.date_lists import DEFAULT_NAME, LONGEST_NAME, MOST_TOLERANCE_DAYS
from analysis.errors import OffbeatError
from analysis.views.date_lists import read_list
from pages._ui import own_dates, show
from pages._ui.own_dates import form_key

_PROBLEM = "_dates_problem"


def draw() -> None:
    """Draw the form; a list that can be read is tested at once, what cannot be is said why."""
    with st.form("own_dates"):
        st.text_area(
            "Dates", key=form_key("text"), placeholder="2026-01-15\n2026-02-12",
            help="One a line, or parted by commas, as year-month-day. A line may also name what happened then, and a "
            "first line without a date is a heading.",
        )  # fmt: skip
        st.file_uploader("Or a file of them, CSV or text", type=["csv", "txt"], key=form_key("file"), max_upload_size=1)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Name", key=form_key("name"), placeholder=DEFAULT_NAME, max_chars=LONGEST_NAME, width=260)
            st.number_input("Days after that still count", 0, MOST_TOLERANCE_DAYS, 0, key=form_key("days"), width=220)
            st.form_submit_button("**Test these dates**", icon=":material/add:", on_click=_add)
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        show.error(problem)


def _add() -> None:
    pasted, dropped, name, days = (st.session_state[form_key(each)] for each in ("text", "file", "name", "days"))
    try:
        found = read_list(pasted, dropped.getvalue() if dropped else None, name=name, tolerance_days=int(days))
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem
    else:
        own_dates.add(found)
