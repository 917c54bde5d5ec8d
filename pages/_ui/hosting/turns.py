"""Whose page is computed now: one at a time in a process, in the order they asked.

Python computes one thing at a time in a process however many threads ask. Fifty half-done pages that take turns every
few milliseconds cost a quarter more, and everybody waits for the last. Whoever takes longer than `SLOW_S` no longer
counts: the next one goes on beside it.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

SLOW_S = 0.5


class Turns:
    """Turns of threads.

    Parameters
    ----------
    most
        How many quick ones go at the same time.
    slow_s
        Seconds after which one counts as slow.
    """

    def __init__(self, most: int = 1, *, slow_s: float = SLOW_S) -> None:
        self._most, self._slow_s = most, slow_s
        self._begun: dict[threading.Event, float] = {}
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, have it while the block runs, and give it to the next."""
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            self._admit()
        try:
            while not mine.wait(self._slow_s):
                with self._lock:
                    self._admit()
            yield
        finally:
            with self._lock:
                self._begun.pop(mine, None)
                if mine in self._waiting:
                    self._waiting.remove(mine)
                self._admit()

    def _admit(self) -> None:
        """Let the first in the line go while there is room; with the lock held."""
        now = time.monotonic()
        while self._waiting and sum(now - begun < self._slow_s for begun in self._begun.values()) < self._most:
            first = self._waiting.popleft()
            self._begun[first] = now
            first.set()


TURNS = Turns()
