"""Own segments as one text, which a link carries, and back."""

import json
from collections.abc import Sequence

from analysis.errors import OffbeatError
from analysis.segments.own import OwnSegment, added


def to_text(own: Sequence[OwnSegment]) -> str:
    """Return own segments as JSON: [[NAME, RULE], ...]; "" for none."""
    pairs = [[each.name, each.rule] for each in own]
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":")) if pairs else ""


def from_text(text: str) -> tuple[OwnSegment, ...]:
    """Return the segments of a text; what cannot be read or saved there is no segment."""
    try:
        pairs = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return ()
    own: tuple[OwnSegment, ...] = ()
    for pair in pairs if isinstance(pairs, list) else ():
        try:
            name, rule = pair
            own = added(own, OwnSegment.of(str(name), str(rule)))
        except (OffbeatError, TypeError, ValueError):
            continue
    return own


def fitting(own: Sequence[OwnSegment], longest: int) -> tuple[OwnSegment, ...]:
    """Return the segments whose text has at most `longest` characters: first come first served."""
    kept: tuple[OwnSegment, ...] = ()
    for each in own:
        kept = (*kept, each) if len(to_text((*kept, each))) <= longest else kept
    return kept
