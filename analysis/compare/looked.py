"""What one person has looked at so far: one family, so that trying metric after metric proves nothing by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from analysis.compare.multiplicity import CORRECTIONS, Correction
from analysis.compare.results import Comparison


class Question(NamedTuple):
    """One test that was looked at: groups in any order; the same question of other users has another p."""

    metric: str
    groups: frozenset[str]
    pvalue: float


@dataclass(frozen=True)
class Looked:
    """The tests looked at, each once; asking the same again adds none.

    A session holds one an upload: it passes it to `compare_segments`, then keeps `looked.with_found(found)`.
    """

    seen: frozenset[Question] = frozenset()

    @property
    def count(self) -> int:
        """Number of different tests looked at."""
        return len(self.seen)

    def with_found(self, found: Iterable[Comparison]) -> Self:
        """Return the ledger with these comparisons too; those without a test do not count."""
        questions = (Question(each.metric, frozenset((each.group_a, each.group_b)), each.pvalue) for each in found)
        return self.with_asked(questions)

    def with_asked(self, questions: Iterable[Question]) -> Self:
        """Return the ledger with these questions too; those without a p value do not count."""
        return type(self)(self.seen | {each for each in questions if not np.isnan(each.pvalue)})

    @classmethod
    def at(cls, pvalues: Iterable[float]) -> Self:
        """Return a ledger of tests of which only the p values are known."""
        return cls(frozenset(Question(f"test {place}", frozenset(), each) for place, each in enumerate(pvalues)))

    def beside(self, questions: Iterable[Question]) -> tuple[float, ...]:
        """Return the p values of everything looked at but these questions, ascending."""
        return tuple(sorted(each.pvalue for each in self.seen - set(questions)))

    def adjusted(self, questions: Sequence[Question], correction: Correction = "holm") -> tuple[np.ndarray, int]:
        """Return p values adjusted over these questions and all looked at before, and how many tests that were."""
        pvalues = np.array([*(each.pvalue for each in questions), *self.beside(questions)], np.float64)
        return CORRECTIONS[correction](pvalues)[: len(questions)], self.with_asked(questions).count
