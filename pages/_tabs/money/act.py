"""What can still be saved?"""

import streamlit as st

from analysis.export import csv_bytes
from analysis.study import Study
from analysis.views.money_act import LISTS, QUESTION, act_of, list_of, list_title, whole_list
from pages._ui import cache, money_data, money_tables, show

LIST_KEY = "money_list"


def draw() -> None:
    """What announces itself in a sentence, the three lists, revenue at risk beside what was really lost."""
    now = money_data.shown(QUESTION)
    found = cache.view(act_of, now)
    money_data.answer(found.sentence, now)
    name = st.pills(
        "Which of them", list(LISTS), format_func=list_title, key=LIST_KEY,
        default=found.first, required=True, bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    _list(now, name)
    show.section("Revenue at risk, and really lost", found.piles_caption)
    if found.piles is not None:
        show.picture(found.piles, key="at_stake")


def _list(now: Study, name: str) -> None:
    found = cache.view(list_of, now, name)
    show.section(found.heading, found.caption)
    if not found.table.empty and not show.hides_people():
        show.table(found.table, alt=list_title(name), names_people=True)
        money_tables.take_along(found.table, lambda: csv_bytes(whole_list(now, name)), key=f"money_{name}")
