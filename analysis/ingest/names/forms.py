"""The forms of a column name that are compared: case, separators, accents, wrappers and units say nothing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
# Letters that no decomposition takes an accent from.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# Of whom or what it is an id stands in the part that would be left out.
BARE_ID = "id"
_ACCENTS = re.compile("[\u0300-\u036f]")
# What exports and warehouses put before the name of a field.
WRAPPERS = (
    "properties", "property", "event_properties", "event", "events", "data", "payload", "attributes", "fields",
    "record", "row", "track", "tracks", "raw", "src", "dim", "fact", "stg",
)  # fmt: skip
# What they put behind it: the unit or the zone.
UNITS = (
    "utc", "gmt", "iso", "ms", "us", "ns", "millis", "micros", "nanos", "seconds", "sec", "epoch", "unix", "usd", "eur",
    "gbp", "chf", "sek", "pln", "jpy", "cny", "brl",
)  # fmt: skip


def normal(name: str) -> str:
    """Return the normal form of a column name: lower case words without accents, joined by underscores.

    Camel case is split; `(UTC)` and the leading `properties.` or `$` of analytics exports are left out.
    """
    text = _CAMEL.sub("_", name.replace("(UTC)", "").strip().removeprefix("properties."))
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_LETTERS)
    return _NOT_WORD.sub("_", unicodedata.normalize("NFC", plain)).strip("_")


@cache
def joined(name: str) -> str:
    """Return the normal form without separators: `User ID`, `userid` and `USER-ID` are one name."""
    return normal(name).replace("_", "")


def spellings(names: Iterable[str]) -> Iterator[str]:
    """Yield the normal form of each name, and the one with ae for ä where that is another."""
    for name in names:
        both = normal(name), normal(name.casefold().translate(_GERMAN))
        yield from dict.fromkeys(both)


def of_all(languages: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the normal forms of the names of all languages, each once, in order."""
    return tuple(dict.fromkeys(form for names in languages.values() for form in spellings(names)))


def by_form(header: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return form -> how much was left out for it (0: nothing), and the column.

    Of two columns with one form the one that less was left out for stands, then the first in order.
    """
    found: dict[str, tuple[int, str]] = {}
    shared = _shared_start(header)
    for column in sorted(header):
        words = normal(column).split("_")
        for rank, form in enumerate(_shorter(words, shared)):
            key = "".join(form)
            if key and not (rank and key == BARE_ID) and (key not in found or rank < found[key][0]):
                found[key] = (rank, column)
    return found


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return a header on one line without blanks or repeats: a blank becomes `column_3`, a second `name` `name_2`."""
    names: dict[str, None] = {}
    last: dict[str, int] = {}  # where to go on counting: a hostile header has one name 100,000 times
    for position, cell in enumerate(header, start=1):
        base = name = " ".join(cell.split()) or f"column_{position}"
        again = last.get(base, 1)
        while name in names:
            again += 1
            name = f"{base}_{again}"
        last[base] = again
        names[name] = None
    return tuple(names)


def _shorter(words: list[str], shared: list[str]) -> Iterator[list[str]]:
    """Yield the words as they stand, then with less and less of what wraps them, then all of it without units."""
    inner = words[len(shared) :] if len(words) > len(shared) else words
    wrapped = [words, inner, _unwrapped(words), _unwrapped(inner)]
    yield from wrapped
    yield from map(_without_unit, wrapped)


def _unwrapped(words: list[str]) -> list[str]:
    return next((words[size:] for size in (2, 1) if len(words) > size and "_".join(words[:size]) in WRAPPERS), words)


def _without_unit(words: list[str]) -> list[str]:
    while len(words) > 1 and (words[-1] in UNITS or words[-1] == "in"):
        words = words[:-1]
    return [*words[:-1], words[-1].removesuffix("utc") or words[-1]]


def _shared_start(header: Sequence[str]) -> list[str]:
    """Return the first word that every name of a table of at least three columns begins with, else nothing."""
    firsts = {normal(column).split("_")[0] for column in header}
    return [*firsts] if len(header) > 2 and len(firsts) == 1 else []
