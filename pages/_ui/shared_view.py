"""A shared view in the session of who opens it: where it comes from, and what is said when it is over."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.settings import Settings
from analysis.store import Opened
from analysis.story.pin import Pin, pin_from_plain
from pages._ui import link, pins, shared_store, uploads
from pages._ui.loading import PROJECT

VIEW, MANAGE = "view", "manage"
_KEY, _PROBLEM = "_shared_view", "_shared_problem"
_NEXT = "Until then the sample is shown."


class Shown(NamedTuple):
    """The id of the link, what it opened, and the story that came along."""

    asked: str
    opened: Opened
    pins: tuple[Pin, ...]


def take() -> None:
    """Open what the link names, once a session; a link without settings of its own goes to the page that was shared.

    With settings (somebody moved on from the view and reloads) these stay, and only data and story are opened.
    """
    _take_manage()
    asked = st.query_params.get(VIEW)
    if asked is None or (shown() is not None and shown().asked == asked):
        return
    is_new = "v" not in st.query_params
    try:
        opened = shared_store.store().open_view(asked, is_counted=is_new)
        own = shared_store.upload_of(opened.workspace, opened.view.sees) if opened.workspace else None
        story = tuple(map(pin_from_plain, opened.view.pins))
    except OffbeatError as problem:
        say(f"{problem.sentence} Next step: {problem.hint} {_NEXT}")
        del st.query_params[VIEW]
        return
    st.session_state[_KEY] = Shown(asked, opened, story)
    if own is not None:
        st.session_state["_upload"] = own
    pins.restore(story)
    if is_new:
        query = {**opened.view.query, VIEW: asked, "v": link.LINK_VERSION}
        st.switch_page(path_of(opened.view.page), query_params=query)


def shown() -> Shown | None:
    """Return the shared view of this session, or None."""
    return st.session_state.get(_KEY)


def ended() -> str | None:
    """Return why the view of this session is over, None while it is not; then it is gone from the session too."""
    here = shown()
    if here is None:
        return None
    try:
        shared_store.store().require_open(here.asked)
    except OffbeatError as problem:
        leave()
        pins.restore(() if here.opened.workspace else pins.without(here.pins))
        return f"{problem.sentence} Next step: {problem.hint}"
    return None


def say(sentence: str) -> None:
    """Say something about the link until other data are loaded."""
    st.session_state[_PROBLEM] = sentence


def leave() -> None:
    """Have no shared view any more."""
    st.session_state.pop(_KEY, None)
    st.session_state.pop(_PROBLEM, None)
    link.put(VIEW, "")


def other_data() -> str | None:
    """Have no shared data any more, since own ones arrived; return what is to be said of it, or None.

    A link that shares settings alone waits for a file, so it stays.
    """
    here = shown()
    st.session_state.pop(_PROBLEM, None)
    if here is None or not here.opened.workspace:
        return None
    leave()
    return "These are not the data that were shared with you; the thresholds of that link are applied to yours."


def problem() -> str | None:
    """Return why a link could not be opened, or that it is over; None where nothing is to be said."""
    return st.session_state.get(_PROBLEM)


def draw(page: str) -> None:
    """Say whose view this is, until when, and which slider to move on `page`."""
    here = shown()
    if here is None:
        return
    view, until = here.opened.view, wording.day(last_day_of(here.opened.until_s))
    whose = f"Shared with you: {wording.escaped(view.data_name)}" if here.opened.workspace else "Shared settings"
    said = [f"{whose}, open until {until}."]
    if uploads.is_counts_only():
        said.append(uploads.COUNTS_ONLY)
    if view.slider and page == view.page:
        said.append(f"Move “{Settings.knob(view.slider).label}”: whoever shared this keeps their own.")
    else:
        said.append("Move whatever you like: whoever shared this keeps their own.")
    st.caption(" ".join(said))


def _take_manage() -> None:
    token = st.query_params.get(MANAGE)
    if token is None:
        return
    del st.query_params[MANAGE]
    is_known = shared_store.is_on() and shared_store.take_managed(token) and shared_store.store().links_of(token)
    say("Your links are under Share, above." if is_known else "No open link belongs to this manage link.")


def last_day_of(until_s: float) -> date:
    """Return the day on which something ends, in universal time."""
    return datetime.fromtimestamp(until_s, UTC).date()


def path_of(page: str) -> str:
    """Return the file of a page; Home where this version of the app has no such page."""
    is_here = page.isidentifier() and (PROJECT / "pages" / f"{page}.py").is_file()
    return f"pages/{page if is_here else 'home'}.py"
