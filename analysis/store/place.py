"""Where shared things are kept, and whether that place outlives the server."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

STORE_SETTING, LASTS_SETTING = "OFFBEAT_STORE", "OFFBEAT_STORE_LASTS"
# Streamlit Community Cloud mounts the repository here; its disk is emptied when the app sleeps or is deployed anew.
COMMUNITY_CLOUD = Path("/mount/src")


def store_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder OFFBEAT_STORE names, else one among the user's own data; None where it is set to nothing."""
    named = environment.get(STORE_SETTING)
    if named is not None:
        return Path(named).expanduser() if named.strip() else None
    return _data_folder(environment) / "offbeat" / "shared"


def lasts(
    folder: Path, environment: Mapping[str, str] = os.environ, *, community_cloud: Path = COMMUNITY_CLOUD
) -> bool:
    """Whether what is kept in a folder is still there after a restart: OFFBEAT_STORE_LASTS says so, else the place."""
    said = environment.get(LASTS_SETTING)
    if said is not None:
        return said.strip() != "0"
    scratch = Path(tempfile.gettempdir()).resolve()
    return not (community_cloud.is_dir() or folder.resolve().is_relative_to(scratch))


def _data_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
