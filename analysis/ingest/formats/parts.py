"""Which of several tables in one file are the one asked for: the sheets and members that look like it, as parts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.ingest.columns import Table, guess_columns
from analysis.ingest.formats.piece import Piece, shown_name
from analysis.ingest.names import REQUIRED
from analysis.ingest.source import Source
from analysis.wording import listed

_NAMED: dict[Table, tuple[str, ...]] = {
    "events": ("event", "activity", "action", "log", "visit", "order", "transaction"),
    "users": ("user", "people", "person", "customer", "contact", "member"),
    "subscriptions": ("subscription", "plan", "contract"),
    "payments": ("payment", "invoice", "charge"),
}
_MOST_NAMED = 8
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def alike_json(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the JSON files that are read as one, in their order: those whose names differ by numbers only.

    The export of a month may be 700 files, one an hour; each as a table of its own would be scanned on its own.
    """
    families: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.kind == "json":
            families.setdefault(_NOT_LETTERS.sub("", piece.place.lower()), []).append(piece)
    return list(families.values())


def choose_parts(
    sources: Sequence[Source], table: Table, *, label: str, notes: Iterable[str] = ()
) -> tuple[Source, ...]:
    """Return the sources that hold `table`, in their order; the first one's notes name the others.

    The best one by its name and columns decides; those are its parts that read the same columns as the same fields.
    """
    if len(sources) == 1:
        return (_with_notes(sources[0], notes),)
    best = max(sources, key=lambda source: _likeness(source, table))
    parts = [source for source in sources if _is_part(source, best, table)]
    others = [shown_name(source.place) for source in sources if source not in parts]
    shown = others[:_MOST_NAMED] + ([f"{len(others) - _MOST_NAMED} more"] if len(others) > _MOST_NAMED else [])
    looks, was = ("does not look", "was") if len(others) == 1 else ("do not look", "were")
    said = [f"{listed(shown)} in {label} {looks} like parts of the {table} and {was} left out."] if others else []
    return (_with_notes(parts[0], (*notes, *said)), *parts[1:])


def _with_notes(source: Source, notes: Iterable[str]) -> Source:
    return replace(source, notes=(*notes, *source.notes))


def _likeness(source: Source, table: Table) -> tuple[bool, bool, int, int]:
    found = _fields(source, table)
    has_required = all(found.get(field) for field in REQUIRED[table])
    return has_required and bool(source.sample), _is_named(source, table), len(found), len(source.sample)


def _fields(source: Source, table: Table) -> dict[str, str]:
    return {field: column for field, column in guess_columns(source.header, table=table).as_dict().items() if column}


def _is_named(source: Source, table: Table) -> bool:
    return any(word in source.place.lower() for word in _NAMED[table])


def _is_part(source: Source, best: Source, table: Table) -> bool:
    """Whether a source is a part of the same table: it reads the same columns as the same fields."""
    if source is best or source.header == best.header:
        return True
    own, wanted = _fields(source, table), _fields(best, table)
    if any(own.get(field) != wanted.get(field) for field in REQUIRED[table]) or not wanted:
        return False
    if table != "events" and own.keys() != wanted.keys():  # a table of people has no field that events lack
        return False
    if not _is_named(source, table) and any(_is_named(source, other) for other in _NAMED):
        return False
    return all(own[field] == wanted[field] for field in own.keys() & wanted.keys()) and bool(own)
