"""Files loaded before open at once: what was read from them is kept on disk, for whoever loaded them and nobody else.

OFFBEAT_CACHE names the folder (else `~/.cache/offbeat`); set to nothing, nothing is kept.
"""

import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import streamlit as st

from analysis.ingest.cache import LOCAL_OWNER, Cached, CacheLimits
from analysis.ingest.local import is_local
from analysis.ingest.progress import Step
from pages._ui.loading import Spool
from pages._ui.uploads import Upload

SETTING = "OFFBEAT_CACHE"
# Shorter than the library's: visitors who never sign in cannot come back to what they loaded.
LIMITS = CacheLimits(longest_days=7.0)
_OWNER_BYTES = 32


@dataclass(frozen=True)
class Reopened:
    """A load that was over before it began; taken wherever a `load_child.Load` is."""

    spooled: Spool
    found: Upload
    base: Upload | None = None
    is_over: ClassVar[bool] = True
    left_said: ClassVar[str] = ""

    @property
    def step(self) -> Step:
        """What it is doing: nothing any more."""
        return Step("Loaded before: opening it", 1.0)

    def result(self) -> Upload:
        """Return what was read then, added to `base` where there is one. Raises OffbeatError."""
        return self.found if self.base is None else self.base.with_newer(self.found)

    def cancel(self) -> None:
        """There is nothing to stop."""


def key_of(spooled: Spool, timezone: str | None) -> str | None:
    """Return the name under which these files, read in this way, are kept; None where nothing is kept."""
    kept = _kept()
    if kept is None or "pseudonymise" in spooled.answers:  # under another name each time: never found again
        return None
    decided = {"columns": spooled.columns, "timezone": timezone, "answers": spooled.answers}
    return kept.key(spooled.events, **spooled.beside, **decided)


def reopened(spooled: Spool, key: str | None, base: Upload | None) -> Reopened | None:
    """Return what was read from these files before, or None."""
    kept = None if key is None else _kept()
    found = None if kept is None else kept.get(key)
    if found is None:
        return None
    dataset, report = found
    _seen().add(dataset.fingerprint)
    return Reopened(spooled, Upload(replace(dataset, name=spooled.name), report), base)


def keep(key: str | None, saved: Path, *, fingerprint: str) -> None:
    """Keep a saved dataset under its key."""
    kept = None if key is None else _kept()
    if kept is not None:
        kept.put(key, lambda folder: shutil.copytree(saved, folder, dirs_exist_ok=True))
        _seen().add(fingerprint)


def forget() -> None:
    """Delete what is kept of all that this session loaded."""
    kept = _kept()
    for fingerprint in _seen() if kept is not None else ():
        kept.forget(fingerprint)
    _seen().clear()


def _seen() -> set[str]:
    """Return the fingerprints of what this session loaded."""
    return st.session_state.setdefault("_loaded_fingerprints", set())


def _kept() -> Cached | None:
    """Return the entries of whoever looks; None where they are switched off or their folder cannot be made."""
    folder = os.environ.get(SETTING, str(Path.home() / ".cache" / "offbeat"))
    if folder:
        with suppress(OSError):
            return Cached(Path(folder), owner(), LIMITS)
    return None


def owner() -> str:
    """Return who looks: this computer's user in local mode, who signed in, else a secret of this session."""
    if is_local():
        return LOCAL_OWNER
    if st.user.get("is_logged_in") and st.user.get("sub"):
        return f"user {st.user.get('iss')} {st.user['sub']}"
    if "_cache_owner" not in st.session_state:
        st.session_state["_cache_owner"] = secrets.token_urlsafe(_OWNER_BYTES)
    return st.session_state["_cache_owner"]
