"""The links of this session or of a manage link: how often each was opened, until when; take back, forget."""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.store import Link
from pages._ui import share_link, shared_store
from pages._ui.shared_view import last_day_of

_SEEN, _PROBLEM = "_manage_seen", "_links_problem"
_SEES = {"counts": "counts only", "people": "with people", "settings": "no data"}


def draw() -> None:
    """Draw the list, and once the link that opens it from elsewhere."""
    made = [(owner, each) for owner in shared_store.owners() for each in shared_store.store().links_of(owner)]
    problem = st.session_state.pop(_PROBLEM, None)
    if problem is not None:
        st.caption(wording.escaped(problem.sentence))
    if not made:
        return
    st.markdown("**Your open links**")
    for owner, each in made:
        _draw_link(owner, each)
    shared = {each.workspace: (owner, each.view) for owner, each in made if each.workspace}
    for workspace, (owner, view) in shared.items():
        what = wording.escaped(f"{view.data_name}, {_SEES[view.sees]}")
        links = sum(each.workspace == workspace for _, each in made)
        st.button(
            f"Forget the shared {what}", icon=":material/delete:", key=f"forget_{workspace}",
            on_click=_forget, args=(owner, workspace),
            help=f"Deletes the shared copy and {wording.plural(links, 'link')} to it. Your own session keeps its data.",
        )  # fmt: skip
    _draw_manage()


def forget_shared(data_name: str) -> None:
    """Forget what this session shared of data of a name."""
    if not shared_store.is_on():
        return
    for owner in shared_store.owners():
        made = shared_store.store().links_of(owner)
        for workspace in {each.workspace for each in made if each.workspace and each.view.data_name == data_name}:
            _forget(owner, workspace)


def _draw_link(owner: str, made: Link) -> None:
    view = made.view
    said = (
        f"{view.page.replace('_', ' ').capitalize()}, {view.data_name}, {_SEES[view.sees]}",
        f"opened {wording.plural(made.opens, 'time')}, until {wording.day(last_day_of(made.until_s))}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(wording.escaped(": ".join(said)))
        st.button(
            "Take back", key=f"revoke_{made.digest}", type="tertiary", on_click=_revoke, args=(owner, made.digest),
            help="The link ends now, also for whoever has it open.",
        )  # fmt: skip


def _draw_manage() -> None:
    if st.session_state.get(_SEEN) or not shared_store.has_made():
        return
    st.caption("Keep this link to see and take back yours later; it is shown once, and whoever has it can do the same.")
    st.code(share_link.address_of("manage", shared_store.owner()), language=None, wrap_lines=True)
    st.button("Kept it", key="manage_seen", type="tertiary", on_click=_see)


def _see() -> None:
    st.session_state[_SEEN] = True


def _revoke(owner: str, digest: str) -> None:
    try:
        shared_store.store().revoke(owner, digest)
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem
    shared_store.drop_from_memory()


def _forget(owner: str, workspace: str) -> None:
    try:
        shared_store.store().forget(owner, workspace)
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem
    shared_store.drop_from_memory()
