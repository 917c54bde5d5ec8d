"""Who is slowing down?"""

import streamlit as st

from analysis import wording
from analysis.views.slowing import slowing_of, speeding_of
from analysis.views.slowing_accounts import accounts_of
from pages._ui import answer, cache, page_slider, people_list, show, study


def draw() -> None:
    """Who slowed down, in a sentence, as strips and as a list; then what is shared, whole accounts, and the unseen."""
    now = study.current()
    found = cache.view(slowing_of, now)
    answer.draw("Who comes less than before?", found.sentence, now)
    page_slider.draw("slowdown.speed_limit")
    if found.strips is not None:
        show.section("Their days", "Those who slowed down last; a mark is an active day.")
        show.picture(found.strips, key="slowing_strips", names_people=True)
    if not found.people.empty:
        show.section("Everybody who slowed down", found.caption)
        people_list.draw(found.people, key="slowing_people", alt="People who slowed down, since when and how far")
    st.markdown(wording.escaped(found.dips))
    with st.expander("One person, or the whole account?", on_change="rerun", key="slowing_accounts") as part:
        if part.open:
            told = cache.view(accounts_of, now)
            st.caption(wording.escaped(told.sentence))
            if not told.table.empty and not show.hides_people():
                show.table(told.table, alt="Accounts in which somebody slowed down", names_people=True)
    with st.expander("Who comes more than before?", on_change="rerun", key="slowing_faster") as part:
        if part.open:
            told = cache.view(speeding_of, now)
            st.caption(wording.escaped(told.sentence))
            if not told.table.empty:
                people_list.draw(told.table, key="speeding_people", alt="People who come more often than before")
    show.section("Of whom can nothing be said yet?", found.unseen_caption)
    show.plain_list(found.unseen)
