"""Pseudonyms at load: whether ids become keyed hashes, and the key, which stays with whoever drops the file."""

import os

import streamlit as st

from analysis.errors import OffbeatError
from analysis.pseudonyms import key_from_text, key_text, new_key
from pages._ui import show
from pages._ui.column_form import Asked
from pages._ui.loading import Spool

OPTION = "pseudonymise"
LARGEST_KEY_MB = 1
_FRESH = "_pseudonym_key"


def draw(spooled: Spool) -> Asked:
    """Draw the switch, and where the key comes from; return what the reader is told."""
    with st.expander("Replace ids by pseudonyms", key="_pseudonyms"):
        is_wanted = st.toggle(
            "Replace ids by pseudonyms, leave out e-mail addresses", key="_pseudonymise",
            help="Ids of people, accounts and payers become keyed hashes such as p-3f9a0c2d1b4e5f67. Other columns, "
            "names among them, stay.",
        )  # fmt: skip
        if not is_wanted:
            return Asked()
        try:
            key = _draw_key()
        except OffbeatError as problem:
            show.error(problem)
            return Asked(missing=1)
    path = spooled.folder / "pseudonyms.key"
    with open(path, "w", encoding="ascii", opener=_private) as file:
        file.write(key_text(key))
    return Asked({OPTION: (os.fspath(path),)})


def forget() -> None:
    """Forget the key that was made in this session."""
    st.session_state.pop(_FRESH, None)


def _draw_key() -> bytes:
    """Draw where a key is given or taken along, and return it; raises OffbeatError for a file that holds none."""
    given = st.file_uploader(
        "Your key, where you have one from an earlier load", type=["key", "txt"], key="_pseudonym_file",
        max_upload_size=LARGEST_KEY_MB,
    )  # fmt: skip
    if given is not None:
        return key_from_text(given.getvalue().decode("ascii", "replace"))
    key = st.session_state.setdefault(_FRESH, new_key())
    st.download_button(
        "Download the new key", data=key_text(key).encode(), file_name="offbeat.key", mime="text/plain",
        icon=":material/key:", on_click="ignore", key="pseudonym_key",
    )  # fmt: skip
    st.caption("Keep it: next month's file gets the same pseudonyms only with it. It is deleted here with the file.")
    return key


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
