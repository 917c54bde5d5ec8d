"""When do people come, at a glance?"""

import streamlit as st

from analysis import wording
from analysis.views.glance import glance_of
from pages._ui import cache, show, study


def draw() -> None:
    """Five numbers, the week by hour, how often, every day, and what a calendar makes of it."""
    now = study.current()
    glance = cache.view(glance_of, now)
    show.heading("When do people come?", glance.sentence, now)
    with st.container(key="cards"), st.grid(5, min_column_width=165):
        for card in glance.cards:
            show.card(card)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.section("When they come", glance.when_caption)
        show.picture(glance.when, key="when")
    with right:
        show.section("How often they come", f"{wording.UNIT_TITLES[now.unit_word]} by active days in the last 28.")
        show.picture(glance.often, key="often")
    show.section(
        "Every day", "Active each day, and the mean of 29 days. Ringed days stand out against their own weekday."
    )
    show.picture(glance.daily, key="daily")
    show.section("Where they come from and go to", "By state, each week; below zero those who did not come back.")
    show.picture(glance.states, key="states")
