"""What the processes of the app hold, looked at now and then from beside them."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.load.served import Process

EVERY_S = 0.5


@dataclass
class Held:
    """Megabytes of all processes together, with the loads they have running.

    Attributes
    ----------
    at_s, with_loads_mb, alone_mb
        Seconds since the first look; memory with and without the loads, of each look.
    """

    at_s: list[float] = field(default_factory=list)
    with_loads_mb: list[float] = field(default_factory=list)
    alone_mb: list[float] = field(default_factory=list)

    def mean_mb(self, start_s: float, end_s: float) -> float:
        """Return the mean without loads from one second to another; nan where nobody looked."""
        found = [held for at, held in zip(self.at_s, self.alone_mb, strict=True) if start_s <= at < end_s]
        return sum(found) / len(found) if found else float("nan")


@contextmanager
def watched(processes: Sequence[Process]) -> Iterator[Held]:
    """Look until the block ends."""
    held, over, begun = Held(), threading.Event(), time.monotonic()

    def look() -> None:
        while not over.wait(EVERY_S):
            alone, loads = sum(each.memory_mb for each in processes), sum(each.loads_mb for each in processes)
            held.at_s.append(time.monotonic() - begun)
            held.alone_mb.append(alone)
            held.with_loads_mb.append(alone + loads)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        over.set()
        thread.join()
