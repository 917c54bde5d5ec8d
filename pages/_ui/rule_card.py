"""“Is my 30-day rule right?” on Home: the answer, three loyal people it calls gone, and the way to the rest."""

import streamlit as st

from analysis import wording
from analysis.study import Study
from analysis.views.rule_check import rule_check
from pages._ui import cache, link, show, study


def draw(now: Study) -> None:
    """Draw the card; it holds no id, so that a picture of it can be sent around."""
    found = cache.view(rule_check, now)
    with st.container(border=True, key="rule_card"):
        show.section(found.question, "Those it called gone, held against the end of these data.")
        st.markdown(show.bold_numbers(found.sentence))
        st.caption(wording.escaped(" ".join(found.told)))
        if found.strips is not None:
            show.picture(found.strips, key="rule_strips", names_people=True)
            st.caption(found.strips_caption)
        with st.container(horizontal=True):
            if st.button("Other rules and thresholds", key="rule_more", icon=":material/rule:"):
                study.open_rule_check()
                link.open_page("pages/at_risk.py")
            show.copyable(found.copied, key="copy_rule")
