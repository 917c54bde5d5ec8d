"""A file beyond the upload limit is written as it comes, for whoever holds the token, once."""

import threading
import time

import pytest
import requests
import uvicorn
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from pages._ui import streamed

TOKEN = generate_xsrf_token_string()
SENT = {"headers": {"X-Xsrftoken": TOKEN, "X-File-Name": "m%C3%BCnchen.csv"}, "cookies": {XSRF_COOKIE_NAME: TOKEN}}


@pytest.fixture(scope="module")
def server():
    running = uvicorn.Server(uvicorn.Config(Starlette(routes=streamed.routes()), port=0, log_level="error"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join()


@pytest.fixture
def place():
    made = streamed.place()
    yield made
    made.drop()


def test_a_body_becomes_a_file_once(server, place):
    pieces = [bytes([number]) * 700_000 for number in range(5)]
    assert place.file is None
    assert requests.put(server + place.path, data=iter(pieces), **SENT).status_code == 201
    assert place.file.read_bytes() == b"".join(pieces)
    assert (place.name, [each.name for each in place.folder.iterdir()]) == ("münchen.csv", ["whole"])
    assert requests.put(server + place.path, data=b"again", **SENT).status_code == 404
    assert place.file.stat().st_size == 3_500_000


def test_without_the_tokens_nothing_is_written(server, place):
    assert requests.put(server + place.path, data=b"x").status_code == 403
    assert requests.put(f"{server}/streamed/guess", data=b"x", **SENT).status_code == 404
    assert requests.put(f"{server}/streamed/..%2F..%2Fx", data=b"x", **SENT).status_code == 404
    assert requests.get(server + place.path).status_code == 405
    assert list(place.folder.iterdir()) == []


@pytest.mark.parametrize(("name", "value", "status"), [("MOST_BYTES", 10, 413), ("LEFT_FREE_BYTES", 1 << 60, 507)])
def test_too_much_is_refused_and_leaves_nothing(server, place, monkeypatch, name, value, status):
    monkeypatch.setattr(streamed, name, value)
    assert requests.put(server + place.path, data=b"x" * (2 << 20), **SENT).status_code == status
    assert not place.folder.exists()


def test_an_old_place_is_gone(server, place, monkeypatch):
    place.until = 0
    streamed.place().drop()
    assert not place.folder.exists()
    assert requests.put(server + place.path, data=b"x", **SENT).status_code == 404


def test_a_place_is_open_until_its_file_went_or_its_hour_is_over(server, place):
    assert place.is_open
    requests.put(server + place.path, data=b"x", **SENT)
    place.until = 0
    assert place.is_open
    place.drop()
    assert not place.is_open
