"""Whether a text names somebody of a dataset: such texts must not go where only counts are shared."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

import pandas as pd

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_BREAKS = re.compile(r"[^\w.+@-]+")
_LETTERS = re.compile(r"[^\W_]+")
_LEAST_DIGITS = 5  # of an id of digits alone: shorter ones are any number


class Names:
    """The ids of a dataset and the columns that are hidden with them.

    Parameters
    ----------
    ids
        Every id, shape (ids,).
    columns
        Columns that are left out or numbered: a rule that names one would say what they held.
    """

    def __init__(self, ids: pd.Index, columns: tuple[str, ...]) -> None:
        telling = ids[[_is_telling(each) for each in ids]]
        self._whole = pd.Index(telling)
        self._broken = [each for each in telling if _BREAKS.search(each)]
        self._columns = [re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE) for each in columns]

    def is_named_in(self, text: str) -> bool:
        """Whether a text holds an id or an e-mail address."""
        if _ADDRESS.search(text) or any(each in text for each in self._broken):
            return True
        parts = _BREAKS.split(text)
        words = {text, *parts, *(each.strip(".+-") for each in parts), *_LETTERS.findall(text)}
        return bool((self._whole.get_indexer(list(words)) >= 0).any())

    def is_told_by(self, text: str) -> bool:
        """Whether a text names somebody, or a hidden column."""
        plain = unquote_plus(text)
        return self.is_named_in(plain) or any(each.search(plain) for each in self._columns)

    def is_in(self, plain: Any) -> bool:
        """Whether any text within JSON-ready values names somebody."""
        return any(map(self.is_named_in, _texts(plain)))


def _is_telling(name: str) -> bool:
    return any(map(str.isalpha, name)) or len(name) >= _LEAST_DIGITS


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield unquote_plus(plain)
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(plain, list | tuple):
        for each in plain:
            yield from _texts(each)
