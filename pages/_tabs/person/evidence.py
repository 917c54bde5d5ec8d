"""Why does this person have this label?"""

import streamlit as st

from analysis.errors import OffbeatError
from analysis.views.person import person_of
from pages._ui import answer, cache, link, people_list, show, study, uploads


def draw() -> None:
    """The label and what speaks for and against it, family by family, over a strip of every active day."""
    now = study.current()
    people_list.search()
    user_id = link.plain("user")
    if uploads.is_counts_only():
        show.heading("Who is this?", uploads.COUNTS_ONLY, now)
        return
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
    answer.of_person(person, user_id, now)
    with st.grid(5, min_column_width=190):  # a date whole
        for card in person.headline.cards:
            show.card(card)
    show.plain_list(person.also)
    show.section("Every active day", person.history.caption)
    show.picture(person.history.picture, key="person_days", names_people=True)
    show.section("Why this label", "Patterns are compared by how well they explain the same days.")
    show.plain_list(person.why)
    show.section("What speaks for and against each pattern", person.evidence_caption)
    show.side_by_side(person.evidence)
    show.plain_list(person.untested)
    with st.expander("Show numbers", on_change="rerun", key="evidence_numbers") as numbers:
        if numbers.open:
            show.table(person.numbers, alt="Evidence on each pattern in numbers", names_people=True)
    if len(person.attributes):
        show.section("What is known", "From the users table.")
        show.table(person.attributes, alt="Attributes of the person", names_people=True)
