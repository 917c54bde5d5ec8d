"""A chart that comes from elsewhere (a story file, a link) is drawn only where it fetches nothing and leads nowhere."""

from collections.abc import Iterable
from typing import Any

from analysis.charts.tooltips import IMAGE, key_of
from analysis.story import plain_json as checked

# What makes Vega fetch, follow or open something, ask for input or draw what is no chart of ours; none of ours has it.
_REACHING_OUT = frozenset({"url", "href", "usermeta", "loader", "bind", "src", "marks", IMAGE})
_ROWS = "a chart whose rows hold texts and numbers"
_TOOLTIP = "a chart whose tooltips show texts and numbers"


def require_harmless(spec: dict[str, Any]) -> None:
    """Raise OffbeatError where a chart (Vega-Lite) would fetch something, lead somewhere or show a picture."""
    schema = spec.get("$schema", "vega-lite")
    if not isinstance(schema, str) or "vega-lite" not in schema:
        raise checked.refuse("a chart in Vega-Lite", schema)
    for rows in checked.mapping(spec.get("datasets", {})).values():
        _require_plain_rows(rows)
    _require_inside({name: part for name, part in spec.items() if name != "datasets"})


def _require_inside(part: Any) -> None:
    if isinstance(part, list):
        for each in part:
            _require_inside(each)
    if not isinstance(part, dict):
        return
    outward = _REACHING_OUT & set(part)
    if outward or part.get("type") == IMAGE or part.get("mark") == IMAGE:
        raise checked.refuse("a chart that fetches nothing", min(outward, default=IMAGE))
    for name, inside in part.items():
        check = _CHECKS.get(name, _require_inside)
        check(inside)


def _require_plain_rows(rows: Any) -> None:
    """Raise OffbeatError unless these are rows of plain cells: an object in a cell could name a picture."""
    for row in checked.items(rows):
        cells = row.values() if isinstance(row, dict) else [row]
        if not _are_plain(cells):
            raise checked.refuse(_ROWS, row)


def _require_plain_tooltip(tooltip: Any) -> None:
    for each in checked.items(tooltip):
        entry = checked.mapping(each)
        key, field = key_of(entry), entry.get("field")
        if not _are_plain(entry.values()) or not isinstance(key, str) or IMAGE in (key, field):
            raise checked.refuse(_TOOLTIP, entry)


def _require_filters(transform: Any) -> None:
    """Raise OffbeatError unless rows are only left out: what else transforms can make is not looked at."""
    for each in checked.items(transform):
        if set(checked.mapping(each)) != {"filter"}:
            raise checked.refuse("a chart of the rows it holds", each)


def _are_plain(cells: Iterable[Any]) -> bool:
    return all(each is None or isinstance(each, str | int | float | bool) for each in cells)


_CHECKS = {"values": _require_plain_rows, "tooltip": _require_plain_tooltip, "transform": _require_filters}
