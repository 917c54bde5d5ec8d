"""From a name or a rule to the users it chooses; names win."""

from functools import lru_cache

import numpy as np

from analysis import wording
from analysis.errors import OffbeatError, UnknownNameError
from analysis.segments.names import attribute_and_value
from analysis.segments.own import expanded, in_segment, names_below, rules_of
from analysis.segments.people import People
from analysis.segments.rules import Name, Rule, RuleError, parse
from analysis.segments.rules.evaluate import holds
from analysis.segments.rules.tokens import Token, tokens

JOINING = ("and", "or", "not")


def chosen(text: str, people: People) -> np.ndarray:
    """Return who is in a segment, bool, shape (users,).

    `text` is a name (of an own segment, or as `analysis.segments.names.members`) or a rule; what is both is the name.
    An own segment may also be spelled out, with its rule. Raises UnknownNameError for a wrong name, RuleError with the
    place for a wrong rule.
    """
    text = wording.own_and_rule(text)[1]
    if is_own(text, people):
        return _holds(Name(text), people)
    if not may_be_name(text, people):
        return _holds(parse(text, words=people.words), people)
    try:
        return people.named(text)
    except UnknownNameError as error:
        rule = _read(text, people, error)
    return _holds(rule, people)


def rule_for(text: str, people: People) -> Rule:
    """Return the rule a text stands for, a name alone where it is one; raises what `chosen` raises.

    An own name in it is replaced by its rule.
    """
    return expanded(rule_as_written(text, people), people.own)


def rule_as_written(text: str, people: People) -> Rule:
    """Return the rule a text writes, own names and all; raises what `chosen` raises."""
    text = wording.own_and_rule(text)[1]
    if is_own(text, people):
        return Name(text)
    if not may_be_name(text, people):
        return parse(text, words=people.words)
    try:
        people.named(text)
    except UnknownNameError as error:
        return _read(text, people, error)
    return Name(text)


def is_own(text: str, people: People) -> bool:
    """Whether a text is the name of an own segment: it wins over every other reading."""
    return any(each.name == text for each in people.own)


def fits(text: str, people: People) -> bool:
    """Whether a segment can be chosen in these data."""
    try:
        chosen(text, people)
    except OffbeatError:
        return False
    return True


def _holds(rule: Rule, people: People) -> np.ndarray:
    """Return who a rule holds for; an error within the rule of an own segment names the segment."""
    try:
        return holds(expanded(rule, people.own), people)
    except RuleError:
        own = rules_of(people.own)
        for name in own:
            if name in names_below(rule, people.own):
                _require_fitting(name, own[name], people)
        raise


def _require_fitting(name: str, rule: Rule, people: People) -> None:
    try:
        holds(rule, people)
    except RuleError as error:
        raise in_segment(name, error) from None


def _read(text: str, people: People, error: UnknownNameError) -> Rule:
    """Return the rule of a text that is no known name; raises `error` where it reads more like a name."""
    if not looks_like_rule(text):
        raise error
    try:
        rule = parse(text, words=people.words)
    except RuleError:
        if attribute_and_value(text, people.dataset) and not any(each.keyword in JOINING for each in _tokens(text)):
            raise error from None
        raise
    if isinstance(rule, Name) and rule.text == text:
        raise error
    return rule


def _tokens(text: str) -> list[Token]:
    try:
        return tokens(text)
    except RuleError:
        return []


def may_be_name(text: str, people: People) -> bool:
    """Whether a text can be a name at all; for one that cannot, no nearest name need be looked for."""
    holds_anything = text.startswith(("uses:", "dates:", "leaning:dates:"))
    return holds_anything or not looks_like_rule(text) or attribute_and_value(text, people.dataset) is not None


def looks_like_rule(text: str) -> bool:
    """Whether a text holds what only rules hold: an operator, a bracket, a quote, a keyword that stands alone."""
    found = _tokens(text)
    return not found or any(each.kind not in ("word", "end") or each.keyword for each in found)


@lru_cache(maxsize=256)
def rule_of(text: str) -> Rule | None:
    """Return the rule a text writes, None where it is none or a name alone; knows no data, so it cannot see names."""
    try:
        rule = parse(text)
    except OffbeatError:
        return None
    return None if isinstance(rule, Name) else rule
