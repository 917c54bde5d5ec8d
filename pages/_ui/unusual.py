"""What may not be people's own doing, on screen: dates many share, with the way to leave them out; bots, apart."""

import streamlit as st

from analysis.views.unusual import Unusual
from pages._ui import chosen_filters, own_dates, people_list, show, study

DATES_COLUMNS = {
    "Usual number": st.column_config.NumberColumn(
        format="localized", help="The largest usual number of such a day: of its neighbours, weekday, day of the month."
    ),
    "Times usual": st.column_config.NumberColumn(format="%.1f"),
    "Share of the people around": st.column_config.NumberColumn(format="percent"),
    "Share of the accounts around": st.column_config.NumberColumn(format="percent"),
}  # fmt: skip
BOTS_COLUMNS = {"Share in these hours": st.column_config.NumberColumn(format="percent")}


def draw_dates(seen: Unusual) -> None:
    """Draw the dates many people share and those left out, each with the button that changes it; or nothing."""
    if seen.shared:
        st.markdown(seen.dates_sentence)
        st.button(
            "Leave these dates out", icon=":material/event_busy:", on_click=own_dates.ignore, args=(list(seen.shared),),
            help="Who came then is not counted, and patterns are read anew. The link carries it; Undo takes it back.",
        )  # fmt: skip
        with st.expander("Show these dates", key="shared_dates"):
            show.table(seen.dates, alt="Dates many people share", config=DATES_COLUMNS)
    if seen.left_out_sentence:
        st.markdown(seen.left_out_sentence)
        st.button("Count them again", icon=":material/event_available:", on_click=own_dates.ignore_none)


def draw_bots(seen: Unusual) -> None:
    """Draw who comes like clockwork, apart from everybody, and whether the numbers hold them; or nothing."""
    if seen.bots.empty:
        return
    show.section(
        "Like clockwork", "Maybe bots, listed apart: all that is known is their pattern and their time of day."
    )
    st.markdown(seen.bots_sentence)
    st.caption(seen.bots_note)
    are_out = study.filters().bots == "out"
    label = "Count them too" if are_out else "Leave them out"
    st.button(label, icon=":material/smart_toy:", on_click=chosen_filters.count_bots, kwargs={"counted": are_out})
    with st.expander("Show who they are", key="clockwork"):
        people_list.draw(seen.bots, key="clockwork_people", alt="Who comes like clockwork", config=BOTS_COLUMNS)
