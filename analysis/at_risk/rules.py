"""Rules that call people gone, with one interface: a score of every user from what is known, and a threshold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import numpy as np
import pyarrow.compute as pc

from analysis.at_risk.billing import silent_cycles
from analysis.at_risk.fit_p_alive import fit_regularity
from analysis.at_risk.repeats import repeats_of
from analysis.at_risk.replay import Chances, chance_back
from analysis.counted_days import silence_days
from analysis.dataset import Dataset
from analysis.errors import InvalidSettingError, UnknownNameError, shortened
from analysis.settings import Settings

RuleName = Literal["fixed", "billing", "own_beat", "replay", "p_alive"]
GoneWhen = Literal["at_least", "below"]
NO_EVENTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Known:
    """All a rule may look at: the data up to a day, which is their end, and the thresholds."""

    dataset: Dataset
    settings: Settings

    @cached_property
    def chances(self) -> Chances:
        """Everyone's own beat and chance to come back, as of the end of the data."""
        return chance_back(self.dataset.activity, settings=self.settings.late)


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes
    ----------
    unit
        Of score and threshold: "days", "cycles" or "share".
    gone_when
        Gone where the score is at least the threshold, or below it.
    address
        The threshold, as in `Settings`.
    score
        Score of each user, float64, shape (users,); nan where the rule cannot tell.
    """

    name: RuleName
    unit: Literal["days", "cycles", "share"]
    gone_when: GoneWhen
    address: str
    score: Callable[[Known], np.ndarray]

    def threshold(self, settings: Settings) -> float:
        """Return the threshold in use."""
        return settings.value(self.address)

    def calls_gone(self, score: np.ndarray, threshold: float) -> np.ndarray:
        """Return whom the rule calls gone, bool; nobody of whom it cannot tell."""
        return score >= threshold if self.gone_when == "at_least" else score < threshold


def _fixed(known: Known) -> np.ndarray:
    return silence_days(known.dataset.activity).astype(float)


def _billing(known: Known) -> np.ndarray:
    return silent_cycles(known.dataset, known.settings.rules.cycle_days).astype(float)


def _own_beat(known: Known) -> np.ndarray:
    return known.chances.beat.tail


def _replay(known: Known) -> np.ndarray:
    return known.chances.chance


def _p_alive(known: Known) -> np.ndarray:
    """Return P(alive) by MBG/CNBD-k: BG/NBD would call everybody who came once alive for certain."""
    repeats = repeats_of(known.dataset.activity)
    if not repeats.count.any():
        return np.full(repeats.users, np.nan)  # nobody ever came again: the model has nothing to learn from
    return fit_regularity(repeats).p_alive(repeats)


# In display order.
RULES: tuple[Rule, ...] = (
    Rule("fixed", "days", "at_least", "inactive.days", _fixed),
    Rule("billing", "cycles", "at_least", "rules.cycles", _billing),
    Rule("own_beat", "share", "below", "rules.own_tail", _own_beat),
    Rule("replay", "share", "below", "late.gone_below", _replay),
    Rule("p_alive", "share", "below", "rules.alive_below", _p_alive),
)
RULE_NAMES = tuple(each.name for each in RULES)


def read_visits(texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return rule name -> events from texts like "fixed=login"; raises InvalidSettingError, UnknownNameError."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        rule, equals, event = text.partition("=")
        if not (equals and event):
            raise InvalidSettingError(
                f'Expected RULE=EVENT, found "{shortened(text)}".', hint="write for example --visit fixed=login."
            )
        if rule not in RULE_NAMES:
            raise UnknownNameError.of("rule", rule, RULE_NAMES)
        found[rule] = (*found.get(rule, ()), event)
    return found


def scores_of(
    dataset: Dataset, settings: Settings, events: Mapping[str, tuple[str, ...]] = NO_EVENTS
) -> dict[str, np.ndarray]:
    """Return the score of every rule by name, float64, shape (users,), from the whole of `dataset`.

    Parameters
    ----------
    events
        Rule name -> the events that alone are visits to this rule. Of who never did one of them it cannot tell.
    """
    everything = Known(dataset, settings)
    scores = {}
    for rule in RULES:
        own = events.get(rule.name)
        scores[rule.name] = _on_events(rule, everything, own) if own else rule.score(everything)
    return scores


def _on_events(rule: Rule, everything: Known, events: tuple[str, ...]) -> np.ndarray:
    activity = everything.dataset.activity
    narrowed = everything.dataset.with_activity(activity.active_on(events))
    row = pc.index_in(narrowed.activity.user_ids, value_set=activity.user_ids).to_numpy()
    score = np.full(activity.users, np.nan)
    if len(row):
        score[row] = rule.score(Known(narrowed, everything.settings))
    return score
