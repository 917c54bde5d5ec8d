"""Did it work?"""

import streamlit as st

from analysis.errors import OffbeatError
from analysis.views.campaign_result import QUESTION, result_of
from pages._ui import answer, cache, contacted, page_slider, show, study


def draw() -> None:
    """The answer in a sentence; the list and the day; the two groups, what to be careful about."""
    now = study.current()
    head = st.container()
    people, sent_day, outcome = contacted.drop(now)
    page_slider.draw("win_back.window_days")
    if people is None:
        with head:
            show.heading(QUESTION, "Drop the list of people you contacted to see what it changed.", now)
        contacted.offer_example(now, sent_day)
        return
    try:
        found = cache.view(result_of, now, people, sent_day, outcome)
    except OffbeatError as problem:
        with head:
            show.heading(QUESTION, "This cannot be said of this list and day.", now)
        show.error(problem)
        return
    with head:
        answer.draw(QUESTION, found.sentence, now)
    if found.picture is not None:
        show.picture(found.picture, key="came_anyway")
    show.plain_list(found.sentences)
    if found.warnings:
        show.section("Be careful", "What this result rests on, the gravest first.")
        show.plain_list(found.warnings)
    contacted.register(people, sent_day)
