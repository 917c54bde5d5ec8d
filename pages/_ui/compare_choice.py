"""What the Compare tab compares: segments and metrics of the link, and how p is adjusted."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from analysis import wording
from analysis.compare.multiplicity import Correction
from analysis.study import Study
from analysis.views.comparison import MOST_OTHERS, default_group, group_names, metric_choices
from analysis.views.comparison_told import CORRECTIONS, CORRECTIONS_HELP
from pages._ui import cache, link, study
from pages._ui.link import plain, put

BETWEEN = "\n"  # several names in one parameter of a link


class Asked(NamedTuple):
    """What is compared: segment names, the first against the others; metric names; how p is adjusted."""

    groups: tuple[str, ...]
    metrics: tuple[str, ...]
    correction: Correction


def draw(now: Study) -> Asked:
    """Draw the choices."""
    names, choices = cache.view(group_names, now), cache.view(metric_choices, now)
    defaults = [name for name, each in choices.items() if each.is_default]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = study.linked_choice("Segment", "group_a", names, default=cache.view(default_group, now))
        others = _linked_several(
            "Against", "group_b", ["rest", *names], default=["rest"], title=wording.segment_title, most=MOST_OTHERS
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        metrics = _linked_several(
            "Measured by: type to add a metric", "metrics", list(choices), default=defaults,
            title=lambda name: choices[name].title,
        )  # fmt: skip
        correction = _correction()
    link.write()  # the run wrote the link before these choices were known
    return Asked((first, *others), tuple(metrics), correction)


def _linked_several(
    label: str, name: str, options: list[str], *, default: list[str], title: Callable[[str], str],
    most: int | None = None,
) -> list[str]:  # fmt: skip
    """Draw a choice of several whose values travel in the link as plain text, none of it where it is the default."""
    key = f"_{name}"
    known = set(options)
    if key not in st.session_state:
        asked = [each for each in dict.fromkeys(plain(name).split(BETWEEN)) if each in known]
        st.session_state[key] = (asked or default)[:most]
    elif not known.issuperset(st.session_state[key]):
        st.session_state[key] = [each for each in st.session_state[key] if each in known] or default
    chosen = st.multiselect(
        label, options, format_func=title, key=key, max_selections=most, width="stretch",
        # Said again: a click during the run that set the value would leave the browser without it.
        default=st.session_state[key],
    )  # fmt: skip
    put(name, BETWEEN.join(chosen) if chosen != default else "")
    return chosen


def _correction() -> Correction:
    return st.segmented_control(
        "Adjust p for everything looked at", list(CORRECTIONS), format_func=CORRECTIONS.get, default="holm",
        required=True, key="adjust", bind="query-params", help=CORRECTIONS_HELP, width="content",
    )  # fmt: skip
