"""How much one server process takes on: loads at once, datasets in all and of one person, the memory of one dataset."""

import os
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analysis import wording
from analysis.errors import OffbeatError
from analysis.ingest.limits import GIB, machine_memory_bytes

LOADS, DATASET_MB = "OFFBEAT_LOADS_AT_ONCE", "OFFBEAT_DATASET_MB"
DATASETS, DATASETS_EACH = "OFFBEAT_DATASETS", "OFFBEAT_DATASETS_EACH"
USUAL = {LOADS: 2, DATASETS: 100, DATASETS_EACH: 5}  # a load may take both cores, and most of the memory
SHARE_OF_MEMORY = 0.25  # of the machine's memory for one dataset: scores and views come on top
MOST = 1_000_000_000
MB = 1_000_000


@dataclass(frozen=True)
class Room:
    """What one process takes on.

    Attributes
    ----------
    loads
        Files that are read at the same time; further ones wait in line.
    datasets, datasets_each
        Datasets held in memory, loads under way among them: of everybody, and of one person who signed in (of one
        session where nobody does).
    dataset_mb
        Memory of one dataset.
    """

    loads: int
    datasets: int
    datasets_each: int
    dataset_mb: int

    def require_fits(self, dataset_bytes: int, name: str) -> None:
        """Raise OffbeatError where a dataset takes more memory than one may."""
        if dataset_bytes > self.dataset_mb * MB:
            most, found = wording.count(self.dataset_mb), wording.count(dataset_bytes / MB)
            raise OffbeatError(
                f"Expected data that take at most {most} MB of memory here, found about {found} MB in {name}.",
                hint=f"load fewer months of it, or ask whoever runs this server to raise {DATASET_MB}.",
            )


def room_from(environment: Mapping[str, str] = os.environ) -> Room:
    """Return what the environment allows. Raises OffbeatError for what is no whole number from 1 on."""
    usual_mb = max(GIB, int(machine_memory_bytes() * SHARE_OF_MEMORY)) // MB
    return Room(
        loads=_number(environment, LOADS, USUAL[LOADS]),
        datasets=_number(environment, DATASETS, USUAL[DATASETS]),
        datasets_each=_number(environment, DATASETS_EACH, USUAL[DATASETS_EACH]),
        dataset_mb=_number(environment, DATASET_MB, usual_mb),
    )


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < len(str(MOST)) and int(text)):
        found = f'Expected {name} to be a whole number from 1 on, found "{text}".'
        raise OffbeatError(found, hint=f"leave it out for {wording.count(usual)}.")
    return int(text)


@cache
def room() -> Room:
    """Return what this process takes on, read once."""
    return room_from()


class Held:
    """Who holds what: things are counted for as long as somebody refers to them, so nothing has to be given back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[int, tuple[weakref.ref, str]] = {}

    def add(self, thing: object, owner: str) -> None:
        """Count a dataset or a load from now on."""
        number = id(thing)
        with self._lock:
            self._known[number] = (weakref.ref(thing, lambda _: self._known.pop(number, None)), owner)

    def count(self, owner: str | None = None) -> int:
        """Return how much is held by everybody, or by one owner."""
        known = list(self._known.values())
        return sum(thing() is not None and owner in (None, whose) for thing, whose in known)

    def require_place(self, owner: str, allowed: Room) -> None:
        """Raise OffbeatError where one dataset more is too many."""
        if self.count(owner) >= allowed.datasets_each:
            most = wording.plural(allowed.datasets_each, "dataset")
            raise OffbeatError(
                f"Expected at most {most} of yours at once, found as many already, in other tabs or just closed ones.",
                hint="press Forget this file there, or wait some minutes after closing a tab, then load again.",
            )
        if self.count() >= allowed.datasets:
            most = wording.plural(allowed.datasets, "dataset")
            raise OffbeatError(
                f"Expected at most {most} at once on this server, found as many already.",
                hint=f"try again later, or ask whoever runs it to raise {DATASETS}.",
            )


HELD = Held()
