"""What is followed over time, counted in weeks or months, and between which two days."""

import streamlit as st

from analysis.study import Study
from analysis.views import change as views
from analysis.views.comparison import default_group, group_names
from pages._ui import cache, study


def draw(now: Study) -> tuple[str, tuple[str, str], tuple[str, str]]:
    """Return the period, what is followed (kind, segment) and the two days (ISO dates, the earlier first)."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "Follow", list(views.KIND_TITLES), format_func=views.KIND_TITLES.get, default="frequency",
            key="change_of", bind="query-params", required=True,
        )  # fmt: skip
        segment = _segment(now) if kind == "segment" else ""
        period = st.segmented_control(
            "Counted in", list(views.PERIODS), format_func=views.PERIODS.get,
            default=cache.view(views.default_period, now), key="change_by", bind="query-params", required=True,
        )  # fmt: skip
        between = _days(now, period)
    return period, (kind, segment), between


def _segment(now: Study) -> str:
    return study.linked_choice(
        "Segment", "follow", cache.view(group_names, now), default=cache.view(default_group, now)
    )


def _days(now: Study, period: str) -> tuple[str, str]:
    """Draw the two days; only ends of weeks, or of months, can be chosen."""
    days = list(cache.view(views.days_of, now, period))
    first, last = cache.view(views.default_days, now, period)
    start = study.linked_choice("From the end of", "since", days, default=first, titles=views.day_title)
    end = study.linked_choice("To the end of", "until", days, default=last, titles=views.day_title)
    return (start, end) if start <= end else (end, start)
