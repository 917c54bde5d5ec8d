"""What is loaded: this session's own upload, else a sample; and files dropped but not loaded yet."""

from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import streamlit as st

from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.ingest import ReadReport
from analysis.ingest.add import Added, add, report_of_union
from analysis.sample import SAMPLES, TITLES, load_sample
from pages._ui.link import plain

COUNTS_ONLY = "Shared as counts: who they are stays with the owner."
LONGEST_COUNT = 12  # digits: a link is typed by anybody


@dataclass(frozen=True)
class Upload:
    """An uploaded dataset; private to its session.

    Where newer data were added, `added` says how they met `base`, what was there before. `shared` says that a link
    brought it, as counts only or with people.
    """

    dataset: Dataset
    report: ReadReport
    added: Added | None = None
    base: "Upload | None" = None
    shared: Literal["", "counts", "people"] = ""

    def with_newer(self, newer: Self) -> Self:
        """Return this upload with newer data added. Raises OffbeatError."""
        dataset, added = add(self.dataset, newer.dataset)
        return type(self)(dataset, report_of_union(newer.report, dataset, added), added, replace(self, base=None))


def upload() -> Upload | None:
    """Return this session's upload, or None while a sample is shown."""
    return st.session_state.get("_upload")


def own_upload() -> Upload | None:
    """Return this session's upload where it is its own, None for a sample and for what was shared with it."""
    here = upload()
    return None if here is None or here.shared else here


def is_counts_only() -> bool:
    """Whether what is shown was shared as counts: nobody in it can be told, and no list of people is shown."""
    here = upload()
    return here is not None and here.shared == "counts"


def loaded() -> Upload:
    """Return what is shown: this session's upload, else the sample the link names, else the SaaS sample."""
    own = upload()
    if own is not None:
        return own
    name = plain("data")
    return Upload(*load_sample(name if name in SAMPLES else "saas"))


def name_of(shown: Dataset) -> str:
    """Return what data are called that a page shows: as they are loaded here, or the sample in their place.

    A cached study may carry the file name of another session.
    """
    own = loaded().dataset
    is_sample = shown.name in TITLES.values()
    return shown.name if is_sample and own.fingerprint != shown.fingerprint else own.name


def missing_file() -> str | None:
    """Return a sentence where the link was made on a file this session does not have, else None."""
    asked = plain("data")
    if upload() is not None:
        return None
    if asked.startswith("latest-"):
        name = asked.removeprefix("latest-")
        return f"This link was made on {name}. Drop its latest data on Data; until then the sample is shown."
    if not asked.startswith("fp-"):
        return None
    people = plain("people")
    size = f" with {int(people):,} people" if people.isdecimal() and len(people) <= LONGEST_COUNT else ""
    return f"This link was made on a file{size}. Drop it on Data to see it; until then the sample is shown."


def spooled() -> Any:
    """Return the files dropped and not yet loaded (`loading.Spool`), or None."""
    return _while_on_disk("_spool")


def set_spooled(files: Any) -> None:
    """Keep dropped files until their reading is confirmed; empties the uploaders, which hold them in memory."""
    st.session_state["_spool"] = files
    st.session_state["_uploads"] = st.session_state.get("_uploads", 0) + 1


def keep_spooled(files: Any) -> None:
    """Keep the same dropped files, read in another way; what else was uploaded stays in its uploader."""
    st.session_state["_spool"] = files


def running() -> Any:
    """Return the load under way (`load_child.Load`), or None."""
    return st.session_state.get("_running")


def set_running(load: Any) -> None:
    """Keep the load under way, or that there is none."""
    st.session_state["_running"] = load


def problem() -> OffbeatError | None:
    """Return why the files in the form could not be loaded, or None."""
    return st.session_state.get("_load_problem")


def set_problem(found: OffbeatError | None) -> None:
    """Keep why the files in the form could not be loaded."""
    st.session_state["_load_problem"] = found


def keep_for_change(files: Any) -> None:
    """Keep the files of what is loaded (`loading.Spool`), so that a decision can be changed without dropping them."""
    before = st.session_state.get("_kept_spool")
    if before is not None and (files is None or before.folder != files.folder):
        before.drop()
    st.session_state["_kept_spool"] = files


def base_of(files: Any) -> Upload | None:
    """Return the upload that newer data can be added to; read once more, they are added to what was there before."""
    own, kept = own_upload(), kept_for_change()
    if own is None or not own.dataset.activity.users:
        return None
    return own.base if own.base is not None and kept is not None and kept.folder == files.folder else own


def since_unseen() -> Added | None:
    """Return how the newer data met the older ones until somebody has seen it, else None."""
    own = upload()
    return None if own is None or st.session_state.get("_since_seen") == own.dataset.fingerprint else own.added


def see_since() -> None:
    """Say no more what newer data changed; only in a callback."""
    st.session_state["_since_seen"] = loaded().dataset.fingerprint


def kept_for_change() -> Any:
    """Return the files of what is loaded while they are on disk, else None."""
    return _while_on_disk("_kept_spool")


def _while_on_disk(name: str) -> Any:
    files = st.session_state.get(name)
    return files if files is not None and files.folder.exists() else None


def uploader_key(name: str) -> str:
    """Return the key of an uploader; a new one after each drop."""
    return f"_{name}_{st.session_state.get('_uploads', 0)}"


def show_after_rerun(own: Upload) -> None:
    """Show an upload from the next run on: filters can only be cleared before their widgets are drawn."""
    st.session_state["_arrived"] = own
