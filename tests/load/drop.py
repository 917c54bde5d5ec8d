"""A file dropped on Data by a visitor, and read: what the browser's uploader and the button *Load* do."""

import asyncio
import time
import uuid
from pathlib import Path

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from tests.load.visitor import Visitor

LONGEST_LOAD_S = 900.0
MOST_UPLOAD_S = 300.0


async def load_file(visitor: Visitor, path: Path) -> float:
    """Drop a file on Data, press Load, wait until it is shown; returns the seconds from Load to its first page."""
    await drop_file(visitor, path)
    begun = time.perf_counter()
    await visitor.set({visitor.control("load"): True})
    await watch_load(visitor)
    return time.perf_counter() - begun


async def drop_file(visitor: Visitor, path: Path) -> None:
    """Drop a file on Data, whose page is open, and wait for the form that shows its head."""
    uploader = next(each for each in visitor.controls.values() if each.kind == "file_uploader")
    urls = await _asked(visitor, path.name)
    await asyncio.to_thread(_put, visitor, urls, path)
    dropped = FileUploaderState()
    dropped.uploaded_file_info.add(name=path.name, size=path.stat().st_size, file_id=urls.file_id, file_urls=urls)
    await visitor.set({uploader: dropped})


async def watch_load(visitor: Visitor) -> None:
    """Look at the load as often as the page does, until nothing is under way any more."""
    async with asyncio.timeout(LONGEST_LOAD_S):
        while visitor.polls:
            fragment, interval_s = next(iter(visitor.polls.items()))
            await asyncio.sleep(interval_s)
            await visitor.poll(fragment)


async def _asked(visitor: Visitor, name: str) -> FileURLs:
    """Return where the file is to be sent."""
    message = BackMsg()
    request = message.file_urls_request
    request.request_id, request.session_id = uuid.uuid4().hex, visitor.session_id
    request.file_names.append(name)
    return (await visitor.ask(message, request.request_id)).file_urls[0]


def _put(visitor: Visitor, urls: FileURLs, path: Path) -> None:
    with path.open("rb") as file:
        answer = requests.put(
            visitor.address + urls.upload_url, files={"file": (path.name, file)}, timeout=MOST_UPLOAD_S,
            headers={"X-Xsrftoken": visitor.token}, cookies={XSRF_COOKIE_NAME: visitor.token},
        )  # fmt: skip
    answer.raise_for_status()
