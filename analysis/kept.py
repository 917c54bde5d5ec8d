"""What was made lately, with what it was made for: so that a slider redoes only what hangs on it."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np

Made = TypeVar("Made")

_MOST_PLACES, _ROWS_OF_ALL_PLACES = 16, 200_000


class Kept:
    """A few values a name, each for one key; of many rows only the last one.

    Sessions may share it: what is kept is replaced whole, and everybody goes on with what they were given. Values must
    be functions of their key alone, and must not refer to whom they are kept by: the garbage collector does not look at
    what lives as long as the app.
    """

    def __init__(self, rows: int = _ROWS_OF_ALL_PLACES) -> None:
        self._places = max(1, min(_MOST_PLACES, _ROWS_OF_ALL_PLACES // max(rows, 1)))
        self._entries: dict[str, tuple[tuple[Hashable, Any], ...]] = {}

    def once(self, name: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for `key`, arrays read-only, making it anew where the key is none of the last ones."""
        known = self._entries.get(name, ())
        found = next((each for each in known if each[0] == key), None)
        if found is None:
            found = (key, make())
            if isinstance(found[1], np.ndarray):
                found[1].setflags(write=False)
        if not known or known[0] is not found:
            others = (each for each in self._entries.get(name, ()) if each[0] != key)
            self._entries[name] = (found, *others)[: self._places]
        return found[1]

    def last(self, name: str) -> Any:
        """Return what was kept under a name last, None where nothing was."""
        return next((value for _, value in self._entries.get(name, ())), None)

    def put(self, name: str, value: Any) -> None:
        """Keep a value whatever it was made for."""
        self._entries[name] = ((None, value),)
