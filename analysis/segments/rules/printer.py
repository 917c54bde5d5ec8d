"""From a rule to its text: what `parse` reads back as the same rule."""

from datetime import date

from analysis.features import FEATURE_NAMES
from analysis.segments.rules.tokens import KEYWORDS, PATTERN, number_of, quoted
from analysis.segments.rules.tree import And, Check, Field, Missing, Name, Not, OneOf, Or, Rule, Value


def rule_text(rule: Rule) -> str:
    """Return the text of a rule; `parse(rule_text(rule)) == rule`."""
    if isinstance(rule, Or):
        return " or ".join(_bracketed(each, Or) for each in rule.rules)
    if isinstance(rule, And):
        return " and ".join(_bracketed(each, Or, And) for each in rule.rules)
    if isinstance(rule, Not):
        return f"not {_bracketed(rule.rule, Or, And, Not)}"
    return _leaf(rule)


def _bracketed(rule: Rule, *looser: type) -> str:
    return f"({rule_text(rule)})" if isinstance(rule, looser) else rule_text(rule)


def _leaf(rule: Rule) -> str:
    if isinstance(rule, Check):
        return f"{field_text(rule.field)} {rule.op} {value_text(rule.value)}"
    if isinstance(rule, OneOf):
        listed = ", ".join(value_text(value) for value in rule.values)
        return f"{field_text(rule.field)} {'not in' if rule.negated else 'in'} ({listed})"
    if isinstance(rule, Missing):
        return f"{field_text(rule.field)} is {'not missing' if rule.negated else 'missing'}"
    assert isinstance(rule, Name)
    return name_text(rule.text)


def field_text(field: Field) -> str:
    """Return a field as a rule writes it."""
    if field.kind == "feature":
        return field.name
    return f"{field.kind}.{field.name if _is_word(field.name) else quoted(field.name)}"


def value_text(value: Value) -> str:
    """Return a value as a rule writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if isinstance(value, date) else repr(value)


def name_text(name: str) -> str:
    """Return a segment's name as a rule writes it, in quotes where it would be read as something else."""
    column, equals, value = name.partition("=")
    is_short = bool(equals) and _is_name(column) and _is_word(value) and value.lower() not in KEYWORDS
    return name if is_short or _is_name(name) else quoted(name)


def _is_name(text: str) -> bool:
    """Whether a text without quotes is read as a name."""
    taken = text.lower() in KEYWORDS or text in FEATURE_NAMES or number_of(text) is not None
    return _is_word(text) and not taken and not text.startswith(("attr.", "uses."))


def _is_word(text: str) -> bool:
    match = PATTERN.fullmatch(text)
    return match is not None and match.lastgroup == "word"
