"""Every text an AppTest run sends to the browser, and which of them the browser takes for Markdown or HTML."""

import json
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

# Shown as they are, or not shown. Everything else counts as Markdown, and so does what a new Streamlit adds.
PLAIN = {
    "Text.body", "Code.code_text", "TextInput.default", "TextInput.value", "Selectbox.options", "MultiSelect.options",
    "MultiSelect.raw_values", "VegaLiteChart.spec", "VegaLiteChart.alt",
}  # fmt: skip
NOT_SHOWN = ("id", "form_id")


def marked_up(app: AppTest) -> Iterator[tuple[str, str]]:
    """Yield the place and text of everything the last run drew that is not known to be plain text."""
    for node in app._tree:
        if getattr(node, "proto", None) is not None:
            for place, text in _texts(node.proto):
                if place not in PLAIN and place.partition(".")[2] not in NOT_SHOWN:
                    yield place, text


def _texts(message: Any) -> Iterator[tuple[str, str]]:
    """Yield `Message.field` and text of every string in a message and those within it; of JSON its strings."""
    kind = message.DESCRIPTOR.name
    for field, value in message.ListFields():
        place = f"{kind}.{field.name}"
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            continue
        for each in value if hasattr(value, "append") or hasattr(value, "add") else (value,):
            if isinstance(each, str):
                yield from _of_text(place, each)
            elif hasattr(each, "ListFields"):
                yield from _texts(each)


def _of_text(place: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield a text, or where it is the JSON of a table's columns what these say."""
    if place == "Dataframe.columns":
        yield from ((f"{place}.{name}", said) for name, said in _said_of_columns(json.loads(text or "{}")))
    else:
        yield place, text


def _said_of_columns(told: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for each, value in told.items():
            yield from _said_of_columns(value, each)
    elif isinstance(told, list):
        for each in told:
            yield from _said_of_columns(each, name)
    elif isinstance(told, str):
        yield name, told
