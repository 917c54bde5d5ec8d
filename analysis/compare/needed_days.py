"""How many active days decide whether somebody can be in a segment at all."""

import math
from typing import TYPE_CHECKING

from analysis import wording
from analysis.segments.chosen import rule_of
from analysis.segments.frequency import MIN_GAPS
from analysis.segments.rules import And, Check, Name, Or, Rule
from analysis.segments.titles import chosen_by

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.settings import Settings


def needed_active_days(name: str, settings: "Settings") -> int:
    """Return the least number of active days a member of a segment must have; 0 where it needs none.

    Of a rule what its patterns and its cuts of `active_days` ask: the most of what must hold together, the least of
    what may hold instead of another; what must not hold asks nothing.
    """
    name = wording.own_and_rule(name)[1]
    rule = rule_of(name)
    return _of_name(name, settings) if rule is None else _of_rule(rule, settings)


def _of_rule(rule: Rule, settings: "Settings") -> int:
    if isinstance(rule, And):
        return max(_of_rule(each, settings) for each in rule.rules)
    if isinstance(rule, Or):
        return min(_of_rule(each, settings) for each in rule.rules)
    if isinstance(rule, Name):
        return needed_active_days(rule.text, settings)
    return _of_cut(rule) if isinstance(rule, Check) else 0


def _of_cut(check: Check) -> int:
    """Return what a cut of `active_days` from below asks; days are whole, so more than 2.5 of them are 3."""
    if (check.field.kind, check.field.name) != ("feature", "active_days") or not isinstance(check.value, int | float):
        return 0
    if check.op in (">=", "="):
        return max(0, math.ceil(check.value))
    return max(0, math.floor(check.value) + 1) if check.op == ">" else 0


def _of_name(name: str, settings: "Settings") -> int:
    if "active_days" not in chosen_by(name):
        return 0
    slug, _, detail = name.partition(":")
    if "too_few" in (slug, detail):
        return 0
    if slug == "frequency":
        return MIN_GAPS + 1
    return 0 if slug == "lifecycle" else settings.evidence.min_active_days
