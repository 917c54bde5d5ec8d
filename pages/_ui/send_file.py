"""The control for a file beyond the upload limit: the browser sends it to the route of `streamed`, in pieces."""

from pathlib import Path

import streamlit as st
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from analysis.ingest.limits import GIB
from pages._ui import streamed
from pages._ui.streamed import Place

_HERE = Path(__file__).parent
_HTML = """<div class="wrap">
<label class="pick"><input type="file"><span class="button">Choose a large file</span><span class="hint"></span></label>
<div class="going" hidden><div class="how"><p class="said" aria-live="off"></p>
<div class="bar" role="progressbar" aria-label="Sent" aria-valuemin="0" aria-valuemax="100"><i></i></div></div>
<button class="stop" type="button">Cancel</button></div>
<p class="problem" role="alert" hidden></p>
</div>
"""
_MOUNT = st.components.v2.component(
    "offbeat_send_file",
    html=_HTML,
    css=(_HERE / "send_file.css").read_text(encoding="utf-8"),
    js=(_HERE / "send_file.js").read_text(encoding="utf-8"),
)
_MOST_GB = streamed.MOST_BYTES // GIB
_WORDS = {
    "hint": f"One file of up to {_MOST_GB} GB. Stay on this page until it is here.",
    "whole": "it is here, looking at it …",
    "lost": "The file did not arrive whole. Choose it once more.",
    "403": "The server did not accept this page. Load the page again, then choose the file once more.",
    "404": "The server did not keep a place for this file. Choose it once more.",
    "413": f"Expected at most {_MOST_GB} GB, found more. Split the file, or read it on the command line.",
    "507": "The server has no room for this file. Give a smaller one, or read it on the command line.",
}


def send_file(*, key: str, accept: list[str]) -> Place | None:
    """Draw the control; return the place instead once its file came whole, be it while another page was open.

    Parameters
    ----------
    key
        Widget key, one a component on the page.
    accept
        Endings of the file names that the browser offers, without a dot.
    """
    place = _place_of(key)
    if place.file is not None:
        return place
    data = {"path": place.path, "cookie": XSRF_COOKIE_NAME, "accept": ",".join(f".{kind}" for kind in accept)}
    _MOUNT(key=key, data={**data, "words": _WORDS}, on_sent_change=_run_again, on_failed_change=place.drop)
    return None


def _place_of(key: str) -> Place:
    """Return this session's place: the same until a file came, failed to come, or an hour has passed."""
    name = f"_{key}_place"
    place = st.session_state.get(name)
    if place is None or not place.is_open:
        place = st.session_state[name] = streamed.place()
    return place


def _run_again() -> None:
    """Do nothing: the run that follows finds the file in its place."""
