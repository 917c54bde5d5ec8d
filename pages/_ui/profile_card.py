"""The profile card of a segment, with “Worth it?”: the same on Patterns and on Segments."""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.study import Study
from analysis.views.profile import profile_card_of
from analysis.views.worth import worth_of
from pages._ui import answer, cache, link, people_list, show, study


def draw(now: Study, name: str, *, key: str) -> None:
    """Show who the people of a segment are against everyone else, and, when asked, whether they are worth it."""
    card = cache.view(profile_card_of, now, name)
    answer.section(f"Profile: {card.title}", card.headline, key=f"{key}_headline")
    with st.grid(5, min_column_width=165):
        for each in card.headline.cards:
            show.card(each)
    columns = st.columns(2, gap="large")
    for number, part in enumerate(card.parts):
        with columns[number % 2]:
            st.markdown(f"**{part.title}**")
            st.caption(part.caption)
            show.picture(part.picture, key=f"{key}_part_{number}")
    _people(card.people, key=key)
    if card.notes:
        st.caption(" ".join(wording.escaped(each) for each in card.notes))
    with st.expander("**Worth it?**", icon=":material/balance:", on_change="rerun", key=f"{key}_worth") as worth:
        if worth.open:
            _worth(now, name, key=key)


def _people(people: tuple[str, ...], *, key: str) -> None:
    """Offer five of them: the quickest way from a number to a person."""
    if not people or show.hides_people():
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Five of them:" if len(people) > 1 else "Who:")
        for number, user_id in enumerate(people):
            if st.button(wording.escaped(user_id), key=f"{key}_person_{number}", type="tertiary"):
                people_list.open_person(user_id)


def _worth(now: Study, name: str, *, key: str) -> None:
    try:
        found = cache.view(worth_of, now, name)
    except OffbeatError as problem:
        show.error(problem)
        return
    st.markdown(found.sentence)
    st.caption(wording.escaped(found.table_caption))
    show.table(found.table, alt="Against everyone else: effect, interval, adjusted p, caveats")
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Effects, with their intervals**")
        st.caption(wording.escaped(found.effects_caption))
        show.picture(found.effects, key=f"{key}_effects")
    with right:
        st.markdown("**What could have been missed**")
        show.plain_list(found.missed)
    if found.caveats:
        st.warning("\n\n".join(wording.escaped(each) for each in found.caveats), icon=":material/rotate_right:")
    if st.button("Open in Compare", key=f"{key}_compare", icon=":material/open_in_new:"):
        study.open_comparison(name, "rest")
        link.open_page("pages/segments.py")
