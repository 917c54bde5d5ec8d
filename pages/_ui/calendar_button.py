"""The next expected days of the people of a list as a calendar file, for whoever looks after them."""

from collections.abc import Callable, Sequence

import streamlit as st

from analysis.at_risk.calendar_file import calendar_of
from analysis.study import Study


def draw(now: Study, user_ids: Callable[[], Sequence[str]], *, key: str) -> None:
    """Offer the file, made only once it is asked for; people without a pattern have no event in it."""
    st.download_button(
        "Expected days (.ics)", data=lambda: calendar_of(now, user_ids()).text.encode(), file_name="expected.ics",
        mime="text/calendar", icon=":material/event:", on_click="ignore", key=f"{key}_ics",
        help="One event for each of these people whose pattern says when they come next.",
    )  # fmt: skip
