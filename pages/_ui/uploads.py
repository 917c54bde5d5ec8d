"""What is loaded: this session's own upload, else a sample; and files dropped but not loaded yet."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis.dataset import Dataset
from analysis.ingest import ReadReport
from analysis.sample import SAMPLES, load_sample
from pages._ui.link import plain

LONGEST_COUNT = 12  # digits: a link is typed by anybody


@dataclass(frozen=True)
class Upload:
    """An uploaded dataset; private to its session."""

    dataset: Dataset
    report: ReadReport


def upload() -> Upload | None:
    """Return this session's upload, or None while a sample is shown."""
    return st.session_state.get("_upload")


def loaded() -> Upload:
    """Return what is shown: this session's upload, else the sample the link names, else the SaaS sample."""
    own = upload()
    if own is not None:
        return own
    name = plain("data")
    return Upload(*load_sample(name if name in SAMPLES else "saas"))


def missing_file() -> str | None:
    """Return a sentence where the link was made on a file this session does not have, else None."""
    asked = plain("data")
    if not asked.startswith("fp-") or upload() is not None:
        return None
    people = plain("people")
    size = f" with {int(people):,} people" if people.isdecimal() and len(people) <= LONGEST_COUNT else ""
    return f"This link was made on a file{size}. Drop it on Data to see it; until then the sample is shown."


def spooled() -> Any:
    """Return the files dropped and not yet loaded (`loading.Spool`), or None."""
    return st.session_state.get("_spool")


def set_spooled(files: Any) -> None:
    """Keep dropped files until their reading is confirmed; empties the uploaders, which hold them in memory."""
    st.session_state["_spool"] = files
    st.session_state["_uploads"] = st.session_state.get("_uploads", 0) + 1


def keep_spooled(files: Any) -> None:
    """Keep the same dropped files, read in another way; what else was uploaded stays in its uploader."""
    st.session_state["_spool"] = files


def uploader_key(name: str) -> str:
    """Return the key of an uploader; a new one after each drop."""
    return f"_{name}_{st.session_state.get('_uploads', 0)}"


def show_after_rerun(own: Upload) -> None:
    """Show an upload from the next run on: filters can only be cleared before their widgets are drawn."""
    st.session_state["_arrived"] = own
