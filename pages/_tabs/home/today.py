"""What should I know today?"""

import streamlit as st

from analysis.findings import Finding
from analysis.views.today import today_of
from pages._ui import cache, link, money_data, people_list, rule_card, show, since_last, study

FIRST_FINDINGS = 5


def draw() -> None:
    """Findings as sentences, ranked; above them who is in, back, silent, gone; and whether the rule is right."""
    now = study.current()
    today = cache.view(today_of, now)
    show.heading("What should I know today?", today.sentence, now)
    since_last.draw(now)
    with st.grid(4, min_column_width=165):
        for card in today.strip:
            show.card(card)
    if link.asks_for_rule():
        rule_card.draw(now)
    show.section("Findings", today.caption)
    for number, finding in enumerate(today.findings[:FIRST_FINDINGS]):
        _draw_finding(finding, number)
    more = today.findings[FIRST_FINDINGS:]
    if more:
        with st.expander(f"{len(more)} more", key="more_findings", on_change="rerun") as expander:
            for number, finding in enumerate(more if expander.open else (), FIRST_FINDINGS):
                _draw_finding(finding, number)
    if not link.asks_for_rule():
        rule_card.draw(now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        people_list.search()
        st.page_link("pages/data.py", label="Drop your own file", icon=":material/upload_file:")


def _draw_finding(finding: Finding, number: int) -> None:
    with st.container(border=True, key=f"finding_{number}"):
        said, buttons = st.columns([4, 1], vertical_alignment="center", gap="medium")
        said.markdown(show.bold_numbers(finding.sentence))
        with buttons.container(horizontal=True, horizontal_alignment="right", gap="small"):
            if finding.arguments and st.button("See who", key=f"see_{number}", type="tertiary"):
                _see(finding)
            show.copyable(finding.sentence, key=f"copy_{number}")


def _see(finding: Finding) -> None:
    """Go where the finding can be checked: a comparison to Compare, everything else to its people."""
    if finding.kind == "leak":
        money_data.open_leaks()
    if finding.call == "compare_segments":
        study.open_comparison(*finding.arguments["groups"])
        link.open_page("pages/segments.py")
    if finding.kind == "rhythm":
        study.open_pattern(finding.arguments["name"])
    else:
        study.show_only(finding.arguments["name"])
    link.open_page("pages/patterns.py")
