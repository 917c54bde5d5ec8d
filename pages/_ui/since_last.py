"""The card on Home after newer data were added: what changed since last time, until somebody has seen it."""

from datetime import date

import streamlit as st

from analysis.activity import to_day
from analysis.study import Study
from analysis.views.newer import newer_of
from analysis.views.today import Today
from pages._ui import answer, cache, last_visit, show, uploads


def draw(now: Study, today: Today) -> None:
    """Say who is new, back and silent since the data that were there before, and how the patterns moved.

    Where no newer data were added, what moved since the last visit.
    """
    added = uploads.since_unseen()
    if added is None:
        last_visit.say(now, today)
        return
    since = to_day(date.fromisoformat(added.since))
    with st.container(border=True, key="since_last"):
        st.markdown(":material/update: **Since last time**")
        if since < now.activity.observed_to:  # not where older days were added, or the past is looked at
            newer = cache.view(newer_of, now, since)
            st.markdown(show.bold_numbers(newer.sentence))
            answer.pin(newer.sentence, key="newer", title="Since last time")
            with st.expander("Show the patterns before and now", key="since_patterns"):
                show.table(newer.sizes, alt="People by pattern before the newer data and now")
        show.plain_list(added.sentences)
        st.button("Got it", icon=":material/check:", key="since_seen", on_click=uploads.see_since)


def keep(now: Study, today: Today) -> None:
    """Keep this visit for the next one; last on the page."""
    last_visit.keep(now, today)
