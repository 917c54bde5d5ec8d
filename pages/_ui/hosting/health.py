"""Whether the app answers, and not only its process: `/healthz` runs Home on the sample in a session of its own."""

import asyncio
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SCRIPT_RUN_WITHOUT_ERRORS_KEY

APP = Path(__file__).resolve().parents[3] / "app.py"
LONGEST_RUN_S = 20
KEPT_S = 10  # whoever asks more often gets the last answer
POLL_S = 0.05
_OK, _UNAVAILABLE = 200, 503
_CLAIM, _SIGN = "offbeat_health", secrets.token_hex(16)
_SCRIPTS = ScriptCache()


class Health:
    """Runs the app when asked, one run at a time, and keeps the answer for a few seconds."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._asked_s = float("-inf")
        self._problem: str | None = None

    async def problem(self) -> str | None:
        """Return why the app does not answer; None where it does."""
        async with self._lock:
            if time.monotonic() - self._asked_s > KEPT_S:
                self._problem = await _run()
                self._asked_s = time.monotonic()
            return self._problem

    async def answer(self, request: Request) -> PlainTextResponse:
        """Answer 200 where a run of the app ended well, else 503 and why."""
        problem = await self.problem()
        return PlainTextResponse(problem or "ok", _UNAVAILABLE if problem else _OK)

    def routes(self) -> list[Route]:
        """Return what the server adds to Streamlit's own routes."""
        return [Route("/healthz", self.answer)]


async def _run() -> str | None:
    """Run the app as it runs for a person; it must come as far as the page, and end without an error."""
    session = AppSession(
        ScriptData(str(APP), is_hello=False), runtime.get_instance().uploaded_file_mgr, _SCRIPTS, None, {_CLAIM: _SIGN}
    )
    end = time.monotonic() + LONGEST_RUN_S
    try:
        session.request_rerun(None)
        while SCRIPT_RUN_WITHOUT_ERRORS_KEY not in session.session_state:
            if time.monotonic() > end:
                return f"no answer within {LONGEST_RUN_S} s"
            await asyncio.sleep(POLL_S)
        has_ended_well = session.session_state[SCRIPT_RUN_WITHOUT_ERRORS_KEY]
        return None if has_ended_well and "_page" in session.session_state else "the app raised an error"
    finally:
        session.shutdown()


def is_check(user: Mapping[str, Any]) -> bool:
    """Whether a session is a look at the health: nobody outside this process knows what marks it."""
    return secrets.compare_digest(str(user.get(_CLAIM, "")), _SIGN)
