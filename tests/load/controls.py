"""What a page offers to move, read off the messages that draw it, and what a browser would then send."""

from dataclasses import dataclass
from typing import Any

from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState


@dataclass(frozen=True)
class Control:
    """Something on the page that a person can move.

    Attributes
    ----------
    kind
        The name of Streamlit's message for it, such as "slider".
    name
        The key the app gave it; "" for none.
    choices
        What it may be set to; for a slider the lowest value, the highest and the step.
    told
        What the server says it stands at, where it says so.
    is_ordered
        Whether that holds against what a person last did.
    """

    id: str
    kind: str
    name: str
    label: str
    choices: tuple[Any, ...] = ()
    told: Any = None
    is_ordered: bool = False


def name_of(id: str) -> str:
    """Return the key within an id of Streamlit's ($$ID-hash-key)."""
    name = id.split("-", 2)[-1]
    return "" if name == "None" else name


def of_element(element: Element) -> Control | None:
    """Return what an element lets a person move; None for what only shows something."""
    kind = element.WhichOneof("type")
    read = _READ.get(kind)
    if read is None:
        return None
    drawn = getattr(element, kind)
    choices, told = read(drawn)
    is_ordered = getattr(drawn, "set_value", False)
    return Control(drawn.id, kind, name_of(drawn.id), getattr(drawn, "label", ""), choices, told, is_ordered)


def of_block(block: Block) -> Control | None:
    """Return the control that a block is (popover, expander); tabs are named by the blocks in them."""
    kind = block.WhichOneof("type")
    if kind == "tab_container" and block.tab_container.id:
        id = block.tab_container.id
        return Control(id, kind, name_of(id), "")
    if kind in ("expandable", "popover") and getattr(block, kind).id:
        drawn = getattr(block, kind)
        return Control(drawn.id, kind, name_of(drawn.id), drawn.label, (True, False))
    return None


def state(control: Control, value: Any) -> WidgetState:
    """Return what a browser sends when a control was set to a value."""
    found = WidgetState(id=control.id)
    if control.kind == "slider":
        found.double_array_value.data.append(value)
    elif control.kind in ("selectbox", "tab_container", "radio", "text_input"):
        found.string_value = value
    elif control.kind == "button_group":
        found.string_array_value.data.append(value)
    elif control.kind in ("checkbox", "expandable", "popover"):
        found.bool_value = value
    elif control.kind == "bidi_component":
        found.json_value = value
    elif control.kind == "file_uploader":
        found.file_uploader_state_value.CopyFrom(value)
    else:
        found.trigger_value = True
    return found


def _slider(drawn: Any) -> tuple[tuple[Any, ...], Any]:
    return (drawn.min, drawn.max, drawn.step), (drawn.value if drawn.set_value else drawn.default)[0]


def _selectbox(drawn: Any) -> tuple[tuple[Any, ...], Any]:
    default = drawn.options[drawn.default] if drawn.HasField("default") else None
    return tuple(drawn.options), drawn.raw_value if drawn.set_value else default


def _button_group(drawn: Any) -> tuple[tuple[Any, ...], Any]:
    options = tuple(each.content for each in drawn.options)
    chosen = list(drawn.raw_values) if drawn.set_value else [options[each] for each in drawn.default]
    return options, chosen[0] if chosen else None


def _checkbox(drawn: Any) -> tuple[tuple[Any, ...], Any]:
    return (True, False), drawn.value if drawn.set_value else drawn.default


def _button(drawn: Any) -> tuple[tuple[Any, ...], Any]:
    return () if drawn.disabled else (True,), None


def _nothing(drawn: Any) -> tuple[tuple[Any, ...], Any]:
    return (), None


_READ = {
    "slider": _slider, "selectbox": _selectbox, "radio": _selectbox, "button_group": _button_group,
    "checkbox": _checkbox, "button": _button, "bidi_component": _nothing, "file_uploader": _nothing,
    "text_input": _nothing,
}  # fmt: skip
