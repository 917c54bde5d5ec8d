"""Compare groups on metrics: every pair, each with effect, interval, p adjusted for everything, caveats, a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.compare.answers import Answer, Answers, Omnibus
from analysis.compare.caveats import Pair, caveats_of, reverses_within
from analysis.compare.looked import Looked
from analysis.compare.measure import compare_many, compare_two, split
from analysis.compare.measured import Measured, Sources
from analysis.compare.metrics import Metric, default_metrics, metric_of
from analysis.compare.multiplicity import Correction
from analysis.compare.outcome import Outcome
from analysis.compare.results import Caveat, CaveatSlug, Comparison
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.features import features as features_of

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.settings import Settings


def compare_segments(
    dataset: Dataset,
    groups: Mapping[str, np.ndarray],
    metrics: Sequence[str] | None = None,
    settings: "Settings | None" = None,
    *,
    features: pd.DataFrame | None = None,
    correction: Correction = "holm",
    looked: Looked = Looked(),  # noqa: B008 - frozen
) -> list[Comparison]:
    """Compare all pairs of groups on all metrics, metric by metric.

    Parameters
    ----------
    groups
        Name -> bool, shape (users,), in order; the first of a pair is group a. "rest" is read as the rest of the first.
    metrics
        Metric names; None takes `DEFAULT_METRICS` less those the data cannot measure (see `default_metrics`).
    features
        `analysis.features.features(dataset)` where it is known already.
    correction
        How p values are adjusted over everything returned and everything looked at before.
    looked
        What was looked at before; keep `looked.with_found(...)` of the answer for the next call.

    Raises
    ------
    UnknownNameError, OffbeatError
        A metric that does not exist or that the data cannot measure; fewer than two groups.
    """
    asked = _ask(dataset, metrics, settings, features)
    return asked.answers(asked.pairs(groups)).adjusted(looked, correction)[0]


def compare_with_omnibus(
    dataset: Dataset,
    groups: Mapping[str, np.ndarray],
    metrics: Sequence[str] | None = None,
    settings: "Settings | None" = None,
    *,
    features: pd.DataFrame | None = None,
    looked: Looked = Looked(),  # noqa: B008 - frozen
) -> tuple[list[Comparison], list[Omnibus]]:
    """Compare all pairs, and ask on each metric whether any of more than two groups differs from another.

    Pairs and omnibus tests are read side by side, so p is adjusted over both together (Holm). Of two groups there is
    no omnibus. Parameters and errors as `compare_segments`.
    """
    return ask_segments(dataset, groups, metrics, settings, features=features).adjusted(looked)


def ask_segments(
    dataset: Dataset,
    groups: Mapping[str, np.ndarray],
    metrics: Sequence[str] | None = None,
    settings: "Settings | None" = None,
    *,
    features: pd.DataFrame | None = None,
) -> Answers:
    """Test what `compare_with_omnibus` does; `Answers.adjusted` then adjusts p, as often as more is looked at."""
    asked = _ask(dataset, metrics, settings, features)
    return asked.answers(asked.pairs(groups), asked.at_once(groups) if len(groups) > 2 else ())


def compare_with_rest(
    dataset: Dataset,
    groups: Mapping[str, np.ndarray],
    metrics: Sequence[str] | None = None,
    settings: "Settings | None" = None,
    *,
    features: pd.DataFrame | None = None,
    among: np.ndarray | None = None,
) -> list[Comparison]:
    """Compare each group with everyone outside it; p adjusted over everything returned (Holm). See above.

    `among` (bool, shape (users,)) leaves everyone else out of both sides.
    """
    everyone = np.ones(dataset.activity.users, bool) if among is None else among
    asked = _ask(dataset, metrics, settings, features)
    twos = [{name: chosen & everyone, "rest": ~chosen & everyone} for name, chosen in groups.items()]
    return asked.answers([each for two in twos for each in asked.pairs(two)]).adjusted()[0]


@dataclass(frozen=True, eq=False)
class _Asked:
    """What every verb here compares groups on: the metrics, each measured once."""

    sources: Sources
    measured: tuple[tuple[Metric, Measured], ...]

    def answers(self, pairs: Sequence[Answer], at_once: Sequence[Answer] = ()) -> Answers:
        """Return what was tested, ready to be adjusted."""
        return Answers(tuple(pairs), tuple(at_once), self.sources.settings.compare)

    def pairs(self, groups: Mapping[str, np.ndarray]) -> list[Answer]:
        """Test each pair of groups, metric by metric."""
        if len(groups) < 2:
            found = len(groups)
            raise OffbeatError(f"Expected two groups or more, found {found}.", hint='name another, such as "rest".')
        pairs = (pair for metric, values in self.measured for pair in _pairs(metric, values, groups))
        return [
            Answer(pair.metric, pair.names, (pair.parts[0].users, pair.parts[1].users), _tested(pair, self.sources))
            for pair in pairs
        ]

    def at_once(self, groups: Mapping[str, np.ndarray]) -> list[Answer]:
        """Test all groups together, metric by metric; users in several are left out."""
        alone = np.sum(list(groups.values()), axis=0) == 1
        own = [np.asarray(chosen, bool) & alone for chosen in groups.values()]
        answers = []
        for metric, values in self.measured:
            parts = [split(values, each) for each in own]
            outcome = compare_many(metric, parts, self.sources.settings.compare)
            answers.append(Answer(metric, tuple(groups), tuple(part.users for part in parts), outcome))
        return answers


def _ask(
    dataset: Dataset, metrics: Sequence[str] | None, settings: "Settings | None", features: pd.DataFrame | None
) -> _Asked:
    from analysis.settings import Settings  # imports this package's thresholds: cannot be loaded before it

    names = default_metrics(dataset)[0] if metrics is None else list(dict.fromkeys(metrics))
    # All names are looked up first: a wrong one is told before anything is measured.
    known = [metric_of(name, dataset) for name in names]
    sources = Sources(dataset, features_of(dataset) if features is None else features, settings or Settings())
    return _Asked(sources, tuple((metric, metric.measure(sources)) for metric in known))


def _pairs(metric: Metric, measured: Measured, groups: Mapping[str, np.ndarray]) -> Iterator[Pair]:
    rest_of = left_out_of_rest(groups)
    for name_a, name_b in combinations(groups, 2):
        a, b = np.asarray(groups[name_a], bool), np.asarray(groups[name_b], bool)
        members = (a & ~b, b & ~a)
        parts = (split(measured, members[0]), split(measured, members[1]))
        yield Pair(metric, (name_a, name_b), rest_of, members, measured, parts, int((a & b).sum()))


def left_out_of_rest(groups: Mapping[str, np.ndarray]) -> tuple[str, ...]:
    """Return the groups that decide who is in "rest": the first, and any other whose users it lacks beside those."""
    first, *others = (name for name in groups if name != "rest")
    if "rest" not in groups:
        return (first,)
    beside = ~np.asarray(groups[first], bool)
    return first, *(
        name for name in others if (groups[name] & beside).any() and not (groups[name] & groups["rest"]).any()
    )


def _tested(pair: Pair, sources: Sources) -> Outcome:
    outcome = compare_two(pair.metric, *pair.parts, sources.settings.compare)
    caveats = caveats_of(pair, sources) + outcome.caveats
    if outcome.pvalue <= 1 - sources.settings.compare.level:
        caveats += reverses_within(pair, sources)
    return replace(outcome, caveats=_once_each(caveats))


def _once_each(caveats: Sequence[Caveat]) -> tuple[Caveat, ...]:
    """Return each slug once, in the order of the first, with all that is said of it."""
    said: dict[CaveatSlug, list[str]] = {}
    for each in caveats:
        said.setdefault(each.slug, []).append(each.sentence)
    return tuple(Caveat(slug, " ".join(dict.fromkeys(sentences))) for slug, sentences in said.items())
