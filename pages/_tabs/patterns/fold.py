"""At which period do people come back?"""

import streamlit as st

from analysis.views.folded import folded_of, profile_of
from pages._ui import cache, show, study
from pages._ui.fold import fold

PERIOD_KEY = "fold_days"


def draw() -> None:
    """The daily series wrapped at any period, under the strength of every period."""
    now = study.current()
    table = cache.view(folded_of, now)
    show.heading("Which beat do people share?", "Drag the line: days that fall together stack up into a stripe.", now)
    period = st.number_input(
        "Period, days", 2.0, 60.0, 7.0, 0.01, key=PERIOD_KEY, bind="query-params", width=160,
        help="Type any period, 29.53 too; the line follows.",
    )  # fmt: skip
    with st.container(border=True):
        fold(table, key="fold", value=period, on_release=lambda days: st.session_state.update({PERIOD_KEY: days}))
    with st.expander("Show numbers", on_change="rerun", key="fold_numbers") as numbers:
        if numbers.open:
            show.table(cache.view(profile_of, now, period), alt="Average by day of the period")
