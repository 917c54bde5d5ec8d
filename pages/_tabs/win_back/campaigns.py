"""Which campaign brought people back?"""

import streamlit as st

from analysis import wording
from analysis.views.campaign_result import campaigns_of
from pages._ui import cache, contacted, show, study, survey_part

QUESTION = "Which campaign brought people back?"


def draw() -> None:
    """The campaigns side by side; of each the survey answers that came back."""
    now = study.current()
    known = contacted.campaigns()
    if not known:
        show.heading(QUESTION, "No campaign is registered yet.", now)
        with st.container(border=True):
            st.markdown(":material/campaign: **Nothing to show yet.** Register a contact under *Did it work?*")
            st.caption("Several stand side by side here: what each added, what it cost a return, and survey answers.")
            st.button("Open “Did it work?”", icon=":material/upload_file:", key="campaign_first", on_click=_to_register)
        return
    count = wording.plural(len(known), "campaign")
    show.heading(QUESTION, show.bold_numbers(f"{count}, by the day of the contact."), now)
    show.table(cache.view(campaigns_of, now, known), alt="Campaigns side by side")
    for each in known:
        with st.expander(wording.escaped(each.name), on_change="rerun", key=f"campaign_{each.name}") as part:
            if part.open:
                survey_part.draw(now, each)
                st.button(
                    "Forget", icon=":material/delete:", on_click=contacted.forget, args=(each.name,),
                    key=f"_forget_campaign_{each.name}",
                )  # fmt: skip


def _to_register() -> None:
    st.session_state["win_back_tab"] = "Did it work?"
