"""Below the sizes, each computed when opened: all reactions, every threshold, who keeps a label, who passes several."""

import streamlit as st

from analysis import wording
from analysis.study import Study
from analysis.views.keeping import keeping_of
from analysis.views.overlaps import overlaps_of
from analysis.views.reactions import every_threshold, reactions_of
from pages._ui import cache, show
from pages._ui.link import plain, put

FIRST_NAME = "first"
_FIRST_KEY, _BETWEEN = "_first", "."
KEEP_COLUMNS = {
    "Keep it": st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="percent", color="blue"),
    "Enough days": st.column_config.NumberColumn(
        format="localized", help="Members with enough active days in both halves; for days of the month enough months."
    ),
}
OVERLAP_COLUMNS = {
    "Share of all": st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="percent", color="blue"),
}


def draw(now: Study, address: str) -> None:
    """Draw the four parts, closed."""
    with st.expander("Which other sizes react to this threshold?", on_change="rerun", key="sizes_reactions") as part:
        if part.open:
            _draw_reactions(now, address)
    with st.expander("Which thresholds matter?", on_change="rerun", key="sizes_thresholds") as part:
        if part.open:
            found = cache.view(every_threshold, now)
            st.caption(found.caption)
            show.table(found.table, alt="Every threshold, by how many sit within one step of it")
    with st.expander("Would they keep this label?", on_change="rerun", key="sizes_keep") as part:
        if part.open:
            keeping = cache.view(keeping_of, now)
            st.caption(keeping.caption)
            if keeping.table is not None:
                show.table(keeping.table, alt="Share of members who keep each label", config=KEEP_COLUMNS)
    with st.expander("Who passes several patterns?", on_change="rerun", key="sizes_overlap") as part:
        if part.open:
            _draw_overlaps(now)


def _draw_reactions(now: Study, address: str) -> None:
    found = cache.view(reactions_of, now, address)
    st.caption(wording.escaped(found.sentence))
    if found.picture is not None:
        show.picture(found.picture, key="size_changes")


def _draw_overlaps(now: Study) -> None:
    patterns = cache.view(overlaps_of, now).patterns
    if _FIRST_KEY not in st.session_state:
        st.session_state[_FIRST_KEY] = [each for each in plain(FIRST_NAME).split(_BETWEEN) if each in patterns]
    order = st.multiselect(
        "Which pattern comes first", patterns, format_func=wording.segment_title, key=_FIRST_KEY,
        placeholder="none: the pattern that explains the days best", on_change=_keep_order,
    )  # fmt: skip
    found = cache.view(overlaps_of, now, tuple(order))
    st.caption(found.sentence)
    show.table(found.combinations, alt="Combinations of patterns, by size", config=OVERLAP_COLUMNS)
    if found.precedence is not None:
        st.caption("If everyone had the first of the patterns they pass, in this order. Labels elsewhere stay.")
        show.table(found.precedence, alt="Sizes of patterns now and in this order")


def _keep_order() -> None:
    put(FIRST_NAME, _BETWEEN.join(st.session_state[_FIRST_KEY]))
