"""The filters of this session: where they stand in it, what they are, how they go into the link and come from it."""

import streamlit as st

from analysis.study import Filters
from pages._ui import churn_counts, link, own_dates, own_domains, own_segments, rule_events, value_events
from pages._ui.link import plain, put

UNIT_KEY, PERIOD_KEY, BOTS_KEY = "unit", "period", "bots"
WHO_KEY, AS_OF_KEY, ACTIVE_KEY = "_who", "_as_of", "_active"
# Choices that travel in the link as plain text.
_CHOICES = (own_dates, own_domains, own_segments, value_events, rule_events, churn_counts)
# The filters that data may refuse, with their places in the session; lists and dates left out fit any data.
REFUSABLE = {"who": WHO_KEY, "as_of": AS_OF_KEY, "active_events": ACTIVE_KEY, "unit": UNIT_KEY}


def fill_filters() -> None:
    """Set the filters the session does not hold from the link: a page switch in mid-run may drop a widget's value."""
    active = [each for each in plain("active").split("\n") if each]
    asked = {WHO_KEY: plain("who") or "all", AS_OF_KEY: link.day("as_of"), ACTIVE_KEY: active}
    st.session_state.update({key: value for key, value in asked.items() if key not in st.session_state})
    for choice in _CHOICES:
        choice.fill()


def write_filters() -> None:
    """Write the filters into the URL."""
    as_of = st.session_state[AS_OF_KEY]
    put("who", "" if st.session_state[WHO_KEY] == "all" else st.session_state[WHO_KEY])
    put("as_of", as_of.isoformat() if as_of else "")
    put("active", "\n".join(st.session_state[ACTIVE_KEY]))
    for choice in _CHOICES:
        choice.write()


def filters() -> Filters:
    """Return the filters as the filter line stands."""
    return Filters(
        who=st.session_state[WHO_KEY],
        period_days=st.session_state.get(PERIOD_KEY) or 0,
        as_of=st.session_state[AS_OF_KEY],
        unit=st.session_state.get(UNIT_KEY) or "people",
        active_events=tuple(st.session_state[ACTIVE_KEY]),
        value_events=value_events.chosen(),
        dates=own_dates.lists(),
        segments=own_segments.segments(),
        ignored_days=own_dates.ignored_days(),
        left_out_domains=own_domains.chosen(),
        # The first run asks before the switch is drawn, which would have taken its value from the link.
        bots="in" if st.session_state.get(BOTS_KEY, st.query_params.get(BOTS_KEY) == "true") else "out",
        churn_counts=churn_counts.chosen(),
    )


def count_bots(*, counted: bool) -> None:
    """Count who may be a bot in every number, or leave them out; only in a callback."""
    st.session_state[BOTS_KEY] = counted


def clear_filters() -> None:
    """Show everybody, to the end of the data, active by any event; own lists and dates left out stay."""
    st.session_state[WHO_KEY], st.session_state[AS_OF_KEY], st.session_state[ACTIVE_KEY] = "all", None, []
    value_events.forget()
    rule_events.forget()
