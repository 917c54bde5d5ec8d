"""The line on every page while a file is read: how far it is, how long it takes, cancel; and the word at its end.

What was loaded before stays in use until the new data are whole.
"""

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from pages._ui import link, seen_before, uploads
from pages._ui.hosting.room import HELD, room
from pages._ui.load_child import Load
from pages._ui.loading import Spool, keep_a_while, problem_of
from pages._ui.seen_before import Reopened
from pages._ui.uploads import Upload

POLL_S = 0.5
DATA_PAGE = "data"
HOME_PAGE, MONEY_PAGE = "pages/home.py", "pages/money.py"
_SAID = "_load_said"


def start(spooled: Spool, timezone: str | None, base: Upload | None = None) -> None:
    """Begin to read dropped files, to be added to `base`; only in a callback. They stay in the form until read.

    Where this person or this server holds as many datasets as it may, the form says so instead.
    """
    cancel()
    uploads.keep_spooled(spooled)
    uploads.set_problem(None)
    if uploads.own_upload() is None:  # else these data take the place of those
        try:
            HELD.require_place(seen_before.owner(), room())
        except OffbeatError as problem:
            uploads.set_problem(problem)
            return
    try:
        key = seen_before.key_of(spooled, timezone)
        begun = seen_before.reopened(spooled, key, base) or Load(spooled, timezone, base=base, key=key)
    except OSError as gone:
        uploads.set_problem(problem_of(gone))
        return
    HELD.add(begun, seen_before.owner())
    uploads.set_running(begun)


def cancel() -> None:
    """Stop the load under way; only in a callback."""
    load = uploads.running()
    if load is not None:
        load.cancel()
    uploads.set_running(None)


def draw(page: str) -> None:
    """Draw the line where a load is under way, and say once how the last one ended; `page` is the page's file name."""
    said = st.session_state.pop(_SAID, None)
    if said:
        st.toast(wording.escaped(said[0]), icon=said[1])
    with st.container(key="load_place"):  # always there: what stands below keeps its place on the page
        if uploads.running() is not None:
            _draw_line(page)


@st.fragment(run_every=POLL_S)
def _draw_line(page: str) -> None:
    load = uploads.running()
    if load is None:  # cancelled: the form comes back
        st.rerun()
    if load.is_over:
        _finish(load, page)
    step = load.step
    with st.container(horizontal=True, vertical_alignment="center", key="load_line"):
        said = (f"Reading {load.spooled.name}", step.words, load.left_said)
        _paint_bar()
        st.progress(step.done_share, text=wording.escaped(" · ".join(filter(None, said))))
        st.button("Cancel", icon=":material/close:", key="cancel_load", on_click=cancel)


def _paint_bar() -> None:
    """Draw the bar in the blue of what data say: Streamlit's own colour for it is that of what a person sets."""
    blue = st.get_option(f"theme.{st.context.theme.type or 'light'}.blueColor")
    st.html(f"<style>.st-key-load_line .stProgress > div:last-child > div {{ background-color: {blue} }}</style>")


def _finish(load: Load | Reopened, page: str) -> None:
    """Show what was read from the next run on, or keep what went wrong for the form; then run the page again."""
    uploads.set_running(None)
    try:
        own = load.result()
    except OffbeatError as problem:
        uploads.set_problem(problem)
        _say(f"{load.spooled.name} could not be read: Data says why.", ":material/error:")
        st.rerun()
    uploads.set_spooled(None)
    uploads.keep_for_change(load.spooled)
    keep_a_while(load.spooled)
    HELD.add(own, seen_before.owner())
    uploads.show_after_rerun(own)
    done = "is loaded" if load.base is None else "is added"
    _say(f"{load.spooled.name} {done}: {_size_of(own)}.", ":material/check_circle:")
    if page == DATA_PAGE:
        link.open_page(HOME_PAGE if own.dataset.activity.users else MONEY_PAGE)
    st.rerun()


def _size_of(own: Upload) -> str:
    users = own.dataset.activity.users
    if users:
        return wording.plural(users, "person", "people")
    return wording.plural(len(own.dataset.subscriptions), "subscription")


def _say(sentence: str, icon: str) -> None:
    st.session_state[_SAID] = (sentence, icon)
