"""What should I know today?"""

import streamlit as st

from analysis.study import Study
from analysis.views.today import Today, today_of
from pages._ui import (
    cache,
    finding_card,
    last_visit,
    link,
    look_further,
    people_list,
    rule_card,
    show,
    since_last,
    study,
    tour,
)

FIRST_FINDINGS = 5


def draw() -> None:
    """Findings as sentences, ranked; above them who is in, back, silent, gone; and whether the rule is right."""
    open_finding.follow()
    now = study.current()
    today = cache.view(today_of, now, look_further.look(now))
    show.heading("What should I know today?", today.sentence, now)
    tour.offer()
    since_last.draw(now, today)
    with st.grid(4, min_column_width=165):
        for card in today.strip:
            show.card(card)
    if link.asks_for_rule():
        rule_card.draw(now)
    _draw_findings(now, today)
    if not link.asks_for_rule():
        rule_card.draw(now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        people_list.search()
        st.page_link("pages/data.py", label="Drop your own file", icon=":material/upload_file:")
    last_visit.keep(now, today)


def _draw_findings(now: Study, today: Today) -> None:
    show.section("Findings", today.caption)
    if today.not_looked:
        look_further.offer(today.not_looked)
    for number, finding in enumerate(today.findings[:FIRST_FINDINGS]):
        finding_card.draw(now, finding, number)
    more = today.findings[FIRST_FINDINGS:]
    if more:
        with st.expander(f"{len(more)} more", key="more_findings", on_change="rerun") as expander:
            for number, finding in enumerate(more if expander.open else (), FIRST_FINDINGS):
                finding_card.draw(now, finding, number)
