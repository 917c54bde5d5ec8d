"""Steps: undo, presets, reset. Each sets widget values, so each runs in a callback, before the widgets are drawn."""

from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from analysis.presets import preset
from analysis.settings import Settings, from_query
from analysis.story.pin import Pin
from analysis.study import Filters
from pages._ui import churn_counts, link, own_dates, own_domains, own_segments, study
from pages._ui.chosen_filters import ACTIVE_KEY, AS_OF_KEY, BOTS_KEY, PERIOD_KEY, UNIT_KEY, WHO_KEY
from pages._ui.rule_events import VISIT_KEY, chosen
from pages._ui.value_events import VALUE_KEY

LONGEST_UNDO = 50


def apply_preset(name: str) -> None:
    """Move every threshold to a preset; only in a callback."""
    study.set_thresholds(preset(name))


def reset() -> None:
    """Put every threshold and filter back; segments somebody saved stay. Only in a callback."""
    study.set_thresholds(Settings())
    study.clear_filters()
    own_dates.restore((), ())
    own_domains.leave_out_none()
    churn_counts.choose(churn_counts.DEFAULT)
    own_segments.restore(own_segments.segments(), "")
    st.session_state[UNIT_KEY], st.session_state[PERIOD_KEY], st.session_state[BOTS_KEY] = "people", 0, False


def record_step() -> None:
    """Remember the state of sliders and filters whenever it changed, for undo."""
    steps = st.session_state["_undo"]
    now = _snapshot()
    if not steps or steps[-1] != now:
        steps.append(now)
        del steps[:-LONGEST_UNDO]


def can_undo() -> bool:
    """Whether there is a step to go back to."""
    return len(st.session_state["_undo"]) > 1


def undo() -> None:
    """Go back one step, exactly; only in a callback."""
    steps = st.session_state["_undo"]
    if len(steps) > 1:
        steps.pop()
        _restore(*steps[-1])


def show_pinned(pin: Pin) -> None:
    """Move every threshold, filter and choice to where something was pinned; only in a callback."""
    _restore(from_query(pin.settings), _values_of(pin.filters))
    for name, text in parse_qsl(pin.query):
        if name in link.PLAIN:
            link.put(name, text)
        elif name.endswith("_tab"):
            st.session_state[name] = text


def _restore(thresholds: Settings, filters: dict[str, Any]) -> None:
    study.set_thresholds(thresholds)
    for key, value in filters.items():
        st.session_state[key] = list(value) if key == ACTIVE_KEY else value


def _snapshot() -> tuple[Settings, dict[str, Any]]:
    chosen_here = {own_segments.RULE_KEY: own_segments.rule(), VISIT_KEY: chosen()}
    return study.settings(), _values_of(study.filters()) | chosen_here


def _values_of(shown: Filters) -> dict[str, Any]:
    """Return the session's values of some filters."""
    return {
        WHO_KEY: shown.who, AS_OF_KEY: shown.as_of, ACTIVE_KEY: shown.active_events,
        UNIT_KEY: shown.unit, PERIOD_KEY: shown.period_days, BOTS_KEY: shown.bots == "in",
        own_dates.LISTS_KEY: shown.dates, own_dates.IGNORED_KEY: shown.ignored_days,
        own_domains.DOMAINS_KEY: shown.left_out_domains,
        own_segments.SEGMENTS_KEY: shown.segments, VALUE_KEY: shown.value_events,
        churn_counts.CHURN_KEY: shown.churn_counts,
    }  # fmt: skip
