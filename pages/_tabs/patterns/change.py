"""What changed, and who?"""

import streamlit as st

from analysis.study import Study
from analysis.views import change as views
from analysis.views.overnight import overnight_of
from analysis.views.own_moves import own_moves_of
from pages._ui import answer, cache, change_choice, people_list, show, study


def draw() -> None:
    """What moved between two days in a sentence, sizes over time, who went where, what becomes of people overnight."""
    now = study.current()
    head = st.container()
    period, followed, between = change_choice.draw(now)
    found = cache.view(views.change_of, now, *followed, *between)
    history = cache.view(views.history_of, now, period, *followed)
    with head:
        answer.draw("What changed, and who?", found.sentence, now, copied_as="change_copy")
    show.section("Sizes over time", history.caption)
    if history.sizes:
        show.picture(history.sizes, key="change_sizes")
    show.section("From which to which", found.caption)
    if found.matrix:
        show.picture(found.matrix, key="change_matrix")
    with st.expander("Who changed", on_change="rerun", key="change_who") as who:
        if who.open:
            _draw_people(now, found.moves, (*followed, *between))
    _draw_own(now, between)
    overnight = cache.view(overnight_of, now, period, *between)
    show.section("From one day to the next", overnight.caption)
    if overnight.strip:
        show.picture(overnight.strip, key="change_overnight")
        show.table(overnight.table, alt="How many of each state come the next day")


def _draw_own(now: Study, between: tuple[str, str]) -> None:
    if now.own_names:
        with st.expander("All your segments", on_change="rerun", key="change_own") as own:
            if own.open:
                found = cache.view(own_moves_of, now, *between)
                st.caption(found.caption)
                show.table(found.table, alt="Who entered and left each of your segments between two days")


def _draw_people(now: Study, moves: tuple[str, ...], chosen: tuple[str, ...]) -> None:
    if not moves:
        st.caption("Nobody changed between these days.")
        return
    move = study.linked_choice("Who went", "move", list(moves), default=moves[0], titles=views.move_title)
    people_list.draw(cache.view(views.movers_of, now, *chosen, move), key="change_people", alt=views.move_title(move))
