"""How a pin is told on the data at hand: what it shows now, and what changed since it was pinned."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.errors import OffbeatError
from analysis.story.changed import UNCHANGED, changed
from analysis.story.pin import Content, Pin

AS_IT_WAS = "Kept as it was when it was pinned; it cannot be computed again."


@dataclass(frozen=True, eq=False)
class Told:
    """A pin as it is now: its content, and what is to be said of it, "" where nothing is."""

    content: Content
    said: str


def told(pin: Pin, compute: Callable[[Pin], Content]) -> Told:
    """Return what a pin shows now; what these data cannot show stays as it was, with a word.

    `compute` is `analysis.story.again.compute` on the data at hand.
    """
    if not pin.view:
        return Told(pin.kept, AS_IT_WAS)
    try:
        now = compute(pin)
    except OffbeatError as problem:
        return Told(pin.kept, f"Shown as it was when it was pinned. {problem}")
    what = changed(pin.kept, now)
    return Told(now, "" if what == UNCHANGED else f"Since it was pinned: {what}")
