"""Whom do I contact?"""

import streamlit as st

from analysis.errors import OffbeatError
from analysis.views.contact_list import QUESTION, list_of
from pages._ui import answer, cache, list_choice, list_parts, page_slider, show, study


def draw() -> None:
    """Whom and what for; how many, in a sentence; the list; who is left out on purpose; whom not to mail."""
    now = study.current()
    head = st.container()
    asked = list_choice.draw(now)
    try:
        found = cache.view(list_of, now, *asked)
    except OffbeatError as problem:
        with head:
            show.heading(QUESTION, "Nobody can be told for this.", now)
        show.error(problem)
        return
    with head:
        answer.draw(QUESTION, found.sentence, now)
    list_parts.people(found)
    show.section("Left out on purpose", found.power)
    page_slider.draw("win_back.lift_to_see")
    list_parts.powers(found)
    show.section("Do not mail these", found.spared)
    page_slider.draw("win_back.expected_within_days")
    page_slider.draw("win_back.cost_per_contact")
    list_parts.not_mailed(found)
    show.section("What for", "Each person fits none, one or several.")
    show.table(found.purposes, alt="Purposes, whom each fits, and how many of the list")
