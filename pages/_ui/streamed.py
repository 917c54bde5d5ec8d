"""Files beyond the upload limit: a route of the server's own that writes a request's body to disk as it comes.

A page asks for a place and gets a path with a token of 128 random bits, good for one request within the hour; the
browser PUTs the file there with Streamlit's XSRF token. Nothing is held in memory but a piece, and nobody without the
token learns whether a place exists.
"""

import asyncio
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app_utils import validate_xsrf_token
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from analysis.ingest.limits import GIB

PREFIX = "streamed-offbeat-"  # not that of spools, which are swept sooner
LONGEST_WAIT_S = 3600
MOST_BYTES = 50 * GIB
LEFT_FREE_BYTES = GIB
PIECE_BYTES = 1 << 20
_CREATED, _FORBIDDEN, _GONE, _TOO_LARGE, _NO_ROOM = 201, 403, 404, 413, 507


@dataclass
class Place:
    """Where one file may be sent.

    Attributes
    ----------
    path
        What the browser sends it to.
    file
        The whole file once it has come, else None; its name on disk is of our own.
    name
        What its owner calls it.
    """

    path: str
    folder: Path
    until: float
    file: Path | None = None
    name: str = ""
    is_used: bool = field(default=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether its file may still come, is on its way, or has come."""
        return self.folder.exists() and (self.is_used or time.monotonic() < self.until)

    def drop(self) -> None:
        """Delete the file."""
        shutil.rmtree(self.folder, ignore_errors=True)


_PLACES: dict[str, Place] = {}
_SERVED = threading.Event()


def place() -> Place:
    """Return a new place for one file; who holds it asks it whether the file has come."""
    for token, old in list(_PLACES.items()):
        if old.until < time.monotonic():
            _PLACES.pop(token, None)
            old.drop()
    token = secrets.token_urlsafe(16)
    _PLACES[token] = Place(
        f"/streamed/{token}", Path(tempfile.mkdtemp(prefix=PREFIX)), time.monotonic() + LONGEST_WAIT_S
    )
    return _PLACES[token]


async def take(request: Request) -> Response:
    """Write the body to the token's place; answers 404 for a token that is unknown, old or used."""
    if not validate_xsrf_token(request.headers.get("X-Xsrftoken"), request.cookies.get(XSRF_COOKIE_NAME)):
        return Response(status_code=_FORBIDDEN)
    found = _PLACES.pop(request.path_params["token"], None)
    if found is None or found.until < time.monotonic():
        return Response(status_code=_GONE)
    found.is_used = True
    try:
        status = await _write(request.stream(), found.folder / "coming")
    except (ClientDisconnect, OSError):
        status = _NO_ROOM
    if status != _CREATED:
        found.drop()
        return Response(status_code=status)
    found.name = unquote(request.headers.get("X-File-Name", ""))
    found.file = (found.folder / "coming").rename(found.folder / "whole")
    return Response(status_code=status)


async def _write(body: AsyncIterator[bytes], path: Path) -> int:
    """Write what comes in pieces, off the event loop; returns the status to answer with."""
    piece, written = bytearray(), 0
    with path.open("wb") as file:
        async for chunk in body:
            piece += chunk
            written += len(chunk)
            if written > MOST_BYTES:
                return _TOO_LARGE
            if len(piece) >= PIECE_BYTES:
                if shutil.disk_usage(path.parent).free < LEFT_FREE_BYTES:
                    return _NO_ROOM
                await asyncio.to_thread(file.write, bytes(piece))
                piece.clear()
        file.write(piece)
    return _CREATED


def is_served() -> bool:
    """Whether this process was started with the route."""
    return _SERVED.is_set()


def routes() -> list[Route]:
    """Return what the server adds to Streamlit's own routes; pages offer places from then on."""
    _SERVED.set()
    return [Route("/streamed/{token}", take, methods=["PUT"])]
