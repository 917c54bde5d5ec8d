"""Coroutines of tests, in a thread of their own."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor


def run_apart(make: Callable[[], Coroutine]) -> None:
    """Run a coroutine to its end: browser tests of the same process keep a loop running in its own thread."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(make())).result()
