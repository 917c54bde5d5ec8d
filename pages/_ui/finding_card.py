"""One finding on Home: what it says, what bounds it, one thing to do; to copy, to pin and to weigh stay quiet."""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.findings import Finding
from analysis.study import Study
from analysis.views.today import ACTIONS, WORTH_ASKED, Today
from analysis.views.worth import worth_of
from pages._ui import cache, look_further, open_finding, pin_button, show

FIRST_FINDINGS = 5


def follow() -> None:
    """Go where the last click led; first on the page."""
    open_finding.follow()


def draw_all(now: Study, today: Today) -> None:
    """Draw the first findings, and the others once they are opened."""
    show.section("Findings", today.caption)
    if today.not_looked:
        look_further.offer(today.not_looked)
    for number, finding in enumerate(today.findings[:FIRST_FINDINGS]):
        draw(now, finding, number)
    more = today.findings[FIRST_FINDINGS:]
    if more:
        with st.expander(f"{len(more)} more", key="more_findings", on_change="rerun") as expander:
            for number, finding in enumerate(more if expander.open else (), FIRST_FINDINGS):
                draw(now, finding, number)


def draw(now: Study, finding: Finding, number: int) -> None:
    """Draw a finding; `number` is its place on the page."""
    with st.container(border=True, gap=None, key=f"finding_{number}"):
        said, action = st.columns([5, 1], vertical_alignment="center", gap="medium")
        with said.container(gap=None):
            st.markdown(show.bold_numbers(finding.said))
            st.caption(wording.escaped(finding.bound))
        label = ACTIONS.get(finding.kind)
        if label:
            action.button(
                label, key=f"see_{number}", width="stretch", on_click=open_finding.ask, args=(finding,)
            )  # fmt: skip
        with st.container(horizontal=True, gap="medium"):
            if finding.kind in WORTH_ASKED:
                _worth(now, finding, number)
            show.copyable(finding.sentence, key=f"copy_{number}")
            pin_button.draw(finding, finding.sentence, "finding", key=f"finding_{number}", title="What we found")


def _worth(now: Study, finding: Finding, number: int) -> None:
    """Offer what tells these people from everyone else; computed once it is opened."""
    with st.popover("Worth it?", type="tertiary", on_change="rerun", key=f"worth_{number}") as worth:
        if not worth.open:
            return
        try:
            found = cache.view(worth_of, now, finding.arguments["name"])
        except OffbeatError as problem:
            show.error(problem)
            return
        st.markdown(found.sentence)
        show.plain_list(found.missed)
