"""Which keys of nested rows become columns: all of a flat export, of a wide one those that are needed and common."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analysis.ingest.names import FIELDS, normal

Keys = tuple[str, ...]
_DEEPEST = 4
# Exports that write an object as text into one cell call it so, in the normal form of a name.
NESTED_TEXTS = frozenset(
    {
        "properties",
        "event_properties",
        "user_properties",
        "person_properties",
        "group_properties",
        "context",
        "traits",
        "attributes",
        "params",
        "metadata",
        "data",
        "payload",
    }
)
_KNOWN = frozenset(name for fields in FIELDS.values() for names in fields.values() for name in names)


def column_name(keys: Keys) -> str:
    """Return what a nested value's column is called: parent.child."""
    return ".".join(keys)


def pointer_to(keys: Keys) -> str:
    """Return the JSON pointer (RFC 6901) to a nested value."""
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)


def common_keys(rows: Iterable[Mapping[str, Any]], *, most: int) -> tuple[list[Keys], int]:
    """Return the keys to take as columns, in order of appearance, and how many are left out.

    Objects are entered, lists are one value. Where there are more than `most`, those whose name is known come before
    those that most rows have.
    """
    counts: Counter[Keys] = Counter()
    for row in rows:
        counts.update(_leaves(row))
    if len(counts) <= most:
        return list(counts), 0
    ranked = sorted(counts, key=lambda keys: (not _is_known(keys), -counts[keys]))
    needed = sum(_is_known(keys) for keys in counts)
    kept = set(ranked[: max(most, min(needed, 2 * most))])
    return [keys for keys in counts if keys in kept], len(counts) - len(kept)


def _is_known(keys: Keys) -> bool:
    return normal(column_name(keys)) in _KNOWN or normal(keys[-1]) in _KNOWN


def _leaves(row: Mapping[str, Any], above: Keys = ()) -> Iterator[Keys]:
    for key, value in row.items():
        keys = (*above, key)
        inside = value if isinstance(value, dict) else None if above else object_in(key, value)
        if inside and len(keys) < _DEEPEST:
            yield from _leaves(inside, keys)
        else:
            yield keys


def object_in(name: str, value: object) -> dict[str, Any] | None:
    """Return the object that a cell of this name holds as text, or None."""
    if not isinstance(value, str) or not value.startswith("{") or normal(name) not in NESTED_TEXTS:
        return None
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
