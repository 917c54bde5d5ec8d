"""Sign-in round trip without a browser: the real routes of `st.login`, the gate before them, a provider that signs."""

import json
import logging
import time

import httpx2
import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.auth_util import encode_provider_token
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME, XSRF_COOKIE_NAME

from pages._ui import streamed
from pages._ui.hosting.allowed import sign_in_from
from pages._ui.hosting.gate import Gate
from tests.hosting import oidc_provider
from tests.hosting.apart import run_apart

DEEP = "/patterns?weekday.min_share=0.8&user=a%20b"
ANYTHING = Route("/{path:path}", lambda asked: PlainTextResponse(asked.url.path), methods=["GET", "PUT", "POST"])
CLOSED = [
    "/media/x.csv", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/upload_file/a/b", "/component/x",
    "/added-later", "/streamed/guess", "//else.test/", "/static/../media/x",
]  # fmt: skip


@pytest.fixture(scope="module")
def provider():
    with oidc_provider.running() as made:
        yield made


@pytest.fixture(scope="module")
def settings(provider):
    return sign_in_from(oidc_provider.environment(provider, f"http://127.0.0.1:{oidc_provider.free_port()}"))


@pytest.fixture(scope="module")
def server(settings):
    """The gate and the routes of the sign-in; behind them every path answers with itself."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(secrets_singleton, "_secrets", {})
        patched.setattr(secrets_singleton, "_programmatic_secrets", None)
        secrets_singleton.merge_programmatic_secrets(settings.secrets())
        middleware = [Middleware(Gate, sign_in=settings), Middleware(SessionMiddleware, secret_key="b" * 64)]
        routes = [*streamed.routes(), *create_auth_routes(""), ANYTHING]
        app = Starlette(routes=routes, middleware=middleware)
        with oidc_provider.served(app, int(settings.address.rpartition(":")[2])) as address:
            yield address


@pytest.fixture
def client(provider, server):
    """A browser without a window, of somebody who has not signed in."""
    provider.claims, provider.signs_with = dict(oidc_provider.ANN), provider.key
    with httpx2.Client(base_url=server, verify=False) as made:
        yield made


@pytest.fixture
def signed(provider, server):
    """A function that returns the cookie of a sign-in, with some of it changed."""
    standing = {"iss": provider.issuer, "aud": oidc_provider.CLIENT_ID, "is_logged_in": True, "origin": server}

    def made(key: str = "a" * 64, **claims: object) -> dict[str, str]:
        text = json.dumps(standing | {"iat": int(time.time())} | oidc_provider.ANN | claims)
        return {USER_COOKIE_NAME: create_signed_value(key, USER_COOKIE_NAME, text).decode()}

    return made


def sign_in(client, provider):
    """Follow the way of a browser; returns the answer to its coming back."""
    asked = client.get(f"/auth/login?provider={encode_provider_token('default')}")
    assert asked.headers["location"].startswith(f"{provider.issuer}/authorization?")
    back = httpx2.get(asked.headers["location"], verify=False).headers["location"]
    assert back.startswith(f"{client.base_url}/oauth2callback?")
    return client.get(back)


def test_somebody_allowed_comes_back_to_the_link(client, provider):
    assert client.get("/media/x.csv").status_code == 401
    assert client.get(DEEP).status_code == 200
    assert sign_in(client, provider).headers["location"] == DEEP
    assert "offbeat_next" not in client.cookies
    for path in CLOSED[:5]:
        assert client.get(path).text == path
    assert "offbeat_next" not in client.get(DEEP).headers.get("set-cookie", "")


@pytest.mark.parametrize("path", CLOSED)
def test_nobody_else_gets_anything(client, path):
    for method in ("GET", "PUT", "POST"):
        assert client.request(method, str(client.base_url).rstrip("/") + path).text == "Sign in first."
    assert client.put("/static/x").status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "ann@else.test"},
        {"email": "ann@sub.acme.test"},
        {"email": "ann@acme.test.else.test"},
        {"email": "eve@else.test@acme.test"},
        {"email": "@acme.test"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"iat": int(time.time()) - 13 * 3600},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"is_logged_in": False},
        {"iss": "http://else.test"},
        {"aud": "another-app"},
        {"aud": ["another-app"]},
        {"origin": "http://else.test"},
        {"key": "c" * 64},
    ],
)
def test_signed_in_is_not_let_in(client, signed, claims):
    for said, status in (({}, 200), (claims, 401)):
        client.cookies.update(signed(**said))
        assert client.get("/media/x.csv").status_code == status


@pytest.mark.parametrize("mail", ["EVE@else.test", "anybody@ACME.test"])
def test_a_person_or_a_domain_on_the_list_is_let_in(client, signed, mail):
    client.cookies.update(signed(email=mail))
    assert client.get("/media/x.csv").status_code == 200


def test_a_token_signed_by_somebody_else_is_refused(client, provider):
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert sign_in(client, provider).headers["location"] == "/"
    assert USER_COOKIE_NAME not in client.cookies
    assert client.get("/media/x.csv").status_code == 401


def test_nobody_else_can_put_a_file_though_they_hold_a_place(client, signed):
    place, token = streamed.place(), generate_xsrf_token_string()
    sent = {"content": b"x", "headers": {"X-Xsrftoken": token}}
    client.cookies.set(XSRF_COOKIE_NAME, token)
    assert client.put(place.path, **sent).status_code == 401
    assert list(place.folder.iterdir()) == []
    client.cookies.update(signed())
    assert client.put(place.path, **sent).status_code == 201
    place.drop()


@pytest.mark.parametrize(
    ("planted", "lands"),
    [
        ("/patterns%3Fas_of=1", "/patterns?as_of=1"),
        *[
            (other, "/")
            for other in ("//else.test/", "https://else.test/", "/%5Celse.test", "/data?%0d%0aX-A:%201", "")
        ],
    ],
)
def test_a_planted_link_leads_home(client, planted, lands):
    client.cookies.set("offbeat_next", planted.replace("/", "%2F"))
    answer = client.get("/oauth2callback?code=stale")
    assert answer.headers["location"] == lands
    assert "x-a" not in answer.headers


def test_signing_out_ends_it_here_and_at_the_provider(client, provider):
    sign_in(client, provider)
    there = client.get("/auth/logout").headers["location"]
    assert there.startswith(f"{provider.issuer}/end_session?")
    assert httpx2.get(there, verify=False).headers["location"] == f"{client.base_url}/oauth2callback"
    assert client.get("/oauth2callback").headers["location"] == "/"
    assert client.get("/media/x.csv").status_code == 401


def test_a_socket_whose_sign_in_is_over_is_cut(client, provider, signed, monkeypatch):
    seen, later = [], time.time() + 13 * 3600

    async def session(scope, receive, send):
        while (message := await receive())["type"] != "websocket.disconnect":
            seen.append(message)

    async def receive():
        if len(seen) == 2:
            monkeypatch.setattr(time, "time", lambda: later)
        return {"type": "websocket.receive"}

    cookie = "; ".join(f"{name}={value}" for name, value in signed().items())
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"cookie", cookie.encode())]}
    gate = Gate(session, sign_in_from(oidc_provider.environment(provider, str(client.base_url))))
    run_apart(lambda: gate(scope, receive, None))
    assert len(seen) == 2


def test_without_a_sign_in_another_address_is_said_once(caplog):
    app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("in"))], middleware=[Middleware(Gate, sign_in=None)])
    with caplog.at_level(logging.WARNING, "offbeat"), oidc_provider.served(app) as address:
        for host in ("localhost:8501", "127.0.0.1", "[::1]:8501"):
            assert httpx2.get(address, verify=False, headers={"host": host}).text == "in"
        assert caplog.messages == []
        for _ in range(2):
            assert httpx2.get(address, verify=False, headers={"host": "offbeat.acme.test"}).text == "in"
    assert [
        each for each in caplog.messages if "offbeat.acme.test" in each and "docs/hosting.md" in each
    ] == caplog.messages
    assert len(caplog.messages) == 1
