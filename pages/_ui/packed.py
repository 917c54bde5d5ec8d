"""A large table for a component as one text: Streamlit writes what a component is given as JSON three times a run."""

import json
from dataclasses import dataclass, field
from functools import lru_cache

_MOST_KEPT = 64


@dataclass(frozen=True)
class _Known:
    """A table, told apart by what it holds and not by all of it."""

    content: tuple[str, ...]
    table: dict = field(compare=False)


def packed(table: dict) -> str:
    """Return a table as JSON, made once; its entry `table` says what it holds, as those of `curves` and `fold` do."""
    return _text(_Known((table["table"], *table.get("units", ())), table))


@lru_cache(maxsize=_MOST_KEPT)
def _text(known: _Known) -> str:
    return json.dumps(known.table, separators=(",", ":"))
