"""Which dates of my own are tested, and who comes on them?"""

import streamlit as st

from analysis import wording
from analysis.views.date_lists import OwnList, lists_of
from pages._ui import answer, cache, date_form, link, own_dates, show, study


def draw() -> None:
    """The lists that are tested and how many people come on them; bring another."""
    now = study.current()
    show.heading("Who comes on my dates?", "Releases, newsletters, pay-days: bring a list, see who keeps to it.", now)
    for each in cache.view(lists_of, now):
        _draw_list(each)
    _say(own_dates.ignored_not_in_link())
    date_form.draw()


def _draw_list(each: OwnList) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{wording.escaped(each.name)}**: {show.bold_numbers(each.people_sentence)}")
        st.caption(wording.escaped(each.dates_sentence))
        _say(own_dates.not_in_link(each.name))
        with st.container(horizontal=True):
            if each.has_people and st.button("See who comes", icon=":material/group:", key=f"_see_{each.name}"):
                study.open_pattern(each.segment)
                link.open_page("pages/patterns.py")
            answer.pin(each.people_sentence, key=f"dates_{each.name}", title=each.name)
            forget = f"_forget_{each.name}"
            st.button("Forget", icon=":material/delete:", on_click=own_dates.forget, args=(each.name,), key=forget)


def _say(sentence: str | None) -> None:
    if sentence:
        st.caption(sentence)
