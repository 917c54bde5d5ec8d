"""Rules side by side: each judged on the same people at the held-out end of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.activity import to_date
from analysis.at_risk.backtest import Share, Verdict, curve, found_share, judge, precision_difference
from analysis.at_risk.gaps import LEAST_GAPS
from analysis.at_risk.held_out import HeldOut, hold_out
from analysis.at_risk.rules import NO_EVENTS, RULES, Rule, scores_of
from analysis.at_risk.worth import worth_of
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.knobs import Knob
from analysis.settings import Settings
from analysis.study import Study

EVEN_FOUND = 0.7  # rules are ranked by how right they are when each finds this share of those who left
CURVE_STEPS = 60
# What a row of the table holds of the back-test: of those flagged at the cut-off, and where rules find equally many.
JUDGED = (
    "precision", "precision_low", "precision_high", "recall", "false_alarm_share", "cannot_tell", "flagged_then",
    "came_back", "amount_back_share", "precision_gain", "precision_gain_low", "precision_gain_high",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class SideBySide:
    """All rules on the same people: those shown, silent for at most `rules.recent_days`, with three gaps or more.

    Attributes
    ----------
    came_back
        bool, shape (people,).
    scores, verdicts
        By rule name: a score for each of the people, and the rule at its threshold.
    """

    held: HeldOut
    settings: Settings
    came_back: np.ndarray
    scores: dict[str, np.ndarray]
    verdicts: dict[str, Verdict]

    @property
    def people(self) -> int:
        """How many are judged."""
        return len(self.came_back)

    def curve(self, rule: Rule) -> pd.DataFrame:
        """Return a rule at every threshold of its slider, as `backtest.curve`; its own threshold among them."""
        steps = threshold_steps(self.settings.knob(rule.address), rule.threshold(self.settings))
        return curve(rule, self.scores[rule.name], self.came_back, steps, level=self.settings.compare.level)

    def when_even(self, rule: Rule) -> np.ndarray:
        """Return whom a rule calls gone where it finds `EVEN_FOUND` of those who left, bool, shape (people,)."""
        return found_share(rule, self.scores[rule.name], self.came_back, EVEN_FOUND)

    def better_than_days(self, rule: Rule) -> Share:
        """Return a rule's precision minus that of days of silence where both find `EVEN_FOUND` of those who left."""
        days, other = self.when_even(RULES[0]), self.when_even(rule)
        return precision_difference(other, days, self.came_back, level=self.settings.compare.level)


def side_by_side(study: Study, events: Mapping[str, tuple[str, ...]] = NO_EVENTS) -> SideBySide:
    """Return all rules held against who came back; raises OffbeatError where the data are too short to hold an end out.

    Scores are computed on everyone known at the cut-off, and kept: a threshold moved only judges anew.
    """
    held = hold_out(study)
    how = study.settings
    scores = _kept(study, "rule_scores_then", held.past, events)
    # Three gaps make four visits: with fewer, the rules that read a person's own gaps cannot tell.
    judged = held.shown & (held.silence_days <= how.rules.recent_days)
    judged &= held.past.activity.active_days > LEAST_GAPS
    came_back, money = held.came_back[judged], None if held.money is None else held.money[judged]
    of_judged = {name: score[judged] for name, score in scores.items()}
    called = {rule.name: rule.calls_gone(of_judged[rule.name], rule.threshold(how)) for rule in RULES}
    verdicts = {name: judge(each, came_back, money, level=how.compare.level) for name, each in called.items()}
    return SideBySide(held, how, came_back, of_judged, verdicts)


def scores_now(study: Study, events: Mapping[str, tuple[str, ...]] = NO_EVENTS) -> dict[str, np.ndarray]:
    """Return the score of every rule by name, float64, shape (users,), from all that is known now; kept."""
    return _kept(study, "rule_scores_now", study.dataset, events)


def _kept(study: Study, name: str, known: Dataset, events: Mapping[str, tuple[str, ...]]) -> dict[str, np.ndarray]:
    how = study.settings
    key = (known.activity.observed_to, how.rules.cycle_days, how.late.horizon_days, how.late.horizon_gaps)
    key = (*key, tuple(sorted(events.items())))
    return study.prepared.kept.once(name, key, lambda: scores_of(known, how, events))


def threshold_steps(knob: Knob, value: float) -> np.ndarray:
    """Return the thresholds of a slider, at most `CURVE_STEPS` and the one in use, ascending."""
    low, high = knob.span
    count = min(CURVE_STEPS, round((high - low) / knob.step))
    steps = np.linspace(low, high, count + 1)
    return np.unique(np.append(np.round(steps) if knob.is_whole else np.round(steps, 6), value))


def rules_table(study: Study, events: Mapping[str, tuple[str, ...]] = NO_EVENTS) -> dict[str, Any]:
    """Return what `inactive` prints of the rules: `rules`, and `held_out`, what they were held against.

    `flagged` and `amount_at_risk` are of everybody shown, now; all other figures of a rule are of the people judged at
    the cut-off, None with the reason in `held_out` where the data are too short for one.
    """
    scores = scores_now(study, events)
    flagged = {
        rule.name: study.chosen & rule.calls_gone(scores[rule.name], rule.threshold(study.settings)) for rule in RULES
    }
    try:
        found = side_by_side(study, events)
    except OffbeatError as short:
        judged = {rule.name: dict.fromkeys(JUDGED) for rule in RULES}
        held_out: dict[str, Any] = {"refused": str(short)}
    else:
        judged = {rule.name: _judged(rule, found) for rule in RULES}
        cutoff = to_date(found.held.cutoff_day).isoformat()
        recent_days = study.settings.rules.recent_days
        held_out = {"cutoff": cutoff, "days": found.held.days, "recent_days": recent_days, "people": found.people}
    return {
        "rules": [_row(rule, flagged[rule.name], study) | judged[rule.name] for rule in RULES],
        "held_out": held_out,
    }


def _row(rule: Rule, flagged: np.ndarray, study: Study) -> dict[str, Any]:
    return {
        "rule": rule.name,
        "threshold": rule.threshold(study.settings),
        "unit": rule.unit,
        "flagged": int(flagged.sum()),
        "amount_at_risk": worth_of(study).total(flagged),
    }


def _judged(rule: Rule, found: SideBySide) -> dict[str, Any]:
    verdict, even = found.verdicts[rule.name], found.better_than_days(rule)
    figures = (
        verdict.precision.value, verdict.precision.low, verdict.precision.high, verdict.recall.value,
        verdict.false_alarm.value, int(np.isnan(found.scores[rule.name]).sum()), verdict.flagged, verdict.came_back,
        verdict.amount_back.value, even.value, even.low, even.high,
    )  # fmt: skip
    return dict(zip(JUDGED, figures, strict=True))
