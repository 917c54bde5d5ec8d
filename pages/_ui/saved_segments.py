"""Own segments on screen: save the rule under a name; edit, rename, split, delete, take out what is saved."""

from collections.abc import Callable

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.segments.own import LONGEST_NAME, OwnSegment, in_halves, renamed, saved, without
from analysis.study import Study
from analysis.views.build import OwnShown, own_shown, segment_to_save
from pages._ui import cache, own_segments, show, study, take_out

_NAME, _PROBLEM, _SAVED = "_save_name", "_save_problem", "_save_count"
MOST_SEED = 999_999


def save_form(now: Study) -> None:
    """Draw the field that saves the rule under a name."""
    key = f"{_NAME}_{st.session_state.get(_SAVED, 0)}"  # a new, empty field after each one saved
    with st.form("save_segment", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name it", key=key, placeholder="Heavy users", max_chars=LONGEST_NAME, width=260)
        st.form_submit_button("**Save segment**", icon=":material/bookmark_add:", on_click=_save, args=(now, key))


def draw(now: Study) -> None:
    """Draw the segments saved, each with what can be done with it."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        show.error(problem)
    shown = cache.view(own_shown, now)
    if shown:
        show.section("Your segments", "They stand first wherever a segment is chosen, and may be used in other rules.")
    for each in shown:
        _draw_segment(now, each)


def _draw_segment(now: Study, each: OwnShown) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{wording.escaped(each.name)}**: {show.bold_numbers(each.sentence or each.problem)}")
        st.caption(wording.escaped(each.words))
        if missing := own_segments.not_in_link(each.name):
            st.caption(missing)
        with st.container(horizontal=True):
            edit = f"_edit_{each.name}"
            st.button("Edit", icon=":material/edit:", on_click=own_segments.write_rule, args=(each.rule,), key=edit)
            if not each.problem:
                st.button(
                    "Compare", icon=":material/compare_arrows:", key=f"_compare_{each.name}",
                    on_click=study.open_comparison, args=(each.name, "rest"),
                )  # fmt: skip
                take_out.draw(now, each.name, key=f"_own_{each.name}")
            _more(each.name)


def _more(name: str) -> None:
    """Draw what is seldom done: rename, split at random, delete."""
    with st.popover("More", icon=":material/more_horiz:", key=f"_more_{name}"):
        with st.form(f"_rename_{name}", border=False):
            st.text_input("New name", name, key=f"_new_name_{name}", max_chars=LONGEST_NAME)
            st.form_submit_button("Rename", on_click=_rename, args=(name,))
        with st.form(f"_split_{name}", border=False):
            st.number_input(
                "Seed", 0, MOST_SEED, 1, key=f"_seed_{name}",
                help="The same seed gives the same halves; they never overlap.",
            )  # fmt: skip
            st.form_submit_button("Split at random", on_click=_split, args=(name,))
        st.button("Delete", icon=":material/delete:", on_click=_change, args=(without, name), key=f"_delete_{name}")


def _change(how: Callable[..., tuple[OwnSegment, ...]], *what: object, **more: object) -> bool:
    """Change the segments saved; what cannot be done is said in the next run."""
    try:
        own_segments.keep(how(own_segments.segments(), *what, **more))
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem
        return False
    return True


def _save(now: Study, key: str) -> None:
    try:
        new = segment_to_save(now, st.session_state[key], own_segments.rule())
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem
        return
    if _change(saved, new):
        st.session_state[_SAVED] = st.session_state.get(_SAVED, 0) + 1


def _rename(name: str) -> None:
    before = [each.name for each in own_segments.segments()]
    if _change(renamed, name, st.session_state[f"_new_name_{name}"]):
        new = own_segments.segments()[before.index(name)].name
        study.follow_name(name, new)


def _split(name: str) -> None:
    _change(in_halves, name, title=name, seed=int(st.session_state[f"_seed_{name}"]))
