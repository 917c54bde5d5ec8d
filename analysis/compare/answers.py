"""Tests before their p values are adjusted: what is costly is kept, what hangs on everything looked at comes last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.compare.looked import Looked, Question
from analysis.compare.metrics import Metric
from analysis.compare.multiplicity import Correction
from analysis.compare.outcome import Outcome
from analysis.compare.power import smallest_effect
from analysis.compare.results import Caveat, Comparison
from analysis.compare.sentences import sentence_of
from analysis.compare.settings import Compare


@dataclass(frozen=True)
class Omnibus:
    """Whether any of more than two groups differs on one metric; users in several groups are counted in none."""

    metric: str
    groups: tuple[str, ...]
    test: str
    statistic: float
    degrees: float
    pvalue: float
    pvalue_adjusted: float
    caveats: tuple[Caveat, ...]
    looked_at: int = 1


@dataclass(frozen=True, eq=False)
class Answer:
    """One test: on which metric, of which groups (two, or all at once), measured users in each, what came out."""

    metric: Metric
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    outcome: Outcome

    @property
    def question(self) -> Question:
        """What was asked, as the ledger keeps it."""
        return Question(self.metric.name, frozenset(self.names), self.outcome.pvalue)


@dataclass(frozen=True, eq=False)
class Answers:
    """All pairs metric by metric and, of more than two groups, all of them at once; no user is held."""

    pairs: tuple[Answer, ...]
    at_once: tuple[Answer, ...]
    how: Compare

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every test, for the ledger of what was looked at."""
        return tuple(each.question for each in (*self.pairs, *self.at_once))

    def adjusted(
        self,
        looked: Looked = Looked(),  # noqa: B008 - frozen
        correction: Correction = "holm",
    ) -> tuple[list[Comparison], list[Omnibus]]:
        """Return pairs and omnibus tests, read side by side: p is adjusted over both and over all looked at before."""
        adjusted, count = looked.adjusted(self.questions, correction)
        pairs = [
            _comparison(each, float(p), count, self.how)
            for each, p in zip(self.pairs, adjusted[: len(self.pairs)], strict=True)
        ]
        return pairs, _omnibus(self.at_once, adjusted[len(self.pairs) :], count)


def _omnibus(at_once: Sequence[Answer], adjusted: np.ndarray, count: int) -> list[Omnibus]:
    return [
        Omnibus(
            each.metric.name, each.names, each.outcome.test, each.outcome.statistic, each.outcome.degrees,
            each.outcome.pvalue, float(p), each.outcome.caveats, count,
        )
        for each, p in zip(at_once, adjusted, strict=True)
    ]  # fmt: skip


def _comparison(answer: Answer, pvalue_adjusted: float, looked_at: int, how: Compare) -> Comparison:
    outcome = answer.outcome
    estimates = outcome.estimates or (float("nan"), float("nan"))
    # What has to be cleared is the level shared out between all tests, as their p values are.
    level = 1 - (1 - how.level) / max(1, looked_at)
    bare = Comparison(
        answer.metric.name, *answer.names, *answer.sizes, *estimates, outcome.effects[0], outcome.test,
        outcome.statistic, outcome.pvalue, pvalue_adjusted, outcome.caveats,
        smallest=smallest_effect(outcome, answer.sizes, power=how.power, level=level), looked_at=looked_at,
    )  # fmt: skip
    return replace(bare, sentence=sentence_of(bare, answer.metric, outcome))
