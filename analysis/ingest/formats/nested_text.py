"""Columns that hold objects as JSON text, as CSV exports of analytics write them: their values become columns."""

from dataclasses import replace

from analysis import wording
from analysis.ingest.formats.keys import Keys, column_name, common_keys, object_in, pointer_to
from analysis.ingest.limits import Limits
from analysis.ingest.names import unique_names
from analysis.ingest.source import Source


def with_nested_texts(source: Source, limits: Limits) -> Source:
    """Return the source with the values in `properties` and the like as columns `properties.key` behind its own."""
    places = [place for place, name in enumerate(source.header) if any(_objects(source, place, name))]
    if not places:
        return source
    found: list[tuple[int, Keys]] = []
    left = 0
    for place in places:
        name = source.header[place]
        rows = [{name: each} for each in _objects(source, place, name) if each]
        keys, rare = common_keys(rows, most=limits.json_columns)
        found += [(place, each) for each in keys if len(each) > 1]
        left += rare
    objects = {place: _objects(source, place, source.header[place]) for place in places}
    values = [[_text_at(objects[place][row], keys[1:]) for place, keys in found] for row in range(len(source.sample))]
    said = f"{wording.plural(left, 'rare value', 'rare values')} of {source.label} were not taken as columns."
    return replace(
        source,
        header=unique_names([*source.header, *(column_name(keys) for _, keys in found)]),
        sample=tuple((*row, *more) for row, more in zip(source.sample, values, strict=True)),
        inside=tuple((place, pointer_to(keys[1:])) for place, keys in found),
        notes=(*source.notes, *([said] if left else [])),
    )


def _objects(source: Source, place: int, name: str) -> list[dict[str, object] | None]:
    """Return the objects in one column's sample; of other columns nothing is read as JSON."""
    return [object_in(name, row[place]) for row in source.sample]


def _text_at(value: object, keys: Keys) -> str:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
