"""Finding: something worth saying, with what is needed to get it again. What Home ranks."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from analysis.findings.money import amount_of
from analysis.settings import to_query
from analysis.study import Filters, Study


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes
    ----------
    kind
        What family of finding it is: "rhythm", "only_on", "difference", "calendar", "leak", "none_found".
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
        Of the dataset it was found in, as narrowed by `filters`.
    filters
        Unit, as of and active events that narrowed the dataset; whom and which days was looked at.
    """

    kind: str
    sentence: str
    users: int
    amount: float | None
    call: str
    arguments: dict[str, Any]
    settings: dict[str, str]
    fingerprint: str
    filters: Filters

    @classmethod
    def about(
        cls, study: Study, members: np.ndarray | None, *, kind: str, sentence: str, call: str, **arguments: Any
    ) -> Self:
        """Return a finding about users (bool, shape (users,)), or about nobody (None), with what gives it again."""
        return cls(
            kind=kind,
            sentence=sentence,
            users=0 if members is None else int(members.sum()),
            amount=None if members is None else amount_of(study, members),
            call=call,
            arguments=arguments,
            settings=to_query(study.settings),
            fingerprint=study.dataset.fingerprint,
            filters=study.filters,
        )
