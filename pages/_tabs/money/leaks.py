"""Where does revenue leak?"""

import streamlit as st

from analysis.export import csv_bytes
from analysis.study import Study
from analysis.views.money_best import best_shown
from analysis.views.money_groups import group_choices, group_title, groups_of
from analysis.views.money_kinds import kinds_of
from analysis.views.money_leaks import QUESTION, leaks_shown
from pages._ui import answer, cache, money_data, money_tables, show, study


def draw() -> None:
    """The plan and the reason first, the ranking with its effort, groups side by side, then how it was decided."""
    now = money_data.shown(QUESTION)
    found = cache.view(leaks_shown, now)
    money_data.answer(found.sentence, now)
    if found.picture is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        show.section("By plan and why", found.caption)
        show.picture(found.picture, key="leak_map")
    with right:
        show.section("Why they left", found.kinds_caption)
        show.table(found.kinds, alt="Revenue lost by kind of leaving", config=money_tables.SHARE_BAR)
    show.section("What to look at first", found.ranked_caption)
    show.table(found.ranked, alt="Revenue lost by kind, plan and vertical", config=money_tables.SHARE_BAR)
    money_tables.take_along(found.ranked, lambda: csv_bytes(found.ranked), key="leaks")
    money_tables.best(cache.view(best_shown, now))
    _groups(now)
    with st.expander("How this was decided, and what they said", on_change="rerun", key="leaks_why") as why:
        if why.open:
            money_tables.kinds(cache.view(kinds_of, now))


def _groups(now: Study) -> None:
    show.section("Who loses more than others", "Each group's loss of what it pays, with its interval.")
    names = cache.view(group_choices, now)
    name = study.linked_choice("By", "loss_by", names, default=names[0], titles=group_title)
    found = cache.view(groups_of, now, name)
    answer.told(found.sentence, key="loss_by_group_answer")
    if found.picture is not None:
        st.caption(found.caption)
        show.picture(found.picture, key="loss_by_group")
