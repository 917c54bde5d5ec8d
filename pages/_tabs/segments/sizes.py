"""How large is each segment, and how does it react to its threshold?"""

import streamlit as st

from analysis import wording
from analysis.views.sizes import curve_of, cut_of, cuts, sizes_of
from pages._ui import cache, show, study
from pages._ui.live_threshold import live_threshold

CUT_KEY = "cut"


def draw() -> None:
    """One cut line to drag, the sizes of all segments beside it, the size at every threshold below."""
    now = study.current()
    show.heading(
        "Which segments, at which thresholds?",
        "Drag the handle: sizes and days follow your hand, the link keeps the value.",
        now,
    )
    titles = cuts()
    address = st.pills(
        "What to cut", list(titles), format_func=titles.get, default=next(iter(titles)), key=CUT_KEY, required=True,
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    loosened = study.loosened(address)
    cut = cache.view(cut_of, loosened, address)
    left, right = st.columns([7, 3], gap="large")
    with left, st.container(border=True):
        live_threshold(
            cut.label, cut.table, key=f"live_{address}", value=now.settings.value(address),
            on_release=lambda value: study.set_threshold(address, value),
        )  # fmt: skip
    sizes = cache.view(sizes_of, now)
    with right:
        show.section("All patterns", sizes.caption)
        show.picture(sizes.patterns, key="pattern_sizes")
    left, right = st.columns(2, gap="large")
    with left:
        show.section("How the size reacts", f"{wording.UNIT_TITLES[now.unit_word]} kept at every threshold.")
        show.picture(cache.view(curve_of, loosened, address, now.settings.value(address)), key="size_curve")
    with right:
        show.section("How often they come", "By the middle gap between two visits.")
        show.picture(sizes.frequencies, key="frequency_sizes")
