"""One table file before it is opened: where it lies, what its owner calls it, what its first bytes say it is."""

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import shortened
from analysis.ingest.unpack import FileKind


@dataclass(frozen=True)
class Piece:
    """A file that holds one table or several, unpacked.

    Attributes
    ----------
    path, label
        Where it lies, under a name of our own, and what messages call it.
    place
        Its name within an archive; "" where it came alone.
    """

    path: Path
    label: str
    kind: FileKind
    place: str = ""


def shown_name(name: str) -> str:
    """Return a name from a file as messages may say it: one short line without control characters."""
    return shortened("".join(mark if mark.isprintable() else " " for mark in name).strip())
