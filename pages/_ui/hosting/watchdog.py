"""Word to systemd (`Type=notify`, `WatchdogSec=`): ready once the app answers, alive for as long as it does."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

Problem = Callable[[], Awaitable[str | None]]
RETRY_S = 1.0


def told(words: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send `words` to the socket systemd named (sd_notify(3)); False where it named none."""
    name = environment.get("NOTIFY_SOCKET", "")
    if not name:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(words.encode(), f"\0{name[1:]}" if name.startswith("@") else name)
    return True


async def keep_telling(problem: Problem, environment: Mapping[str, str] = os.environ) -> None:
    """Say READY=1 at the first good answer, then WATCHDOG=1 at each, three times within the time systemd waits."""
    waits_s = int(environment.get("WATCHDOG_USEC", "0")) / 1e6
    while await problem():
        await asyncio.sleep(RETRY_S)
    told("READY=1", environment)
    while waits_s:
        await asyncio.sleep(waits_s / 3)
        if not await problem():
            told("WATCHDOG=1", environment)


@asynccontextmanager
async def watched(problem: Problem, environment: Mapping[str, str] = os.environ) -> AsyncIterator[None]:
    """While the server runs, tell systemd how it is; without systemd do nothing."""
    if not environment.get("NOTIFY_SOCKET"):
        yield
        return
    task = asyncio.create_task(keep_telling(problem, environment))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
