"""The gate before every route of the server: who is not allowed gets the way in, and nothing else.

Open to everybody are the empty frame of the app, its scripts and styles, the sign-in itself and the health of the
process; the session behind the frame asks again (`sign_in.py`). Uploads, downloads and every route added later are
closed unless listed here.
"""

import json
import logging
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages._ui.hosting.allowed import SignIn

PAGES_FOLDER = Path(__file__).resolve().parents[2]
OPEN_PATHS = {
    "/favicon.png", "/manifest.json", "/healthz", "/_stcore/health", "/_stcore/host-config", "/auth/login",
    "/auth/logout", "/oauth2callback",
}  # fmt: skip
OPEN_FOLDER = "/static/"
CALLBACK, NEXT_COOKIE, LONGEST_NEXT, NEXT_LASTS_S = "/oauth2callback", "offbeat_next", 3000, 900
OWN_HOSTS = {"localhost", "127.0.0.1", "::1"}
REFUSED, POLICY_CLOSE = 401, 1008
UNGUARDED = (
    "Offbeat answers at %s without a sign-in: everybody who reaches this address can use it. "
    "docs/hosting.md says how to close it."
)
_log = logging.getLogger("offbeat")


class Gate:
    """Middleware that lets through who may come in; without a sign-in everybody, which it says once in the log."""

    def __init__(self, app: ASGIApp, sign_in: SignIn | None) -> None:
        self._app = app
        self._sign_in = sign_in
        self._has_said = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is closed, pass on the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif self._sign_in is None:
            self._say_if_hosted(scope)
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, self._while_allowed(scope, receive), send)
        elif self._may_pass(scope):
            await self._app(scope, receive, self._remembering(scope, send))
        else:
            await PlainTextResponse("Sign in first.", REFUSED)(scope, receive, send)

    def _say_if_hosted(self, scope: Scope) -> None:
        host = urlsplit(f"//{HTTPConnection(scope).headers.get('host', '')}").hostname
        if not self._has_said and host not in OWN_HOSTS:
            self._has_said = True
            _log.warning(UNGUARDED, host)

    def _may_pass(self, scope: Scope) -> bool:
        return self._is_allowed(scope) or (scope["method"] in ("GET", "HEAD") and is_open(scope["path"]))

    def _is_allowed(self, scope: Scope) -> bool:
        return self._sign_in.refusal(claims_of(scope, self._sign_in), time.time()) is None

    def _while_allowed(self, scope: Scope, receive: Receive) -> Receive:
        """Look again at each message of a socket that began allowed: each is a run of the app."""
        if not self._is_allowed(scope):
            return receive

        async def looked_at() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not self._is_allowed(scope):
                return {"type": "websocket.disconnect", "code": POLICY_CLOSE}
            return message

        return looked_at

    def _remembering(self, scope: Scope, send: Send) -> Send:
        """Keep the link somebody came by until they are signed in: the way back leads to Home otherwise."""
        if scope["path"] == CALLBACK and "code=" in scope["query_string"].decode("latin-1"):
            return _sending(send, _go_on, unquote(HTTPConnection(scope).cookies.get(NEXT_COOKIE, "")))
        if is_page(scope["path"]) and not self._is_allowed(scope):
            return _sending(send, self._keep_link, scope)
        return send

    def _keep_link(self, headers: MutableHeaders, scope: Scope) -> None:
        query = scope["query_string"].decode("latin-1")
        link = quote(f"{scope['path']}?{query}" if query else scope["path"], safe="")
        if len(link) <= LONGEST_NEXT:
            is_secure = self._sign_in.address.startswith("https:")
            headers.append("set-cookie", _cookie(link, NEXT_LASTS_S, "; Secure" if is_secure else ""))


def _go_on(headers: MutableHeaders, link: str) -> None:
    is_ours = link.isascii() and link.isprintable() and is_page(link.partition("?")[0])
    if is_ours and "location" in headers:
        headers["location"] = link
    headers.append("set-cookie", _cookie("", 0, ""))


def _cookie(value: str, lasts_s: int, more: str) -> str:
    return f"{NEXT_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts_s}{more}"


def _sending(send: Send, change: Any, said: Any) -> Send:
    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            change(MutableHeaders(scope=message), said)
        await send(message)

    return changed


@cache
def _page_paths() -> frozenset[str]:
    return frozenset(f"/{page.stem}" for page in PAGES_FOLDER.glob("*.py"))


def is_page(path: str) -> bool:
    """Whether a path is that of a page, whose answer is the same empty frame for everybody."""
    return path == "/" or path.removesuffix("/") in _page_paths()


def is_open(path: str) -> bool:
    """Whether everybody may ask for a path."""
    return path in OPEN_PATHS or is_page(path) or (path.startswith(OPEN_FOLDER) and ".." not in path)


def claims_of(scope: Scope, sign_in: SignIn) -> Mapping[str, Any]:
    """Return what the signed cookie of a request says of who sends it; empty for none or a forged one."""
    cookies = HTTPConnection(scope).cookies

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(sign_in.cookie_secret, name, value.encode("latin-1", "replace")) if value else None

    found = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    try:
        claims = json.loads(found) if found else {}
    except ValueError:
        return {}
    is_ours = isinstance(claims, dict) and claims.get("origin") == sign_in.address
    return claims if is_ours else {}
