"""A small OpenID Connect provider on this machine: discovery, authorize, token with a signed id_token, keys, sign-out.

It signs in whoever `claims` names, without asking: what is tested is the app and not the provider.
"""

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "offbeat-test", "not-a-secret-of-anybody"
ANN = {"sub": "1", "email": "Ann@acme.test", "email_verified": True, "name": "Ann"}


class Provider:
    """Who signs in next, and what the provider was asked."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = dict(ANN)
        self.signs_with = self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signed_out = 0
        self._codes: dict[str, dict[str, str]] = {}

    def discovery(self, request: Request) -> Response:
        endpoints = {
            f"{name}_endpoint": f"{self.issuer}/{name}"
            for name in ("authorization", "token", "userinfo", "end_session")
        }
        said = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", "code_challenge_methods_supported": ["S256"]}
        algorithms = {"id_token_signing_alg_values_supported": ["RS256"], "response_types_supported": ["code"]}
        return JSONResponse(said | endpoints | algorithms)

    def keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False) | {"alg": "RS256", "use": "sig"}]})

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked["client_id"] != CLIENT_ID or "openid" not in asked["scope"].split():
            return Response(status_code=400)
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        asked = self._codes.pop(str(form["code"]), None)
        given = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(str(form["code_verifier"]).encode()).digest()).decode()
        is_client = request.headers.get("authorization") == f"Basic {given}"
        if asked is None or not is_client or proof.rstrip("=") != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now_s = int(time.time())
        standing = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now_s, "exp": now_s + 300, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, standing | self.claims, self.signs_with)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def end_session(self, request: Request) -> Response:
        self.signed_out += 1
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/keys", self.keys),
            Route("/authorization", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/end_session", self.end_session),
        ]


@contextmanager
def served(app: Starlette, port: int = 0) -> Iterator[str]:
    """Serve an app in a thread of this process; yield its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def running() -> Iterator[Provider]:
    """Serve a provider on a free port of this machine."""
    provider = Provider()
    with served(Starlette(routes=provider.routes())) as provider.issuer:
        yield provider


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def environment(provider: Provider, address: str, allowed: str = "acme.test, eve@else.test") -> dict[str, str]:
    """Return what the app is told to use the provider."""
    return {
        "OFFBEAT_LOGIN_ISSUER": provider.issuer,
        "OFFBEAT_LOGIN_CLIENT_ID": CLIENT_ID,
        "OFFBEAT_LOGIN_CLIENT_SECRET": CLIENT_SECRET,
        "STREAMLIT_SERVER_COOKIE_SECRET": "a" * 64,
        "OFFBEAT_ADDRESS": address,
        "OFFBEAT_ALLOWED": allowed,
    }
