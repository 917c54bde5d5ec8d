"""The store of shared things as the app holds it: one a server, data opened once, the owner's token of this session."""

from pathlib import Path

import streamlit as st

from analysis.errors import OffbeatError
from analysis.store import Store, lasts, store_folder
from analysis.store.ids import looks_like_id, new_id
from pages._ui import cache
from pages._ui.uploads import Upload

_OWNER, _MANAGED = "_share_owner", "_share_managed"


def store() -> Store:
    """Return the store; raises OffbeatError where this server keeps nothing."""
    folder = store_folder()
    if folder is None:
        raise OffbeatError(
            "Expected a server that keeps what is shared, found one that was told to keep nothing.",
            hint="share the long link, which carries thresholds and no data.",
        )
    return _store(str(folder))


@st.cache_resource(show_spinner=False)
def _store(folder: str) -> Store:
    return Store(Path(folder))


def is_on() -> bool:
    """Whether this server keeps anything."""
    return store_folder() is not None


def is_lasting() -> bool:
    """Whether what is kept is still there after this server starts anew."""
    folder = store_folder()
    return folder is not None and lasts(folder)


def upload_of(workspace: str, sees: str) -> Upload:
    """Return shared data, for however many viewers once; raises OffbeatError where they were deleted."""
    return _upload_of(workspace, sees, store())


# Keyed by the digest of a random id: no two datasets share an entry, and nobody's own upload is among them.
@st.cache_resource(max_entries=4, show_spinner="Opening what was shared …")
def _upload_of(workspace: str, sees: str, _store: Store) -> Upload:
    return Upload(*_store.open_data(workspace), shared="counts" if sees == "counts" else "people")


def drop_from_memory() -> None:
    """Forget in memory what was deleted on disk; others compute anew what they look at."""
    _upload_of.clear()
    cache.forget()


def owner() -> str:
    """Return the secret by which this session owns the links it makes."""
    if _OWNER not in st.session_state:
        st.session_state[_OWNER] = new_id()
    return st.session_state[_OWNER]


def has_made() -> bool:
    """Whether this session has made a link itself."""
    return _OWNER in st.session_state


def owners() -> list[str]:
    """Return the secrets whose links this session may list and take back: its own, and that of a manage link.

    New links are never made under the secret of a manage link: whoever sent it would own them too.
    """
    return [st.session_state[name] for name in (_OWNER, _MANAGED) if name in st.session_state]


def take_managed(token: str) -> bool:
    """List and take back what the secret of a manage link owns from now on; return whether it can be one."""
    if looks_like_id(token):
        st.session_state[_MANAGED] = token
    return looks_like_id(token)
