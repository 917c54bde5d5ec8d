"""Keys that do what a click does, on every page; `?` lists them, and whoever wants none switches them off there.

The browser does it: it presses the button, or puts the cursor in the field, that stands on the page anyway.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_HTML = """<button class="open" type="button" aria-haspopup="dialog" aria-label="Keyboard shortcuts">?</button>
<dialog aria-labelledby="title"><h2 id="title">Keyboard shortcuts</h2><dl class="keys"></dl>
<p>Sliders move by arrow keys; Page Up and Page Down take larger steps, Home and End go to the ends.</p>
<label><input type="checkbox" class="on"> Use these keys in this browser</label>
<button class="close" type="button">Close</button></dialog>
<p class="said" role="status"></p>
"""
_MOUNT = st.components.v2.component(
    "offbeat_shortcuts",
    html=_HTML,
    css=(_HERE / "shortcuts.css").read_text(encoding="utf-8"),
    js=(_HERE / "shortcuts.js").read_text(encoding="utf-8"),
)
_HOME = "[data-testid=stTopNavLink]"


@dataclass(frozen=True)
class Shortcut:
    """A key, what it does in words, and what the browser presses: the last of `path` that is there, then those after.

    `turn` goes so many pages on along the bar instead.
    """

    key: str
    does: str
    path: tuple[str, ...] = ()
    turn: int = 0


SHORTCUTS = (
    Shortcut("u", "Undo the last step", (".st-key-undo button",)),
    Shortcut("0", "Reset every threshold and filter", (".st-key-reset button",)),
    Shortcut("n", "Next page", turn=1),
    Shortcut("b", "Page before", turn=-1),
    Shortcut("p", "Pin the first finding, chart or table; once more takes it out", ("[class*='_pin '] button",)),
    Shortcut("s", "Open the story", ("[class*='st-key-drawer_'] button", ".st-key-open_story button")),
    Shortcut("f", "Find a person", (_HOME, ".st-key-person_search input")),
    Shortcut("t", "Thresholds", (".st-key-thresholds button",)),
)


def draw() -> None:
    """Draw the small button that lists the keys, and listen to them."""
    _MOUNT(key="shortcuts", data={"shortcuts": [asdict(each) for each in SHORTCUTS]}, width="content")
