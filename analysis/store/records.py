"""What is kept of a shared view: the page, its settings, its pins, whose it is and until when."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

from analysis.errors import OffbeatError

# "counts": the data without who anybody is; "people": the data as they are; "settings": no data.
Sees = Literal["counts", "people", "settings"]
Ended = Literal["expired", "revoked", "forgotten"]
DAYS_OFFERED, DAYS_USUAL = (1, 7, 30, 90), 30
DAY_S = 86_400
_VERSION = 1


@dataclass(frozen=True)
class StoreLimits:
    """How much may be kept: by one dataset, by everybody, by one owner."""

    most_workspace_bytes: int = 512 << 20
    most_bytes: int = 8 << 30
    most_views: int = 20_000
    most_views_each: int = 100
    most_record_bytes: int = 64 << 10
    most_pins_bytes: int = 2 << 20


@dataclass(frozen=True)
class View:
    """What a link shows.

    Attributes
    ----------
    page
        The page's file name, as "patterns".
    query
        The parameters of the link that shows the same: thresholds, filters, segments, dates, tab.
    sees
        What of the data the viewer gets.
    data_name
        What the data are called.
    slider
        The threshold that a slider or cut line of the page moves, as "weekday.min_share"; "" where there is none.
    pins
        The story, JSON-ready.
    """

    page: str
    query: Mapping[str, str]
    sees: Sees
    data_name: str
    slider: str = ""
    pins: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Record:
    """A view as it lies on disk, its story beside it; one that has ended holds only how, until it is forgotten.

    Attributes
    ----------
    owner, workspace
        Digests of ids; workspace is "" where no data are shared.
    made_s, until_s
        Seconds since 1970.
    """

    owner: str
    workspace: str
    made_s: float
    until_s: float
    view: View | None
    ended: Ended | None = None

    def end(self, how: Ended, until_s: float) -> Self:
        """Return the record without its content."""
        return replace(self, workspace="", until_s=until_s, view=None, ended=how)

    def to_bytes(self) -> bytes:
        """Return the record as JSON, without the story."""
        plain = asdict(replace(self, view=None if self.view is None else replace(self.view, pins=())))
        return json.dumps({"version": _VERSION, **plain}, ensure_ascii=False, allow_nan=False).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return the record that `to_bytes` wrote; raises ValueError for anything else."""
        try:
            plain = json.loads(content)
            if plain.pop("version") != _VERSION:
                raise ValueError("another version")
            view = plain.pop("view")
            return cls(**plain, view=None if view is None else View(**{**view, "pins": ()}))
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("no record") from error


@dataclass(frozen=True)
class Opened:
    """A view that a link opened, and the digest of its data ("" where it has none)."""

    view: View
    workspace: str
    until_s: float


@dataclass(frozen=True)
class Link:
    """A link as its owner sees it later: its id is known to nobody but those who have it."""

    digest: str
    view: View
    workspace: str
    made_s: float
    until_s: float
    opens: int


def no_such_link() -> OffbeatError:
    """Return what is said of an unknown link and of somebody else's, in the same words."""
    return OffbeatError(
        "Expected a link that somebody shared, found none under this id.",
        hint="check that the whole link was copied, or ask for a new one.",
    )


def ended_error(how: Ended) -> OffbeatError:
    """Return what is said of a link that has ended."""
    said = {
        "expired": "one whose time is over",
        "revoked": "one that its owner took back",
        "forgotten": "one whose data were deleted by their owner",
    }
    return OffbeatError(
        f"Expected a link that is still open, found {said[how]}.", hint="ask whoever sent it for a new one."
    )
