"""The one filter line on every page: dataset, who, period, as of, people or accounts, undo, reset."""

import streamlit as st

from analysis import wording
from analysis.activity import to_date
from analysis.study import Study
from analysis.views.comparison import group_names
from pages._ui import (
    cache,
    own_dates,
    own_domains,
    settings_panel,
    share,
    share_link,
    shortcuts,
    steps,
    story_drawer,
    study,
    uploads,
)
from pages._ui.chosen_filters import ACTIVE_KEY, AS_OF_KEY, BOTS_KEY, PERIOD_KEY, UNIT_KEY, WHO_KEY

PERIODS = {0: "All time", 365: "Last 12 months", 180: "Last 6 months", 90: "Last 3 months", 28: "Last 28 days"}


def draw() -> None:
    """Draw the line and whatever must be said about link and file."""
    line = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="filter_line")
    who = line.container(width=170)
    with line:
        st.selectbox(
            "Period", list(PERIODS), format_func=PERIODS.get, key=PERIOD_KEY, bind="query-params", width=130,
            help="What charts show. Patterns are always read from the whole history.",
        )  # fmt: skip
        _draw_unit()
        settings_panel.draw()
    with who:
        _draw_who(study.current())
    with line:
        _draw_more()
        steps.record_step()  # before its button: else Undo would be one run late
        st.button(
            "Undo",
            icon=":material/undo:",
            on_click=steps.undo,
            disabled=not steps.can_undo(),
            help="Back one step, exactly",
            key="undo",
        )
        st.button(
            "Reset", icon=":material/restart_alt:", on_click=steps.reset, help="Every threshold and filter", key="reset"
        )
        story_drawer.draw()
        share.draw(share_link.Asked(study.settings(), study.filters()))
        shortcuts.draw()
    for sentence in (study.notice(), study.dropped()):
        if sentence:
            st.warning(wording.escaped(sentence), icon=":material/info:")


def _draw_who(found: Study) -> None:
    options = ["all", *cache.view(group_names, found)]
    if st.session_state[WHO_KEY] not in options:
        options.append(st.session_state[WHO_KEY])
    st.selectbox("Who", options, format_func=wording.segment_title, key=WHO_KEY)


def _draw_unit() -> None:
    if uploads.loaded().dataset.has_accounts:
        st.segmented_control(
            "Count", ["people", "accounts"], default="people", required=True, key=UNIT_KEY,
            bind="query-params", help="An account is active when any of its people is.",
        )  # fmt: skip


def _more_label() -> str:
    """Name what is in force among the filters seldom used: the first of them, and how many more.

    What is in force stands in bold, here and in its neighbours: on a phone only that is shown beside the icon.
    """
    shown = study.filters()
    left_out = len(shown.ignored_days)
    active = [
        f"As of {wording.day(shown.as_of)}" if shown.as_of else "",
        f"Active: {wording.plural(len(shown.active_events), 'event')}" if shown.active_events else "",
        f"{wording.plural(left_out, 'date')} left out" if left_out else "",
        f"{wording.plural(len(shown.left_out_domains), 'domain')} left out" if shown.left_out_domains else "",
        "Bots counted" if shown.bots == "in" else "",
    ]
    first, *others = [each for each in active if each] or [""]
    return f"**{first} · {len(others)} more**" if others else f"**{first}**" if first else "More"


def _draw_more() -> None:
    activity = uploads.loaded().dataset.activity
    with st.popover(_more_label(), icon=":material/more_horiz:"):
        st.date_input(
            "As of", value=None, key=AS_OF_KEY, format="YYYY-MM-DD",
            min_value=to_date(activity.observed_from), max_value=to_date(activity.observed_to),
            help="Only what was known at the end of this day. Empty: the end of the data.",
        )  # fmt: skip
        st.multiselect(
            "Being active means", list(activity.event_names), key=ACTIVE_KEY, placeholder="any event",
            help="Choose the events that count as being active.",
        )  # fmt: skip
        st.toggle(
            "Count who may be a bot", key=BOTS_KEY, bind="query-params",
            help="People who come like clockwork are left out of every number on screen; their pattern is still read.",
        )  # fmt: skip
        if own_domains.chosen():
            label = f"Count {wording.listed(own_domains.chosen(), most=2)} again"
            st.button(wording.escaped(label), on_click=own_domains.leave_out_none)
        left_out = own_dates.ignored_days()
        if left_out:
            st.button(
                f"Count the {wording.plural(len(left_out), 'date')} left out again", on_click=own_dates.ignore_none
            )
