"""Is my rule right?"""

import streamlit as st

from analysis.views.rule_check import rule_check
from analysis.views.rule_sides import rule_choices, rule_sides
from pages._ui import answer, cache, page_slider, rule_events, show, study


def draw() -> None:
    """The answer first, the share at every threshold with its slider, loyal people called gone, all rules below."""
    now = study.current()
    found = cache.view(rule_check, now)
    answer.draw(found.question, found.sentence, now)
    st.markdown(show.bold_numbers(" ".join(found.told)))
    left, right = st.columns(2, gap="large")
    with left:
        show.section("At every threshold", "Of those called gone, how many came back; the band is the interval.")
        page_slider.draw("inactive.days")
        if found.curve is not None:
            show.picture(found.curve, key="rule_curve")
    with right:
        show.section("Loyal people it calls gone", found.strips_caption)
        if found.strips is not None:
            show.picture(found.strips, key="rule_strips", names_people=True)
        show.copyable(found.copied, key="copy_rule")
    sides = cache.view(rule_sides, now, rule_events.chosen())
    show.section("Rules side by side", sides.caption)
    st.markdown(show.bold_numbers(sides.sentence))
    rule_events.draw(rule_choices(now), now.activity.event_names)
    if sides.table is not None:
        show.table(sides.table, alt="Every rule at its threshold, on the same people")
    if sides.picture is not None:
        st.caption(sides.picture_caption)
        show.picture(sides.picture, key="rule_sides")
