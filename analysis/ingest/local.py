"""A file named by its path instead of uploaded: only where the server is one's own, as OFFBEAT_LOCAL=1 says."""

import os
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import OffbeatError, UnreadableFileError, shortened

SETTING = "OFFBEAT_LOCAL"


def is_local(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether whoever opens the app may read this machine's files: never unless the server was started so."""
    return environment.get(SETTING) == "1"


def local_file(text: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file at a path a person typed, links followed; `~` is their home.

    Raises OffbeatError on a server that is not one's own, before the path is looked at, and UnreadableFileError for a
    path from nowhere (relative), a folder, a device, nothing, or a file that may not be read.
    """
    if not is_local(environment):
        raise OffbeatError(
            "Expected an upload, found a path: this server does not read its own files for visitors.",
            hint=f"drop the file, or start the app on your own computer with {SETTING}=1.",
        )
    try:
        path = Path(text.strip().strip("\"'")).expanduser()
        found = path.resolve(strict=True) if path.is_absolute() else None
    except (OSError, RuntimeError, ValueError):  # nothing there, no such home, a NUL
        found = None
    if found is None or not found.is_file():
        raise UnreadableFileError(
            f"Expected the whole path of a file, found none at {shortened(text)}.",
            hint="copy the path from your file manager.",
        )
    if not os.access(found, os.R_OK):
        raise UnreadableFileError(
            f"Expected a file that may be read, found one that may not be at {shortened(text)}.",
            hint="give yourself the right to read it, or copy it to where you have it.",
        )
    return found
