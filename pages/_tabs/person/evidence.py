"""Why does this person have this label?"""

import streamlit as st

from analysis.errors import OffbeatError
from analysis.views.person import person_of
from pages._ui import cache, link, people_list, show, study


def draw() -> None:
    """The label and what speaks for and against it, family by family, over a strip of every active day."""
    now = study.current()
    people_list.search()
    user_id = link.plain("user")
    if not user_id:
        show.heading("Who is this?", "Everything about one person: their days, their pattern, and why.", now)
        show.empty(
            "No person is chosen.", why="Open one from any list, or type an id above.", page="pages/patterns.py",
            label="Go to the patterns",
        )  # fmt: skip
        return
    try:
        person = cache.view(person_of, now, user_id)
    except OffbeatError as problem:
        show.heading("Who is this?", "Nobody by that id is in the data as filtered.", now)
        show.error(problem)
        return
    show.heading(person.title, person.sentence, now)
    with st.grid(5, min_column_width=165):
        for card in person.cards:
            show.card(card)
    show.section("Every active day", "One row a year, one mark an active day.")
    show.picture(person.days, key="person_days")
    show.section(
        "What speaks for and against each pattern", "Counted on active days, against chance in the person's own window."
    )
    show.table(person.evidence, alt="Evidence for and against each pattern")
    if len(person.attributes):
        show.section("What is known", "From the users table.")
        show.table(person.attributes, alt="Attributes of the person")
