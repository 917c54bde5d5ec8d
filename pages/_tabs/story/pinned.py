"""What did we find?"""

import streamlit as st

from analysis import wording
from pages._ui import pin_card, pins, show, story_out, study

QUESTION = "What did we find?"


def draw() -> None:
    """Every pin in its order, as it was and as it is on these data; to arrange, to present, to take along."""
    now, kept = study.current(), pins.pins()
    if not kept:
        show.heading(QUESTION, "Nothing is pinned yet.", now)
        show.empty(
            "A story is what you pinned, in your order, with your notes.",
            why="Every finding, chart and table has a pin; each keeps its thresholds and filters and is computed again "
            "on newer data.",
            page="pages/home.py", label="See what Home found",
        )  # fmt: skip
        story_out.open_file()
        return
    show.heading(QUESTION, f"{wording.plural(len(kept), 'finding')}, in your order.", now)
    presents = st.toggle("Present", key="present", help="Only what was found, without the buttons to arrange it.")
    for number, pin in enumerate(kept):
        pin_card.draw(pin, number, last=len(kept) - 1, presents=presents)
    if not presents:
        story_out.draw(kept)
        story_out.open_file()
