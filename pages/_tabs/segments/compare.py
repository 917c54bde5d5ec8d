"""Do two segments really differ?"""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.study import Study
from analysis.views.comparison import comparison_of, default_group, group_names, metric_choices
from pages._ui import cache, show, study

METRICS_KEY = "_metrics"
QUESTION = "Do these segments really differ?"


def draw() -> None:
    """Effects with their intervals first, then who is still there, then all numbers with p last."""
    now = study.current()
    group_a, group_b, metrics = _choose(now)
    try:
        found = cache.view(comparison_of, now, group_a, group_b, tuple(metrics))
    except OffbeatError as problem:
        show.heading(QUESTION, "Nothing to compare yet.", now)
        show.error(problem)
        return
    show.heading(QUESTION, found.sentence, now)
    left, right = st.columns(2, gap="large")
    with left:
        show.section("Effects, with their intervals", found.effects_caption)
        show.picture(found.effects, key="effects")
    with right:
        show.section("Who is still there", found.survival_caption)
        if found.survival:
            show.picture(found.survival, key="survival")
    show.section("All numbers", found.table_caption)
    show.table(found.table, alt="All comparisons: effect, interval, adjusted p, caveats")
    show.copyable(found.paste, key="copy_comparison")
    left, right = st.columns(2, gap="large")
    if found.caveats:
        left.warning("\n\n".join(wording.escaped(each) for each in found.caveats), icon=":material/rotate_right:")
    if found.smallest_difference:
        right.info(wording.escaped(found.smallest_difference), icon=":material/straighten:")


def _choose(now: Study) -> tuple[str, str, list[str]]:
    names = cache.view(group_names, now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group_a = study.linked_choice("Segment", "group_a", names, default=cache.view(default_group, now))
        group_b = study.linked_choice("Against", "group_b", ["rest", *names], default="rest")
        choices = cache.view(metric_choices, now)
        metrics = st.multiselect(
            "Measured by", list(choices), default=[each for each in choices if choices[each].is_default],
            format_func=lambda name: choices[name].title, key=METRICS_KEY, width="stretch",
        )  # fmt: skip
    return group_a, group_b, metrics
