"""The ways a file comes in: dropped, by its path where the server is one's own, or sent beyond the upload limit."""

from collections.abc import Callable

import streamlit as st

from analysis.errors import OffbeatError
from analysis.ingest.local import is_local, local_file
from pages._ui import loading, show, streamed, uploads
from pages._ui.loading import LARGEST_UPLOAD_MB, Spool
from pages._ui.send_file import send_file


def draw() -> None:
    """Draw them; a file that came is shown in the form from the next run on."""
    files = st.file_uploader(
        f"Events (who, when, what), or subscriptions alone (Stripe, Baremetrics): {loading.FORMATS}, in parts or "
        f"whole, up to {LARGEST_UPLOAD_MB} MB",
        type=loading.KINDS, accept_multiple_files=True, key=uploads.uploader_key("events"),
        max_upload_size=LARGEST_UPLOAD_MB,
    )  # fmt: skip
    if files:
        _take(lambda: loading.spool(files))
    if is_local():
        _draw_path()
    else:
        _draw_large()


def _draw_path() -> None:
    typed = st.text_input(
        "Or the path of a file on this computer, of any size", key=uploads.uploader_key("path"),
        placeholder="the whole path, as your file manager copies it",
        help="The file is read where it lies and never changed, moved or deleted.",
    )  # fmt: skip
    if typed:
        _take(lambda: loading.spool_local(local_file(typed)))


def _draw_large() -> None:
    with st.expander(f"A file over {LARGEST_UPLOAD_MB} MB", on_change="rerun", key="large_file") as part:
        if not part.open:
            return
        if not streamed.is_served():
            st.caption("This server was started without the way for large files: start it with `make run`.")
            return
        try:
            place = send_file(key="send_file", accept=loading.KINDS)
        except OSError as problem:
            show.error(loading.problem_of(problem))
            return
        if place is not None:
            _take(lambda: loading.spool_streamed(place))


def _take(spooled: Callable[[], Spool]) -> None:
    """Show the files in the form, or why they cannot be."""
    uploads.set_problem(None)
    try:
        uploads.set_spooled(spooled())
    except OSError as problem:
        show.error(loading.problem_of(problem))
        return
    except OffbeatError as problem:
        show.error(problem)
        return
    st.rerun()
