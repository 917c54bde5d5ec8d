"""Finding: something worth saying, with what is needed to get it again. What Home ranks."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes
    ----------
    kind
        What family of finding it is: "rhythm", "only_on", "difference", "calendar", "none_found".
    sentence
        One plain sentence with its numbers, ready to paste.
    users
        How many users it is about.
    amount
        Money it is about, or None where the data hold none.
    call, arguments
        Public verb and its keyword arguments that reproduce it.
    settings
        Changed thresholds as in a link, `{"weekday.min_share": "0.8"}`.
    fingerprint
        Of the dataset it was found in.
    """

    kind: str
    sentence: str
    users: int
    amount: float | None
    call: str
    arguments: dict[str, Any]
    settings: dict[str, str]
    fingerprint: str
