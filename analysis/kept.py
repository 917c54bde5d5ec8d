"""What was made last, with what it was made for: so that a slider redoes only what hangs on it."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np

Made = TypeVar("Made")


class Kept:
    """One value a name, for one key at a time.

    Sessions may share it: an entry is replaced whole, and everybody goes on with what they were given. Values must be
    functions of their key alone, and must not refer to whom they are kept by: the garbage collector does not look at
    what lives as long as the app.
    """

    def __init__(self) -> None:
        self._entries: dict[str, tuple[Hashable, Any]] = {}

    def once(self, name: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for `key`, arrays read-only, making it anew only where the key has changed since."""
        known = self._entries.get(name)
        if known is None or known[0] != key:
            known = (key, make())
            if isinstance(known[1], np.ndarray):
                known[1].setflags(write=False)
            self._entries[name] = known
        return known[1]

    def last(self, name: str) -> Any:
        """Return what was put under a name last, None where nothing was."""
        return self._entries.get(name, (None, None))[1]

    def put(self, name: str, value: Any) -> None:
        """Keep a value whatever it was made for."""
        self._entries[name] = (None, value)
