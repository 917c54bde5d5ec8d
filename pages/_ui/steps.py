"""Steps: undo, presets, reset. Each sets widget values, so each runs in a callback, before the widgets are drawn."""

from typing import Any

import streamlit as st

from analysis.presets import preset
from analysis.settings import Settings
from pages._ui import churn_counts, own_dates, own_domains, own_segments, study
from pages._ui.rule_events import VISIT_KEY, chosen
from pages._ui.study import ACTIVE_KEY, AS_OF_KEY, BOTS_KEY, PERIOD_KEY, UNIT_KEY, WHO_KEY
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
        thresholds, filters = steps[-1]
        study.set_thresholds(thresholds)
        for key, value in filters.items():
            st.session_state[key] = list(value) if key == ACTIVE_KEY else value


def _snapshot() -> tuple[Settings, dict[str, Any]]:
    shown = study.filters()
    return study.settings(), {
        WHO_KEY: shown.who, AS_OF_KEY: shown.as_of, ACTIVE_KEY: shown.active_events,
        UNIT_KEY: shown.unit, PERIOD_KEY: shown.period_days, BOTS_KEY: shown.bots == "in",
        own_dates.LISTS_KEY: shown.dates, own_dates.IGNORED_KEY: shown.ignored_days,
        own_domains.DOMAINS_KEY: shown.left_out_domains,
        own_segments.SEGMENTS_KEY: shown.segments, VALUE_KEY: shown.value_events,
        own_segments.RULE_KEY: own_segments.rule(), VISIT_KEY: chosen(), churn_counts.CHURN_KEY: shown.churn_counts,
    }  # fmt: skip
