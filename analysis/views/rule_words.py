"""A rule in words: what the screen calls its figures, columns, events and segments."""

from datetime import date
from types import MappingProxyType

from analysis import wording
from analysis.segments.rules import And, Check, Field, Leaf, Missing, Name, Not, OneOf, Or, Rule
from analysis.segments.rules.tree import Value

FIGURES = MappingProxyType({
    "active_days": "Active days", "events": "Events", "amount": "Amount", "tenure_days": "Days with us",
    "days_since_last": "Days since the last visit", "gap_mean_days": "Mean days between visits",
    "gap_median_days": "Usual days between visits", "gap_cv": "Unevenness of visits",
    "regularity_k": "Evenness of visits", "weekday_share": "Share on their top weekday",
    "weekend_share": "Share at weekends", "top_hour_share": "Share in their top hour",
    "active_hours": "Active hours a day", "features_used": "Features used", "mrr": "Monthly revenue",
})  # fmt: skip
_COMPARED = MappingProxyType({
    "=": "exactly", "!=": "other than", "<": "below", "<=": "at most", ">": "above", ">=": "at least",
})  # fmt: skip
_DATED = MappingProxyType({
    "=": "on", "!=": "not on", "<": "before", "<=": "up to", ">": "after", ">=": "on or after",
})  # fmt: skip


def field_title(field: Field) -> str:
    """Return what a field is called: "Active days", a column's name, "Uses of export"."""
    if field.kind == "feature":
        return FIGURES[field.name]
    return f"Uses of {field.name}" if field.kind == "uses" else field.name


def rule_words(rule: Rule) -> str:
    """Return a rule in words, plain text without a full stop: "active days at least 10, and not in “Tuesdays”"."""
    if isinstance(rule, Not):
        return _leaf(rule.rule, negated=True) if isinstance(rule.rule, Name) else f"not {_inside(rule.rule)}"
    if isinstance(rule, And):
        return ", and ".join(_inside(each) if isinstance(each, Or) else rule_words(each) for each in rule.rules)
    if isinstance(rule, Or):
        return ", or ".join(_inside(each) if isinstance(each, And) else rule_words(each) for each in rule.rules)
    return _leaf(rule, negated=False)


def _inside(rule: Rule) -> str:
    return f"({rule_words(rule)})" if isinstance(rule, And | Or) else rule_words(rule)


def _leaf(leaf: Leaf, *, negated: bool) -> str:
    if isinstance(leaf, Name):
        return f"{'not ' if negated else ''}in “{wording.segment_title(leaf.text)}”"
    title = field_title(leaf.field)
    title = wording.small(title) if leaf.field.kind != "attr" else title
    if isinstance(leaf, Missing):
        return f"{title} {'known' if leaf.negated else 'not known'}"
    if isinstance(leaf, OneOf):
        return (
            f"{title} {'none' if leaf.negated else 'one'} of {wording.listed([_value(each) for each in leaf.values])}"
        )
    return _check(title, leaf)


def _check(title: str, leaf: Check) -> str:
    if isinstance(leaf.value, bool | str):
        return f"{title} {'not' if leaf.op == '!=' else 'is'} {_value(leaf.value)}"
    words = _DATED if isinstance(leaf.value, date) else _COMPARED
    return f"{title} {words[leaf.op]} {_value(leaf.value)}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return wording.day(value)
    return value if isinstance(value, str) else f"{value:,}"
