"""A comparison in one plain sentence that never says more than the numbers do."""

import math
from types import MappingProxyType

from analysis import wording
from analysis.compare.metrics import Metric, Unit
from analysis.compare.outcome import Outcome
from analysis.compare.results import Comparison, Effect
from analysis.segments.titles import title_of

# unit -> decimals shown, word for one, word for many
_UNITS: MappingProxyType[Unit, tuple[int, str, str]] = MappingProxyType({
    "days": (1, " day", " days"), "hours": (1, " hour", " hours"), "features": (1, " feature", " features"),
    "events": (1, " event", " events"), "times": (1, " time", " times"), "money": (2, "", ""), "number": (2, "", ""),
    "users": (1, "", ""), "none": (1, "", ""),
})  # fmt: skip


def sentence_of(comparison: Comparison, metric: Metric, outcome: Outcome) -> str:
    """Return the sentence: whether the groups differ, what was found in each, the difference with its interval."""
    a, b = (title_of(name) for name in (comparison.group_a, comparison.group_b))
    title = metric.title
    effect = comparison.effect
    if math.isnan(effect.value):
        return f"Cannot compare {title} between {a} and {b}."
    unit = _unit(effect, metric)
    estimates = (_amount(each, unit) for each in (comparison.estimate_a, comparison.estimate_b))
    facts = f"{_kind(metric, outcome)}{next(estimates)} and {next(estimates)}, {_size(effect, unit)}"
    if math.isnan(comparison.pvalue):
        return f"No test of {title} between {a} and {b} is possible: {facts}."
    proof = f"{wording.pvalue(comparison.pvalue_adjusted)} (adjusted)"
    if outcome.about:  # p is of all categories at once, the figures of one: never in one breath
        table, found = f" (whole table, {proof})", facts
    else:
        table, found = "", f"{facts}{_odds(outcome)}, {proof}"
    if not is_clear(comparison):
        missed = could_have_shown(comparison, metric)
        return f"No clear difference in {title} between {a} and {b}{table}: {found}; {missed}."
    why = ", as they must: the group was chosen by it" if is_circular(comparison) else ""
    return f"{wording.capital(a)} and {b} differ in {title}{table}{why}: {found}."


def is_clear(comparison: Comparison) -> bool:
    """Whether a difference may be called one: p small enough, and the interval agrees."""
    effect = comparison.effect
    return comparison.pvalue_adjusted <= 1 - effect.interval.level and not _holds_none(effect)


def _holds_none(effect: Effect) -> bool:
    """Whether the interval of a mean or a ratio holds no difference: nothing clear is said then, whatever p."""
    none = {"mean_difference": 0.0, "rate_ratio": 1.0}.get(effect.name, math.nan)
    return effect.interval.low <= none <= effect.interval.high


def could_have_shown(comparison: Comparison, metric: Metric) -> str:
    """Say what was not there to be missed: the smallest difference these groups show with that chance."""
    smallest, unit = comparison.smallest, _unit(comparison.effect, metric)
    chance = wording.share(smallest.power)
    if math.isnan(smallest.value):
        return f"groups of these sizes show no difference with {chance} chance, however large"
    if smallest.name == "rate_ratio":
        least = f"{wording.decimal(smallest.value, 2)} times as much or more"
    elif smallest.name == "common_language":
        often = wording.share(smallest.value)
        least = f"one of the first being higher than one of the others {often} of the time or more"
    else:
        least = f"a difference of {_difference(smallest.value, unit)} or more"
    return f"they could have shown {least} with {chance} chance"


def _unit(effect: Effect, metric: Metric) -> Unit:
    return "users" if effect.name == "share_difference" else metric.unit


def _kind(metric: Metric, outcome: Outcome) -> str:
    if outcome.about:
        return f"the commonest value, {outcome.about}: "
    if metric.kind == "time":
        return f"within the first {wording.count(outcome.horizon)} days on average "
    return {"typical": "median ", "mean": "mean "}.get(metric.kind, "")


def _size(effect: Effect, unit: Unit) -> str:
    level = wording.share(effect.interval.level)
    if effect.name == "rate_ratio":
        return _times(effect, level)
    typical = "typical " if effect.name == "hodges_lehmann_shift" else ""
    difference = f"{typical}difference {_difference(effect.value, unit)}"
    if math.isnan(effect.interval.low):
        return difference
    low, high = (_difference(bound, unit, bare=True) for bound in (effect.interval.low, effect.interval.high))
    return f"{difference} ({level} interval {wording.interval(low, high)})"


def _times(effect: Effect, level: str) -> str:
    value, low, high = (wording.decimal(each, 2) for each in (effect.value, effect.interval.low, effect.interval.high))
    interval = "" if math.isnan(effect.interval.low) else f" ({level} interval {wording.interval(low, high)})"
    return f"{value} times as much{interval}"


def _odds(outcome: Outcome) -> str:
    """Say how often a beats b where the shift alone is 0 and would hide the difference."""
    if len(outcome.effects) < 2 or outcome.effects[0].value != 0 or outcome.effects[1].name != "common_language":
        return ""
    often = wording.share(outcome.effects[1].value, tenths=True)
    return f", one of the first is higher than one of the others {often} of the time (half of ties counted)"


def is_circular(comparison: Comparison) -> bool:
    """Whether a group was chosen by what is compared, so that they differ by construction."""
    return any(caveat.slug == "selected_by_metric" for caveat in comparison.caveats)


def _amount(value: float, unit: Unit) -> str:
    if unit == "users":
        return wording.share(value)
    return _counted(value, unit)


def _difference(value: float, unit: Unit, *, bare: bool = False) -> str:
    if unit == "users":
        points = _number(100 * value, unit)
        return points if bare else f"{points} points"
    return _number(value, unit) if bare else _counted(value, unit)


def _counted(value: float, unit: Unit) -> str:
    """Print with the unit's word, singular where the printed number is 1."""
    digits, one, many = _UNITS[unit]
    return f"{_number(value, unit)}{one if round(abs(value), digits) == 1 else many}"


def _number(value: float, unit: Unit) -> str:
    """Print with the unit's decimals, whole numbers bare (not money, not points), and never a minus before a zero."""
    digits = _UNITS[unit][0]
    rounded = round(value, digits) + 0.0
    is_bare = unit not in ("money", "users") and rounded == int(rounded)
    return wording.decimal(rounded, 0 if is_bare else digits)
