"""Finding: something worth saying, with what is needed to get it again. What Home ranks."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from analysis import markup, wording
from analysis.findings.money import amount_of
from analysis.settings import to_query
from analysis.study import Filters, Study

# What bounds a number that no chance enters.
COUNTED = "Counted, not estimated: no number by chance."


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes
    ----------
    kind
        What family of finding it is, one of `analysis.findings.KINDS`.
    sentence
        What was found with its numbers, then `bound`: ready to paste.
    bound
        How many chance alone would give, in words; where no chance enters, what else bounds the number.
    users
        How many users it is about; customers where it is about payments, people of a date for a date.
    amount
        Money it is about, or None where the data hold none.
    call, arguments
        Public verb with its keyword arguments, or subcommand of the command line, that gives what stands behind it.
        Kind, call and arguments tell it apart from every other finding, whatever its numbers.
    settings
        Changed thresholds as in a link, `{"weekday.min_share": "0.8"}`.
    fingerprint
        Of the dataset it was found in, as narrowed by `filters`.
    filters
        Unit, as of and active events that narrowed the dataset; whom and which days was looked at.
    """

    kind: str
    sentence: str
    bound: str
    users: int
    amount: float | None
    call: str
    arguments: dict[str, Any]
    settings: dict[str, str]
    fingerprint: str
    filters: Filters

    @property
    def said(self) -> str:
        """The sentence without what bounds it."""
        return self.sentence.removesuffix(self.bound).rstrip()

    def _repr_html_(self) -> str:
        """What Jupyter shows."""
        money = [] if self.amount is None else [("Money", wording.count(self.amount))]
        again = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        facts = [("Users", self.users), *money, ("Again", f"{self.call}({again})")]
        return markup.card("Finding", facts, sentence=self.sentence)

    @classmethod
    def about(
        cls, study: Study, members: np.ndarray | None, *, kind: str, said: str, bound: str, call: str, **arguments: Any
    ) -> Self:
        """Return a finding about users (bool, shape (users,)), or about nobody (None), with what gives it again."""
        counted = (0, None) if members is None else (int(members.sum()), amount_of(study, members))
        return cls.counted(study, counted, kind=kind, said=said, bound=bound, call=call, **arguments)

    @classmethod
    def counted(
        cls, study: Study, counted: tuple[int, float | None], *, kind: str, said: str, bound: str, call: str,
        **arguments: Any,
    ) -> Self:  # fmt: skip
        """Return a finding about so many users and so much money, where these are no users of the activity."""
        return cls(
            kind=kind,
            sentence=f"{said} {bound}",
            bound=bound,
            users=counted[0],
            amount=counted[1],
            call=call,
            arguments=arguments,
            settings=to_query(study.settings),
            fingerprint=study.dataset.fingerprint,
            filters=study.filters,
        )
