"""Share: a short link that shows the same view to whoever opens it, and a long one that carries no data."""

from urllib.parse import urlencode

import streamlit as st

from analysis import wording
from analysis.errors import OffbeatError
from analysis.store import DAYS_OFFERED, DAYS_USUAL, Sees
from pages._ui import link, links_made, share_link, shared_store, show, uploads
from pages._ui.link import plain, put

VERSIONS = {"this": "this version of the data", "latest": "the latest data of this name"}
SEES: dict[Sees, str] = {"counts": "Counts only", "people": "With people", "settings": "No data"}
TOLD: dict[Sees, str] = {
    "counts": "Whoever opens it sees every number and chart. Ids become numbers, columns that can name somebody are "
    "left out, and there are no lists of people.",
    "people": "Whoever opens it sees what you see, ids, lists of people and downloads included.",
    "settings": "Whoever opens it drops the file; nothing of your data is kept here but what you pinned, without "
    "people.",
}
_KEY, _SEES, _DAYS = "share_version", "share_sees", "share_days"
VERSION, LATEST = "fp-", "latest-"
_MADE, _PROBLEM = "_share_made", "_share_problem"


def mark(own: uploads.Upload, *, version: str) -> str:
    """Return what a link says of the data it was made on: their fingerprint, or the name they are loaded under."""
    return f"{LATEST}{own.dataset.name}" if version == "latest" else f"{VERSION}{own.dataset.fingerprint[:12]}"


def write() -> None:
    """Write the data into the link, as the link this session was opened with or the popover says."""
    share_link.begin_page()
    own = uploads.upload()
    if own is None:
        return
    if own.shared:  # the id of the view stands for them
        put("data", "")
        put("people", "")
        return
    asked = "latest" if plain("data").startswith(LATEST) else "this"
    put("data", mark(own, version=st.session_state.get(_KEY, asked)))
    put("people", str(own.dataset.activity.users))


def other_data(own: uploads.Upload) -> str | None:
    """Return what is to be said where the link was made on other data than those that arrived, else None."""
    asked = plain("data")
    if asked.startswith(LATEST) and asked != mark(own, version="latest"):
        return f"This link was made on {asked.removeprefix(LATEST)}; its thresholds are applied to your file."
    if asked.startswith(VERSION) and asked != mark(own, version="this"):
        return (
            "This is not the file the link was made on, or the data have changed since; its thresholds are applied "
            "to yours."
        )
    return None


def draw(asked: share_link.Asked) -> None:
    """Draw the popover; `asked` holds the thresholds and filters that go along."""
    with st.popover("Share", icon=":material/share:", on_change="rerun", key="share") as part:
        if not part.open:
            return
        own = uploads.upload()
        if own is not None and own.shared:
            st.markdown("It shows what was shared with you, as you moved it, for as long as its owner leaves it open.")
        elif shared_store.is_on():
            _draw_short(own, asked)
        _draw_long(own)
        if shared_store.is_on() and shared_store.owners():
            links_made.draw()


def _draw_short(own: uploads.Upload | None, asked: share_link.Asked) -> None:
    """Draw what a short link shares, for how long, and the button that makes it."""
    st.markdown("**A short link**")
    if own is not None:
        chosen = st.segmented_control(
            "Whoever opens it sees", list(SEES), format_func=SEES.get, default="counts", required=True, key=_SEES
        )
        st.caption(TOLD[chosen])
    st.selectbox(
        "Open for", DAYS_OFFERED, index=DAYS_OFFERED.index(DAYS_USUAL), key=_DAYS, width=160,
        format_func=lambda days: wording.plural(days, "day"),
    )  # fmt: skip
    st.caption(f"It carries {share_link.carried(asked)}. Viewers move freely; your own view stays as it is.")
    if not shared_store.is_lasting():
        st.warning("This server loses what it keeps when it restarts: the link may end sooner.", icon=":material/info:")
    st.button("**Make a link**", icon=":material/link:", key="make_link", on_click=_make, args=(asked,))
    _draw_made()


def _make(asked: share_link.Asked) -> None:
    """Make a link as the choices stand now, which may be later than when the button was drawn; only in a callback."""
    st.session_state[_MADE] = st.session_state[_PROBLEM] = None
    sees: Sees = "settings" if uploads.own_upload() is None else st.session_state[_SEES]
    try:
        st.session_state[_MADE] = share_link.make(sees, days=st.session_state[_DAYS], asked=asked)
    except OffbeatError as problem:
        st.session_state[_PROBLEM] = problem


def _draw_made() -> None:
    problem, made = st.session_state.get(_PROBLEM), st.session_state.get(_MADE)
    if problem is not None:
        show.error(problem)
    if made is not None:
        st.code(made.url, language=None, wrap_lines=True)
        if made.left_out:
            said = wording.listed(made.left_out)
            st.caption(f"Not in it, since it would name somebody: {wording.escaped(said)}.")


def _draw_long(own: uploads.Upload | None) -> None:
    """Draw the link that carries everything itself."""
    is_short = shared_store.is_on() and (own is None or not own.shared)
    with st.expander("A long link, without data", key="share_long") if is_short else st.container():
        if own is None or not own.shared:
            st.markdown(
                "It carries thresholds, filters, dates and segments, not the data; one person's page names that person."
            )
        if uploads.own_upload() is not None:
            asked = "latest" if plain("data").startswith(LATEST) else "this"
            st.radio(
                "It means", list(VERSIONS), format_func=VERSIONS.get, key=_KEY,
                index=list(VERSIONS).index(asked), on_change=write,
                help="Who opens it drops the file. On other data “this version” says so; “the latest” takes whatever "
                "has this name.",
            )  # fmt: skip
            write()
            link.write()
        st.code(f"{st.context.url or ''}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)
