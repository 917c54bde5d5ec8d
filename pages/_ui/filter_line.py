"""The one filter line on every page: dataset, who, period, as of, people or accounts, undo, reset."""

import streamlit as st

from analysis import wording
from analysis.activity import to_date
from analysis.study import Study
from analysis.views.comparison import group_names
from pages._ui import cache, settings_panel, steps, study, uploads

PERIODS = {0: "All time", 365: "Last 12 months", 180: "Last 6 months", 90: "Last 3 months", 28: "Last 28 days"}


def draw() -> None:
    """Draw the line and whatever must be said about link and file."""
    line = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filter_line")
    who = line.container(width=240)
    with line:
        settings_panel.draw()
    with who:
        _draw_who(study.current())
    with line:
        st.selectbox(
            "Period", list(PERIODS), format_func=PERIODS.get, key=study.PERIOD_KEY, bind="query-params", width=150,
            help="What charts show. Patterns are always read from the whole history.",
        )  # fmt: skip
        _draw_unit()
        _draw_more()
        st.button(
            "Undo",
            icon=":material/undo:",
            on_click=steps.undo,
            disabled=not steps.can_undo(),
            help="Back one step, exactly",
        )
        st.button("Reset", icon=":material/restart_alt:", on_click=steps.reset, help="Every threshold and filter")
    for sentence in (study.notice(), study.dropped()):
        if sentence:
            st.warning(wording.escaped(sentence), icon=":material/info:")


def _draw_who(found: Study) -> None:
    options = ["all", *cache.view(group_names, found)]
    if st.session_state[study.WHO_KEY] not in options:
        options.append(st.session_state[study.WHO_KEY])
    st.selectbox("Who", options, format_func=wording.segment_title, key=study.WHO_KEY)


def _draw_unit() -> None:
    if uploads.loaded().dataset.has_accounts:
        st.segmented_control(
            "Count", ["people", "accounts"], default="people", required=True, key=study.UNIT_KEY,
            bind="query-params", help="An account is active when any of its people is.",
        )  # fmt: skip


def _draw_more() -> None:
    activity = uploads.loaded().dataset.activity
    as_of = study.filters().as_of
    label = f"As of {wording.day(as_of)}" if as_of else "As of, active"
    with st.popover(label, icon=":material/event:"):
        st.date_input(
            "As of", value=None, key=study.AS_OF_KEY, format="YYYY-MM-DD",
            min_value=to_date(activity.observed_from), max_value=to_date(activity.observed_to),
            help="Only what was known at the end of this day. Empty: the end of the data.",
        )  # fmt: skip
        st.multiselect(
            "Being active means", list(activity.event_names), key=study.ACTIVE_KEY, placeholder="any event",
            help="Choose the events that count as being active.",
        )  # fmt: skip
