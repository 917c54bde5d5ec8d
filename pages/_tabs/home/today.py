"""What should I know today?"""

import streamlit as st

from analysis.views.today import today_of
from pages._ui import (
    answer,
    cache,
    finding_card,
    link,
    look_further,
    people_list,
    rule_card,
    show,
    since_last,
    study,
    tour,
)


def draw() -> None:
    """Findings as sentences, ranked; above them who is in, back, silent, gone; and whether the rule is right."""
    finding_card.follow()
    now = study.current()
    today = cache.view(today_of, now, look_further.look(now))
    answer.draw("What should I know today?", today.headline, now)
    tour.offer()
    since_last.draw(now, today)
    with st.grid(4, min_column_width=165):
        for card in today.headline.cards:
            show.card(card)
    if link.asks_for_rule():
        rule_card.draw(now)
    finding_card.draw_all(now, today)
    if not link.asks_for_rule():
        rule_card.draw(now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        people_list.search()
        st.page_link("pages/data.py", label="Drop your own file", icon=":material/upload_file:")
    since_last.keep(now, today)
