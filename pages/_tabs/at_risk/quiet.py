"""Who comes and stays quiet?"""

import streamlit as st

from analysis import wording
from analysis.views.quiet import QuietView, later_of, quiet_of
from pages._ui import answer, cache, page_slider, people_list, show, study, value_events

QUESTION = "Who still comes, gets little and says nothing?"


def draw() -> None:
    """How many are quiet; frequency against value; the signs with their sliders; the people; what followed."""
    now = study.current()
    found = cache.view(quiet_of, now)
    answer.draw(QUESTION, found.sentence, now)
    left, right = st.columns(2, gap="large")
    with left:
        show.section("How often, and for what", found.picture_caption)
        if found.picture is not None:
            show.picture(found.picture, key="quiet_quadrant")
        if found.value_events:
            value_events.draw(found.value_events)
    with right:
        _signs(found)
    if not found.signs.empty:
        show.section("The people", "Each sign says what somebody did not do. None says how they feel; ask them.")
        people_list.draw(found.people, key="quiet_people", alt="Quiet people with their signs, most signs first")
    later = cache.view(later_of, now)
    show.section("What followed", later.sentences[0])
    for said in later.sentences[1:]:
        st.markdown(f"- {wording.escaped(said)}")
    if later.table is not None:
        show.table(later.table, alt="Share not seen again by number of signs")
    if found.nps is not None:
        show.section("How often they come, and NPS", "The last known score. Coming often is no sign of being glad.")
        show.table(found.nps, alt="People by frequency and NPS group")


def _signs(found: QuietView) -> None:
    show.section("Signs", "Of those who still come. Each has a threshold of its own: here or under Thresholds, Quiet.")
    for address in found.sliders:
        page_slider.draw(address)
    if not found.signs.empty:
        show.table(found.signs, alt="Signs, how many people show each, and where it holds")
    if found.missing:
        with st.expander(f"{len(found.missing)} signs these data cannot tell", expanded=found.signs.empty):
            show.plain_list(found.missing)
