"""JSON read as a stream: where each row of a long array begins and ends, without holding the array."""

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from analysis.ingest.limits import Limits

_CHUNK_CHARACTERS = 1 << 20
_LOOK_AHEAD = 256
_BETWEEN = re.compile(r"[\s,]*")
_LIST_OF_OBJECTS = re.compile(r"\s*:\s*\[\s*(?=\{)")
_COLON = re.compile(r"\s*:\s*")
# Numbers are not made: what a row says is read later, here only where it ends.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str)


def list_in(value: dict[str, Any]) -> str | None:
    """Return the key of the list of rows that an object stands round, if it does."""
    lists = (key for key, each in value.items() if isinstance(each, list) and each and isinstance(each[0], dict))
    return next(lists, None)


class JsonStream:
    """JSON text with a cursor; the text before the cursor is forgotten.

    Attributes
    ----------
    line
        The line of the cursor, from 1.
    beside
        Other lists of objects behind the one that was read, by their keys.
    """

    def __init__(self, file: IO[str], limits: Limits) -> None:
        self._file, self._limits = file, limits
        self._text, self._at, self._read, self._is_whole = "", 0, 0, False
        self.line = 1
        self.beside: list[str] = []

    def elements(self) -> Iterator[tuple[str, int]]:
        """Yield text and line of each row: an array's elements, those of an object's first list, or objects in a row.

        Raises JSONDecodeError where the text breaks off, RecursionError where it is nested without end.
        """
        is_list = self._enter()
        while (mark := self._mark()) and not (is_list and mark == "]"):
            if self._limits.head_bytes is not None and self._read > self._limits.head_bytes:
                return
            line, (start, end) = self.line, self._value()[1]
            yield self._text[start:end], line
        if is_list and not mark:
            raise json.JSONDecodeError("an array without an end", "", 0)
        if is_list:
            self._move(self._at + 1)
            self._look_beside()

    def _enter(self) -> bool:
        """Move to the first row; return whether it stands in a list."""
        if self._mark() == "[":
            self._move(self._at + 1)
            return True
        try:
            value, _ = self._decoded()
        except json.JSONDecodeError:  # too long for one row: it stands round a list
            value = None
        if isinstance(value, dict) and list_in(value) is None:
            return False
        self._move(self._at + 1)
        while self._mark() == '"':
            self._value()
            self._fill(_LOOK_AHEAD)
            if found := _LIST_OF_OBJECTS.match(self._text, self._at):
                self._move(found.end())
                return True
            if not (found := _COLON.match(self._text, self._at)):
                break
            self._move(found.end())
            self._value()
        raise json.JSONDecodeError("no list of rows", "", 0)

    def _look_beside(self) -> None:
        """Read what follows the list in an object."""
        while self._mark() == '"':
            key, _ = self._value()
            self._fill(_LOOK_AHEAD)
            if not (found := _COLON.match(self._text, self._at)):
                return
            self._move(found.end())
            value, _ = self._value()
            if list_in({key: value}) is not None:
                self.beside.append(key)

    def _mark(self) -> str:
        """Return the next character that is no blank and no comma, "" at the end; the cursor stands on it."""
        while True:
            self._move(_BETWEEN.match(self._text, self._at).end())  # type: ignore[union-attr]
            if self._at < len(self._text) or self._is_whole:
                return self._text[self._at : self._at + 1]
            self._fill(1)

    def _value(self) -> tuple[Any, tuple[int, int]]:
        """Return the next value and where its text stands; the cursor stands behind it."""
        value, end = self._decoded()
        start = self._at
        self._move(end)
        return value, (start, end)

    def _decoded(self) -> tuple[Any, int]:
        """Return the value at the cursor and its end, reading on while it is not whole."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if self._is_whole or len(self._text) - self._at > self._limits.row_bytes:
                    raise
            else:
                if end < len(self._text) or self._is_whole:
                    return value, end
            self._fill(2 * (len(self._text) - self._at) + 1)

    def _fill(self, characters: int) -> None:
        """Read on until so many characters stand behind the cursor, or to the end."""
        missing = characters - (len(self._text) - self._at)
        if missing <= 0 or self._is_whole:
            return
        chunk = self._file.read(max(missing, _CHUNK_CHARACTERS))
        self._is_whole = not chunk
        self._text, self._at = self._text[self._at :] + chunk, 0
        self._read += len(chunk)

    def _move(self, to: int) -> None:
        self.line += self._text.count("\n", self._at, to)
        self._at = to
