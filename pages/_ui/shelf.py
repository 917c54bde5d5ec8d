"""What was computed and is kept for all sessions, up to a weight: what nobody asked for longest goes first.

Streamlit's own cache counts entries, and one of a million people weighs as much as a thousand of the sample.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Shelf:
    """Values by key, each made once however many sessions ask for it at the same time.

    Parameters
    ----------
    most_bytes
        What all values together may weigh.
    least
        So many stay whatever they weigh.
    """

    def __init__(self, most_bytes: int, *, least: int = 1) -> None:
        self._most_bytes = most_bytes
        self._least = least
        self._held_bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._turns: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._kept)

    def once(self, key: Hashable, make: Callable[[], Made], *, weight_bytes: int) -> Made:
        """Return what `make` returns, made anew only where nothing is kept under the key; an error is never kept."""
        return self.once_under(lambda: (key,), lambda: (key, make()), turn=key, weight_bytes=weight_bytes)

    def once_under(
        self,
        keys: Callable[[], Iterable[Hashable]],
        make: Callable[[], tuple[Hashable, Made]],
        *,
        turn: Hashable,
        weight_bytes: int,
    ) -> Made:
        """Return what is kept under any of some keys, else what `make` returns beside the key to keep it under.

        Whoever asks with the same `turn` meanwhile waits for the first.
        """
        asked = [*keys()]  # before the lock: to know who is chosen among a million takes a while
        with self._lock:
            for key in asked:
                if key in self._kept:
                    return self._asked(key)
            own_turn = self._turns.setdefault(turn, threading.Lock())
        with own_turn:
            asked = [*keys()]
            with self._lock:
                for key in asked:
                    if key in self._kept:
                        return self._asked(key)
            try:
                key, made = make()
                with self._lock:
                    self._keep(key, made, weight_bytes)
            finally:
                with self._lock:
                    self._turns.pop(turn, None)
        return made

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._kept.clear()
            self._held_bytes = 0

    def _asked(self, key: Hashable) -> Any:
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def _keep(self, key: Hashable, made: Any, weight_bytes: int) -> None:
        _, replaced_bytes = self._kept.pop(key, (None, 0))
        self._kept[key] = (made, weight_bytes)
        self._held_bytes += weight_bytes - replaced_bytes
        while self._held_bytes > self._most_bytes and len(self._kept) > self._least:
            _, (_, gone_bytes) = self._kept.popitem(last=False)
            self._held_bytes -= gone_bytes
