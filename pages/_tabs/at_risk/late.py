"""Who is late by their own pattern?"""

import streamlit as st

from analysis.views.late import LISTS, QUESTION, TITLES, late_of
from pages._ui import answer, cache, late_lists, page_slider, show, study

LIST_KEY = "late_list"


def draw() -> None:
    """Four piles that add up, the days of the rule beside them, one list by value, why when opened."""
    now = study.current()
    found = cache.view(late_of, now)
    answer.draw(QUESTION, found.sentence, now)
    show.section("Everyone the rule calls inactive", found.caption)
    page_slider.draw("inactive.days")
    show.picture(found.picture, key="late_piles")
    name = st.pills(
        "Which of them", list(LISTS), format_func=TITLES.get, key=LIST_KEY, default=LISTS[0], required=True,
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    late_lists.draw(now, name, found.sizes[name])
    with st.expander("Why: how they left, what they did before", on_change="rerun", key="late_why") as reasons:
        if reasons.open:
            late_lists.why(now)
    with st.expander("Where the chances come from", on_change="rerun", key="late_told") as told:
        if told.open:
            show.plain_list(found.told)
