"""One finding on Home: what it says, what bounds it, one thing to do; to copy, to pin and to weigh stay quiet."""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.findings import Finding
from analysis.study import Study
from analysis.views.today import ACTIONS, WORTH_ASKED
from analysis.views.worth import worth_of
from pages._ui import cache, open_finding, pin_button, show


def draw(now: Study, finding: Finding, number: int) -> None:
    """Draw a finding; `number` is its place on the page."""
    with st.container(border=True, key=f"finding_{number}"):
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
