"""What do forty people, picked at random, look like?"""

import streamlit as st

from analysis.views.wall import wall_of
from pages._ui import cache, people_list, show, study

SEED_KEY = "people_seed"


def draw() -> None:
    """A wall of day strips: the cheapest way to believe the rest."""
    now = study.current()
    show.heading(
        "What do real people look like?", "Forty of them at random, one line each; a mark is an active day.", now
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed = st.number_input(
            "Draw", 1, 999, 1, key=SEED_KEY, bind="query-params", width=130, help="Another number, another forty."
        )
        people_list.search()
    wall = cache.view(wall_of, now, int(seed))
    show.picture(wall.picture, key="wall", names_people=True)
    people_list.draw(wall.people, key="wall_people", alt="The forty people drawn")
