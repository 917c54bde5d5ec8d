"""Values that came out of JSON, checked before anything is made of them."""

import math
from collections.abc import Sequence
from typing import Any

from analysis.errors import OffbeatError, shortened

# The farthest days NumPy and Python's dates both know, in days since 1970.
_FARTHEST_DAY = 2_900_000
Plain = str | int | float | bool | None | tuple


def refuse(what: str, found: Any) -> OffbeatError:
    """Return the error that says what a story file holds instead of what was expected."""
    return OffbeatError(
        f"Expected {what} in the story file, found {shortened(repr(found))}.",
        hint="save the story again and use the new file.",
    )


def text(found: Any) -> str:
    """Return a text, or raise OffbeatError."""
    if not isinstance(found, str):
        raise refuse("text", found)
    return found


def texts(found: Any) -> tuple[str, ...]:
    """Return texts, or raise OffbeatError."""
    return tuple(text(each) for each in items(found))


def items(found: Any) -> Sequence[Any]:
    """Return a list, or raise OffbeatError."""
    if not isinstance(found, list | tuple):
        raise refuse("a list", found)
    return found


def mapping(found: Any) -> dict[str, Any]:
    """Return an object with texts as keys, or raise OffbeatError."""
    if not isinstance(found, dict):
        raise refuse("an object", found)
    return found


def whole_numbers(found: Any) -> tuple[int, ...]:
    """Return whole numbers that can be days, or raise OffbeatError."""
    for each in items(found):
        if isinstance(each, bool) or not isinstance(each, int) or abs(each) > _FARTHEST_DAY:
            raise refuse("whole numbers", each)
    return tuple(found)


def choice(found: Any, known: Sequence[str]) -> Any:
    """Return one of the known words, or raise OffbeatError."""
    if found not in known:
        raise refuse(f"one of {', '.join(known)}", found)
    return found


def arguments(found: Any) -> tuple[Plain, ...]:
    """Return the arguments of a view: lists become tuples; raises OffbeatError for anything that is not plain."""
    return tuple(arguments(each) if isinstance(each, list | tuple) else _plain(each) for each in items(found))


def without_gaps(value: Any) -> Any:
    """Return a value with numbers that JSON does not know (nan, infinite) as None, at any depth."""
    if isinstance(value, dict):
        return {str(key): without_gaps(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_gaps(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(found: Any) -> Plain:
    if found is not None and not isinstance(found, str | int | float | bool):
        raise refuse("text, a number or a list of them", found)
    return found
