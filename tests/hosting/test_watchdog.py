"""systemd hears READY once the app answers, and WATCHDOG for as long as it does."""

import asyncio
import socket

import pytest

from pages._ui.hosting import watchdog
from tests.hosting.apart import run_apart


@pytest.fixture
def listening(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "notify"))
        made.setblocking(False)
        yield made


def heard(listening: socket.socket) -> list[str]:
    words = []
    try:
        while True:
            words.append(listening.recv(100).decode())
    except BlockingIOError:
        return words


def test_it_is_ready_when_it_answers_and_silent_when_it_does_not(listening, monkeypatch):
    monkeypatch.setattr(watchdog, "RETRY_S", 0.01)
    environment = {"NOTIFY_SOCKET": listening.getsockname(), "WATCHDOG_USEC": "60000"}
    problems = iter(["starting", "starting", None, None, "stuck", None])

    async def problem() -> str | None:
        return next(problems, "gone")

    async def run() -> None:
        async with watchdog.watched(problem, environment):
            await asyncio.sleep(0.3)

    run_apart(run)
    assert heard(listening) == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]


def test_without_systemd_nothing_is_asked():
    async def problem() -> str | None:
        raise AssertionError

    async def run() -> None:
        async with watchdog.watched(problem, {}):
            await asyncio.sleep(0)

    run_apart(run)
    assert not watchdog.told("READY=1", {})
