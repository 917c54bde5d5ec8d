"""What somebody who explores does next: another page, another tab, a threshold, a filter, a pin; by a seed."""

import json
import random
from dataclasses import dataclass
from typing import Any

from tests.load.controls import Control
from tests.load.visitor import Visitor

PAGES = ("", "patterns", "segments", "at_risk", "money", "win_back", "data", "story", "person")
# What a person does at a click, in a hundred.
OFTEN = {"page": 30, "tab": 30, "threshold": 15, "filter": 5, "look": 12, "press": 8}
FILTERS = {"_who", "period", "unit"}
PRESSED = ("undo", "reset")
LIVE, ON_PAGE = "live_", "page_"  # what a page shows; the sliders behind the button Thresholds are closed
_TYPED_WHEN_MS = 1_790_000_000_000


@dataclass(frozen=True)
class Step:
    """What was done, in a word, and how long the app took."""

    what: str
    page: str
    took_s: float


class Walk:
    """A person who explores; the same seed does the same as long as the app shows the same."""

    def __init__(self, visitor: Visitor, seed: int) -> None:
        self._visitor = visitor
        self._chance = random.Random(seed)
        self._page = ""

    async def begin(self) -> Step:
        """Open a page by its address, as a link does."""
        self._page = self._chance.choice(PAGES)
        return Step("open", self._page, await self._visitor.open(self._page))

    async def step(self) -> Step:
        """Do the next thing and wait for its end."""
        what = self._chance.choices(list(OFTEN), list(OFTEN.values()))[0]
        changes = self._changes(what)
        if not changes:
            self._page = self._chance.choice([each for each in PAGES if each != self._page])
            return Step("page", self._page, await self._visitor.go(self._page))
        return Step(what, self._page, await self._visitor.set(changes))

    def _changes(self, what: str) -> dict[Control, Any]:
        """Return what is moved to what; empty for going to another page."""
        offered = [each for each in self._visitor.controls.values() if _fits(what, each)]
        if not offered:
            return {}
        control = self._chance.choice(offered)
        if control.kind == "slider":
            return {control: self._place(*control.choices)}
        if control.kind == "bidi_component":
            slider = self._visitor.control(control.name.removeprefix(LIVE))
            chosen = self._place(*slider.choices)
            return {control: json.dumps({"value": [chosen, _TYPED_WHEN_MS + self._visitor.runs]})}
        return {control: self._chance.choice(control.choices)}

    def _place(self, low: float, high: float, step: float) -> float:
        return round(low + step * self._chance.randint(0, round((high - low) / step)), 6)


def _fits(what: str, control: Control) -> bool:
    """Whether doing something may mean to move a control."""
    if what == "tab":
        return control.kind == "tab_container" and len(control.choices) > 1
    if what == "threshold":
        is_live = control.kind == "bidi_component" and control.name.startswith(LIVE)
        return is_live or (control.kind == "slider" and control.name.startswith(ON_PAGE))
    if what == "filter":
        return control.name in FILTERS
    if what == "look":
        is_choice = control.kind in ("selectbox", "button_group", "radio") and control.name not in FILTERS
        return is_choice or (control.kind == "expandable" and control.name.endswith("_numbers"))
    return what == "press" and control.kind == "button" and _is_pressed(control)


def _is_pressed(control: Control) -> bool:
    return bool(control.choices) and (control.name in PRESSED or control.name.endswith("_pin"))
