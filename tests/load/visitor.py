"""One browser tab, without the browser: a session over Streamlit's own protocol.

It does what the page's script does: keeps what widgets stand at, sends all of it at each click, answers with the hashes
of large messages it has, follows the address. It paints nothing.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from tests.load.controls import Control, of_block, of_element, state
from tests.load.socket_frames import Socket, connect

LONGEST_WAIT_S = 120.0
NOTICED_S = 0.2
KEPT_RUNS = 2  # how long a browser keeps a message it was sent
_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class AppError(AssertionError):
    """The app showed an exception, or a page that does not exist."""


class Visitor:
    """A session of the app.

    Attributes
    ----------
    pages
        Page hash by its path, "" for Home.
    page
        The hash of the page that is open.
    controls
        What can be moved on it, by id.
    problems
        Everything that must not come: exceptions, pages not found.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.session_id = ""
        self.pages: dict[str, str] = {}
        self.page = ""
        self.controls: dict[str, Control] = {}
        self.problems: list[str] = []
        self.polls: dict[str, float] = {}
        self.runs = 0
        self.token = generate_xsrf_token_string()
        self._socket: Socket | None = None
        self._states: dict[str, WidgetState] = {}
        self._alive: dict[str, Control] = {}
        self._tabs: dict[tuple[int, ...], Control] = {}
        self._query = ""
        self._seen: dict[str, tuple[int, Control | None]] = {}
        self._is_fragment = False
        self._ended: asyncio.Future[None] | None = None
        self._answers: dict[str, asyncio.Future[Any]] = {}

    async def open(self, page: str = "", query: str = "") -> float:
        """Open a page and wait until it is drawn; returns the seconds that took."""
        await self._connect()
        self._query = query
        return await self._run(self._asked(page_name=page))

    async def come_back(self) -> float:
        """Connect to the same session once more after a cut, as a browser does, and run the page again."""
        await self._connect()
        return await self._run(self._asked(page_hash=self.page))

    async def set(self, changes: Mapping[Control, Any]) -> float:
        """Set controls to values and wait for the end of the run; returns the seconds that took."""
        message = self._asked(page_hash=self.page, clicked=[state(*each) for each in changes.items()])
        return await self._run(message)

    async def go(self, page: str) -> float:
        """Go to a page by its path ("" is Home); returns the seconds that took."""
        return await self._run(self._asked(page_hash=self.pages[page]))

    async def poll(self, fragment: str) -> float:
        """Run a fragment again, as a page does that looks now and then; returns the seconds that took."""
        return await self._run(self._asked(page_hash=self.page, fragment=fragment))

    async def ask(self, message: BackMsg, id: str) -> Any:
        """Send a request that is answered apart from any run, and return the answer."""
        self._answers[id] = asyncio.get_running_loop().create_future()
        self._socket.send(message.SerializeToString())
        async with asyncio.timeout(LONGEST_WAIT_S):
            return await self._answers[id]

    def control(self, name: str) -> Control:
        """Return what the app gave a key; raises KeyError where it is not on the page."""
        return next(each for each in self.controls.values() if each.name == name)

    def tell(self, id: str, told: WidgetState) -> None:
        """Keep what a widget stands at; it is sent with the next click."""
        self._states[id] = told

    @property
    def received_bytes(self) -> int:
        """How much the server has sent."""
        return self._socket.received_bytes

    def close(self) -> None:
        """Close the tab."""
        if self._socket is not None:
            self._socket.close()

    async def cut(self) -> None:
        """Lose the connection without a word, and give the server a moment to notice."""
        self._socket.cut()
        await asyncio.sleep(NOTICED_S)

    async def _connect(self) -> None:
        """Open a socket; with the id of a session known to the server it goes on where it was."""
        known = [self.session_id] if self.session_id else []
        headers = {
            "Cookie": f"{XSRF_COOKIE_NAME}={self.token}", "Origin": self.address,
            "Sec-WebSocket-Protocol": ", ".join(["streamlit", self.token, *known]),
        }  # fmt: skip
        self._socket = await connect(self.address, receive=self._take, lost=self._lose, headers=headers)

    def _asked(
        self, *, page_hash: str = "", page_name: str = "", fragment: str = "", clicked: Iterable[WidgetState] = ()
    ) -> BackMsg:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash, asked.page_name = self._query, page_hash, page_name
        asked.fragment_id = fragment
        asked.is_auto_rerun = bool(fragment)
        asked.cached_message_hashes.extend(self._seen)
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en-US"
        asked.context_info.url = f"{self.address}/{page_name}"
        sent = dict(self._states)
        for each in clicked:
            sent[each.id] = each
            if not each.trigger_value:
                self._states[each.id] = each
        asked.widget_states.widgets.extend(sent.values())
        return message

    async def _run(self, message: BackMsg) -> float:
        begun = time.perf_counter()
        self._ended = asyncio.get_running_loop().create_future()
        self._socket.send(message.SerializeToString())
        async with asyncio.timeout(LONGEST_WAIT_S):
            await self._ended
        self.runs += 1
        if self.problems:
            raise AppError(self.problems[-1])
        return time.perf_counter() - begun

    def _lose(self) -> None:
        for waiting in (self._ended, *self._answers.values()):
            if waiting is not None and not waiting.done():
                waiting.set_exception(ConnectionError("the server closed the session"))

    def _take(self, payload: bytes) -> None:
        message = ForwardMsg.FromString(payload)
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._take_delta(message)
        elif kind == "ref_hash":
            self._take_known(message.ref_hash)
        else:
            take = _TAKE.get(kind)
            if take is not None:
                take(self, message)

    def _take_delta(self, message: ForwardMsg) -> None:
        delta: Delta = message.delta
        kind = delta.WhichOneof("type")
        found = None
        if kind == "new_element":
            found = of_element(delta.new_element)
            if delta.new_element.WhichOneof("type") == "exception":
                shown = delta.new_element.exception
                self.problems.append(f"{shown.type}: {shown.message}")
        elif kind == "add_block":
            found = self._block(delta, tuple(message.metadata.delta_path))
        if message.metadata.cacheable:
            self._seen[message.hash] = (self.runs, found)
        if found is not None:
            self._draw(found)

    def _block(self, delta: Delta, path: tuple[int, ...]) -> Control | None:
        """Return the control a block is; a tab's label is one more choice of the tabs it lies in."""
        if delta.add_block.WhichOneof("type") == "tab":
            tabs = self._tabs.get(path[:-1])
            if tabs is None:
                return None
            label = delta.add_block.tab.label
            self._tabs[path[:-1]] = Control(tabs.id, tabs.kind, tabs.name, "", (*tabs.choices, label))
            return self._tabs[path[:-1]]
        found = of_block(delta.add_block)
        if found is not None and found.kind == "tab_container":
            self._tabs[path] = found
        return found

    def _draw(self, control: Control) -> None:
        self._alive[control.id] = control
        if control.told is not None and (control.is_ordered or control.id not in self._states):
            self._states[control.id] = state(control, control.told)

    def _take_known(self, hash: str) -> None:
        """A message this tab was sent before: it is on the page again."""
        _, control = self._seen[hash]
        self._seen[hash] = (self.runs, control)
        if control is not None:
            self._draw(control)

    def _take_new_session(self, message: ForwardMsg) -> None:
        self.session_id = message.new_session.initialize.session_id
        self._is_fragment = bool(message.metadata.run.fragment_ids)
        self._tabs = {}
        if self._is_fragment:
            self._alive = dict(self.controls)
            return
        self._alive = {}
        self.polls = {}

    def _take_finished(self, message: ForwardMsg) -> None:
        if message.script_finished == _EARLY:
            return
        self.controls = self._alive
        self._states = {id: kept for id, kept in self._states.items() if id in self.controls}
        self._seen = {hash: kept for hash, kept in self._seen.items() if self.runs - kept[0] < KEPT_RUNS}
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    def _take_navigation(self, message: ForwardMsg) -> None:
        self.page = message.navigation.page_script_hash
        self.pages = {
            "" if each.is_default else each.url_pathname: each.page_script_hash for each in message.navigation.app_pages
        }

    def _take_address(self, message: ForwardMsg) -> None:
        self._query = message.page_info_changed.query_string

    def _take_poll(self, message: ForwardMsg) -> None:
        self.polls[message.auto_rerun.fragment_id] = message.auto_rerun.interval

    def _take_files(self, message: ForwardMsg) -> None:
        answer = message.file_urls_response
        with suppress(asyncio.InvalidStateError):
            self._answers[answer.response_id].set_result(answer)

    def _take_lost_page(self, message: ForwardMsg) -> None:
        self.problems.append(f"page not found: {message.page_not_found.page_name}")


_TAKE = {
    "new_session": Visitor._take_new_session, "script_finished": Visitor._take_finished,
    "navigation": Visitor._take_navigation, "page_info_changed": Visitor._take_address,
    "auto_rerun": Visitor._take_poll, "file_urls_response": Visitor._take_files,
    "page_not_found": Visitor._take_lost_page,
}  # fmt: skip
