"""Segments in plain words for the middle of a sentence; and what a segment was chosen by."""

from types import MappingProxyType
from typing import Literal

from analysis import wording
from analysis.segments.chosen import rule_of
from analysis.segments.rules import And, Check, Leaf, Name, Rule, leaves, rule_text

Fact = Literal["active_days", "active_hours", "amount", "gaps", "mrr", "recency", "tenure", "uses", "weekday"]

_TITLES = MappingProxyType({
    "all": "all users", "rest": "everyone else", "daily": "daily users", "weekdays": "Monday-to-Friday users",
    "weekend": "weekend users", "weekday": "single-weekday users", "weekday_set": "users with fixed weekdays",
    "month_day": "users with a fixed day of the month", "nth_weekday": "users with a fixed weekday of the month",
    "quarter_end": "quarter-end users", "dates": "users of your dates", "cadence": "users with a fixed interval",
    "mixed": "users between two patterns", "bursty": "users who come in bursts",
    "irregular": "users with no fixed pattern", "too_few": "users it is too early to tell about",
    "frequency:too_few": "users with too few days for a frequency", "frequency:rarer": "users rarer than monthly",
    "lifecycle:resurrected": "users who are back again",
    "misread:weekly": "users called dormant by a weekly report",
    "passive": "users who come and stay quiet",
})  # fmt: skip
# A user is sure of a rhythm only with enough active days over enough weeks, so every rhythm picks by these too.
_RHYTHM_FACTS: frozenset[str] = frozenset({"active_days", "gaps", "recency"})
_FACTS_OF_FEATURES = MappingProxyType({
    "active_days": "active_days", "events": "active_days", "tenure_days": "tenure", "days_since_last": "recency",
    "gap_mean_days": "gaps", "gap_median_days": "gaps", "gap_cv": "gaps", "regularity_k": "gaps",
    "weekday_share": "weekday", "weekend_share": "weekday", "features_used": "uses",
})  # fmt: skip
_USES, _SPLIT = "uses:", "split:"
_WEEKDAY_RHYTHMS = ("weekdays", "weekend", "weekday", "weekday_set", "month_day", "nth_weekday", "dates", "mixed")


def title_of(name: str) -> str:
    """Return a segment's name in plain words, ready for the middle of a sentence: "Tuesday users"."""
    if name in _TITLES:
        return _TITLES[name]
    own, name = wording.own_and_rule(name)
    if own:
        return f"users in “{own}”"
    if (rule := rule_of(name)) is not None:
        return _title_of_rule(rule)
    slug, colon, detail = name.partition(":")
    if "=" in name or not colon:
        return wording.segment_title(name)
    if slug == "split":
        return f"the random part {detail.partition(':')[0]}"
    if slug == "uses":
        return f"users of {detail}"
    if slug == "leaning":
        return f"{title_of(detail)} (not proven)"
    if slug == "cadence":
        return f"every-{detail}-days users"
    if slug == "month_day":
        return f"users of {wording.month_day_phrase(detail)}"
    if slug == "nth_weekday":
        return f"users of {wording.nth_weekday_phrase(detail)}"
    if slug == "dates":
        return f"users of your dates “{detail}”"
    return f"{wording.WEEKDAY_NAMES.get(detail, detail)} users"


def _title_of_rule(rule: Rule) -> str:
    """A rule of one's own stands in quotes; an attribute with one value is a plain title."""
    if isinstance(rule, Check) and rule.field.kind == "attr" and rule.op == "=" and isinstance(rule.value, str):
        return wording.segment_title(f"{rule.field.name}={rule.value}")
    return f"users for whom “{rule_text(rule)}” holds"


def chosen_by(name: str) -> frozenset[str]:
    """Return the facts that decide who is in a segment: those of `Fact`, or `attr:COLUMN`, or a feature's own name.

    A rule hangs on all its tests and names. A column's name may hold "=" itself, so every way to split the name at one
    is returned.
    """
    name = wording.own_and_rule(name)[1]
    if (rule := rule_of(name)) is not None:
        return frozenset().union(*map(_facts_of_leaf, leaves(rule)))
    if "=" in name:
        text = name.removeprefix("attr.")
        splits = [text[:place].strip().strip('"') for place, letter in enumerate(text) if letter == "="]
        return frozenset(f"attr:{column}" for column in splits)
    slug, _, detail = name.partition(":")
    if slug in ("all", "rest", "split"):
        return frozenset()
    if slug == "leaning":
        return chosen_by(detail)
    if slug == "frequency":
        return frozenset({"gaps", "active_days"})
    if slug == "lifecycle":
        return frozenset({"recency", "active_days"})
    if slug == "uses":
        return frozenset({"uses"})
    if slug == "misread":
        return _RHYTHM_FACTS | {"weekday"}
    if slug not in wording.HABITS:
        return frozenset()
    return _RHYTHM_FACTS | {"weekday"} if slug in _WEEKDAY_RHYTHMS else _RHYTHM_FACTS


def are_random_parts(first: str, second: str) -> bool:
    """Whether two segments are random parts of the same one, so that only chance decides who is in which."""
    return (whole := _whole_of_part(first)) is not None and whole == _whole_of_part(second)


def _whole_of_part(name: str) -> tuple[Rule, ...] | None:
    """Return what must hold besides being in a random part, None where the segment is no such part."""
    text = wording.own_and_rule(name)[1]
    rule = rule_of(text) or Name(text)
    joined = rule.rules if isinstance(rule, And) else (rule,)
    whole = tuple(each for each in joined if not (isinstance(each, Name) and each.text.startswith(_SPLIT)))
    return whole if len(whole) < len(joined) else None


def events_of(name: str) -> frozenset[str]:
    """Return the events whose use decides who is in a segment; of a rule those of all its tests and names.

    An event's name may read like a rule, and only the data say which it is: it is returned both ways.
    """
    name = wording.own_and_rule(name)[1]
    named = frozenset({name.removeprefix(_USES)} if name.startswith(_USES) else ())
    rule = rule_of(name)
    return named if rule is None else named.union(*map(_events_of_leaf, leaves(rule)))


def _events_of_leaf(leaf: Leaf) -> frozenset[str]:
    if isinstance(leaf, Name):
        return events_of(leaf.text)
    return frozenset({leaf.field.name} if leaf.field.kind == "uses" else ())


def _facts_of_leaf(leaf: Leaf) -> frozenset[str]:
    if isinstance(leaf, Name):
        return chosen_by(leaf.text)
    if leaf.field.kind == "feature":
        return frozenset({_FACTS_OF_FEATURES.get(leaf.field.name, leaf.field.name)})
    return frozenset({"uses"} if leaf.field.kind == "uses" else {f"attr:{leaf.field.name}"})
