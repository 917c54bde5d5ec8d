"""What a person is told when something cannot be done: what was expected, what was found, the next step."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

MOST_CHARACTERS = 80  # of a name from data in a sentence


def shortened(name: str) -> str:
    """Return a name on one line, its middle left out where it is long: what differs stands at the ends."""
    name = " ".join(name.splitlines())
    if len(name) <= MOST_CHARACTERS:
        return name
    kept = MOST_CHARACTERS - 1
    return f"{name[: kept - kept // 2]}…{name[-(kept // 2) :]}"


class OffbeatError(Exception):
    """One sentence that says what was expected and found, and a hint that names the next step.

    Parameters
    ----------
    sentence
        What was expected and what was found, ending in a full stop.
    hint
        The next step, ending in a full stop.
    """

    def __init__(self, sentence: str, *, hint: str) -> None:
        super().__init__(sentence, hint)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} Hint: {self.hint}"


class UnreadableFileError(OffbeatError):
    """A file that is not a table, is damaged, or holds no usable row."""


class UnknownNameError(OffbeatError):
    """A column, segment, metric, knob or user that does not exist here."""

    @classmethod
    def of(
        cls, kind: str, name: str, known: Iterable[str], *, titles: Mapping[str, str] = MappingProxyType({})
    ) -> "UnknownNameError":
        """Name the nearest known word, else up to eight of the known ones; long names are shortened.

        `titles`, title -> name, are what the known are called on screen: who writes one of these means that name.
        """
        known = [str(word) for word in known]
        called = {title.casefold().removesuffix("s"): meant for title, meant in titles.items()}
        meant = called.get(name.strip().casefold().removesuffix("s"))
        near = [meant] if meant else get_close_matches(name, known, n=1, cutoff=0.5)
        shown = ", ".join(map(shortened, known[:8])) + (f" and {len(known) - 8} more" if len(known) > 8 else "")
        hint = f'did you mean "{shortened(near[0])}"?' if near else f"there are: {shown or 'none'}."
        return cls(f'Expected a known {kind}, found "{shortened(name)}".', hint=hint)


class InvalidSettingError(OffbeatError):
    """A threshold outside its bounds, or a value of the wrong kind."""
