"""How large is each segment, and how does it react to its threshold?"""

import streamlit as st

from analysis.views.reactions import Reaction, reaction_of
from analysis.views.sizes import Cut, cut_of, cuts, sizes_of
from pages._ui import cache, pin_button, remembered, share_link, show, size_details, study
from pages._ui.live_threshold import live_threshold

CUT_KEY = "cut"


def draw() -> None:
    """One cut line to drag, the sizes of all segments beside it, how sizes react below; the rest when opened."""
    now, before = study.current(), remembered.then()
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
    share_link.note_live(address)
    reaction = cache.view(reaction_of, loosened, address, now.settings.value(address))
    left, right = st.columns([7, 3], gap="large")
    with left, st.container(border=True):
        _live(address, cut, reaction, value=now.settings.value(address))
    sizes = cache.view(sizes_of, now) if before is None else cache.beside(sizes_of, now, before)
    with right:
        show.section("All patterns", sizes.caption)
        show.picture(sizes.patterns, key="pattern_sizes")
        remembered.button()
    if before is not None:
        remembered.draw(now, before)
    left, right = st.columns(2, gap="large")
    with left:
        show.section("How the size reacts", reaction.sentence)
        show.picture(reaction.picture, key="size_curve")
        show.copyable(reaction.copied, key="size_copy")
    with right:
        show.section("How often they come", "By the middle gap between two visits.")
        show.picture(sizes.frequencies, key="frequency_sizes")
        if sizes.own:
            show.section("Yours", "The segments you made; they may overlap.")
            show.picture(sizes.own, key="own_sizes")
    size_details.draw(now, address)


def _live(address: str, cut: Cut, reaction: Reaction, *, value: float) -> None:
    live_threshold(
        cut.label, cut.table, key=f"live_{address}", value=value,
        on_release=lambda moved: study.set_threshold(address, moved),
    )  # fmt: skip
    pin_button.draw(reaction.cut, reaction.copied, "chart", key=f"live_{address}", title=cuts()[address])
