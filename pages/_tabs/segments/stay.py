"""Who is still there?"""

import streamlit as st

from analysis import wording
from analysis.views.comparison import default_group
from analysis.views.silence import Silence
from analysis.views.stay import AGES, default_age, stay_names, stay_of
from pages._ui import answer, cache, show, study

QUESTION = "Who is still there?"
AGE_KEY = "stay_by"


def draw() -> None:
    """The share that stays first, then the triangle by start, the segments side by side, and who fell silent when."""
    now = study.current()
    head = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = cache.view(stay_names, now)
        name = study.linked_choice("Segment", "group_a", names, default=cache.view(default_group, now))
        age = st.segmented_control(
            "Counted in", list(AGES), format_func=AGES.get, default=cache.view(default_age, now), key=AGE_KEY,
            bind="query-params", required=True,
        )  # fmt: skip
    found = cache.view(stay_of, now, name, age)
    with head:
        answer.draw(QUESTION, found.sentence, now)
    if found.care:
        st.caption(" ".join(wording.escaped(each) for each in found.care))
    if found.is_empty:
        return
    show.section("By start", found.triangle_caption)
    if found.triangle:
        show.picture(found.triangle, key="triangle")
    left, right = st.columns(2, gap="large")
    with left:
        show.section("By segment", found.lines_caption)
        if found.lines:
            show.picture(found.lines, key="retention_lines")
    with right:
        _silence(found.silence)


def _silence(silence: Silence) -> None:
    show.section("Not silent yet", silence.caption)
    if silence.picture:
        show.picture(silence.picture, key="silence")
        show.table(silence.at_risk, alt="How many are still followed on some days, by segment")
