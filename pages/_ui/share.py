"""Share: a link that carries thresholds and filters, no data; made on this version of a file, or on its latest one."""

from urllib.parse import urlencode

import streamlit as st

from pages._ui import link, uploads
from pages._ui.link import plain, put

VERSIONS = {"this": "this version of the data", "latest": "the latest data of this name"}
_KEY = "share_version"
VERSION, LATEST = "fp-", "latest-"


def mark(own: uploads.Upload, *, version: str) -> str:
    """Return what a link says of the data it was made on: their fingerprint, or the name they are loaded under."""
    return f"{LATEST}{own.dataset.name}" if version == "latest" else f"{VERSION}{own.dataset.fingerprint[:12]}"


def write() -> None:
    """Write the data into the link, as the link this session was opened with or the popover says."""
    own = uploads.upload()
    if own is None:
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


def draw() -> None:
    """Draw the popover: which data the link means, and the link to copy."""
    with st.popover("Share", icon=":material/share:"):
        own = uploads.upload()
        st.markdown(
            "It carries thresholds, filters, dates and segments, not the data; one person's page names that person."
        )
        if own is not None:
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
