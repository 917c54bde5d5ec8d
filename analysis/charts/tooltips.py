"""Tooltips name their values by titles, and one title is special: what stands under "image" is loaded as a picture."""

from typing import Any

IMAGE = "image"


def without_images(part: Any) -> Any:
    """Return a chart whose tooltips load no picture, whatever a column of the data is called; rows stay as they are."""
    if isinstance(part, dict):
        return {
            name: inside if name in ("datasets", "values") else _named(inside) if name == "tooltip"
            else without_images(inside) for name, inside in part.items()
        }  # fmt: skip
    return [without_images(each) for each in part] if isinstance(part, list) else part


def _named(tooltip: Any) -> Any:
    if not isinstance(tooltip, list):
        return tooltip
    return [{**each, "title": IMAGE.capitalize()} if key_of(each) == IMAGE else each for each in tooltip]


def key_of(entry: dict[str, Any]) -> Any:
    """Return what a tooltip calls one of its values: the title, else the field."""
    return entry.get("title", entry.get("field"))
