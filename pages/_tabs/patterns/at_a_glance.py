"""When do people come, at a glance?"""

import streamlit as st

from analysis import wording
from analysis.views.glance import glance_of
from analysis.views.unusual import unusual_of
from pages._ui import answer, baseline, cache, show, study, unusual


def draw() -> None:
    """Five numbers, the week by hour, how often, every day with the dates many share, states, and who may be a bot."""
    now = study.current()
    glance, seen = cache.view(glance_of, now), cache.view(unusual_of, now)
    answer.draw("When do people come?", glance.headline, now)
    baseline.draw(now)
    with st.container(key="cards"), st.grid(5, min_column_width=165):
        for card in glance.headline.cards:
            show.card(card)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.section("When they come", glance.when_caption)
        show.picture(glance.when, key="when")
    with right:
        show.section("How often they come", f"{wording.UNIT_TITLES[now.unit_word]} by active days in the last 28.")
        show.picture(glance.often, key="often")
    show.section("Every day", glance.daily_caption)
    show.picture(glance.daily, key="daily")
    unusual.draw_dates(seen)
    show.section("Where they come from and go to", "By state, each week; below zero those who did not come back.")
    show.picture(glance.states, key="states")
    unusual.draw_bots(seen)
    st.caption(seen.quiet)
