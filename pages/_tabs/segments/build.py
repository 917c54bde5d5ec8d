"""Which people do you want to look at?"""

import streamlit as st

from analysis.errors import OffbeatError
from analysis.study import Study
from analysis.views.build import draft_of
from pages._ui import answer, cache, own_segments, people_list, rule_builder, saved_segments, show, study, take_out


def draw() -> None:
    """A rule, put together by hand or written; who that is at once; saved under a name for every other page."""
    now = study.current()
    show.heading(
        "Which people do you want to look at?",
        "Choose a condition and add it, then another; who that is shows at once.",
        now,
    )
    left, right = st.columns(2, gap="large")
    with left:
        rule_builder.draw(now)
        rule_builder.text()
    with right:
        _people(now, own_segments.rule())
    saved_segments.draw(now)


def _people(now: Study, rule: str) -> None:
    if not rule:
        show.section("Who that is", "No condition yet: that is everyone. Add one, or edit a segment below.")
        return
    try:
        draft = cache.view(draft_of, now, rule)
    except OffbeatError as problem:
        show.error(problem)
        return
    show.section("Who that is", draft.words)
    st.markdown(show.bold_numbers(draft.sentence))
    answer.pin(draft.sentence, key="draft")
    if draft.users:
        people_list.pick(draft.people, key="draft_people", alt="Some of the people of this rule")
        st.caption("Some of them, picked at random. Tick a row to open it.")
    saved_segments.save_form(now)
    take_out.draw(now, rule, key="draft")
