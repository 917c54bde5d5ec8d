"""Which of several tables in one file are the one asked for: the sheets and members that look like it, as parts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analysis.errors import UnreadableFileError, shortened
from analysis.ingest.columns import Table, guess_columns
from analysis.ingest.formats.piece import Piece, shown_name
from analysis.ingest.names import REQUIRED
from analysis.ingest.progress import rows_about
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
    sources: Sequence[Source], table: Table, *, label: str, notes: Iterable[str] = (), wanted: Sequence[str] = ()
) -> tuple[Source, ...]:
    """Return the sources that hold `table`, in their order; the first one's notes name them and the others.

    Those named in `wanted` (a sheet, or a member of an archive) are taken as they are. Without a name the best one by
    its name, rows and columns decides; those are its parts that read the same columns as the same fields. Raises
    UnreadableFileError where a name is none of the file's.
    """
    if wanted:
        parts = _chosen(sources, wanted, label)
    elif len(sources) == 1:
        return (_with_notes(sources[0], notes),)
    else:
        best = max(sources, key=lambda source: _likeness(source, table))
        parts = [source for source in sources if _is_part(source, best, table)]
    if len(sources) > 1:
        notes = (*notes, *_said(sources, parts, table, label=label, is_chosen=bool(wanted)))
    alike = tuple(source.place for source in sources if _looks_like(source, table) or source in parts)
    first = replace(parts[0], tables=alike if len(alike) > 1 else ())
    return (_with_notes(first, notes), *parts[1:])


def _chosen(sources: Sequence[Source], wanted: Sequence[str], label: str) -> list[Source]:
    """Return the sources named, in the file's order; case counts only where it tells two apart."""
    places = [source.place for source in sources]
    if not any(places):
        raise UnreadableFileError(
            f"Expected several sheets or files in {label}, found a file that is one table.",
            hint="leave --sheet out.",
        )
    found: set[str] = set()
    for name in wanted:
        alike = [place for place in places if place.casefold() == name.casefold()]
        if name not in places and len(alike) != 1:
            raise UnreadableFileError(
                f'Expected "{shortened(name)}" in {label}, found {listed(places, most=_MOST_NAMED)}.',
                hint="name one of these with --sheet, spelled as it stands there.",
            )
        found.add(name if name in places else alike[0])
    return [source for source in sources if source.place in found]


def _said(
    sources: Sequence[Source], parts: Sequence[Source], table: Table, *, label: str, is_chosen: bool
) -> Iterator[str]:
    """Say which tables of a file were read and which not."""
    read = listed([shown_name(source.place) for source in parts], most=_MOST_NAMED)
    as_what = "as you said" if is_chosen else f"as parts of the {table}" if len(parts) > 1 else f"as the {table}"
    yield f"Of {len(sources)} tables in {label} {read} {'was' if len(parts) == 1 else 'were'} read, {as_what}."
    others = [shown_name(source.place) for source in sources if source not in parts]
    if others and not is_chosen:
        looks, was = ("does not look", "was") if len(others) == 1 else ("do not look", "were")
        yield f"{listed(others, most=_MOST_NAMED)} in {label} {looks} like parts of the {table} and {was} left out."


def _with_notes(source: Source, notes: Iterable[str]) -> Source:
    return replace(source, notes=(*notes, *source.notes))


def _likeness(source: Source, table: Table) -> tuple[bool, bool, int, int]:
    """Order the tables of a file: events by their rows, since a summary may have every column; others by columns."""
    rows, fields = rows_about([source]), len(_fields(source, table))
    sizes = (rows, fields) if table == "events" else (fields, rows)
    return (_looks_like(source, table), _is_named(source, table), *sizes)


def _looks_like(source: Source, table: Table) -> bool:
    """Whether a source has rows and every field that such a table needs, or at least one where it needs none."""
    found = _fields(source, table)
    return bool(source.sample and found) and all(found.get(field) for field in REQUIRED[table])


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
