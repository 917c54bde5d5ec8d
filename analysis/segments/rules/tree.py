"""What a rule is once it is read: tests of fields, names of segments, and how they are joined."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Op = Literal["=", "!=", "<", "<=", ">", ">="]
Kind = Literal["feature", "attr", "uses"]
Value = int | float | bool | str | date


@dataclass(frozen=True)
class Field:
    """What a test looks at: a feature, a column of the users table, or how often an event was used.

    Attributes
    ----------
    at
        Character of the rule's text at which it begins, from 1, for messages; no part of what the rule means.
    """

    kind: Kind
    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Check:
    """`field op value`."""

    field: Field
    op: Op
    value: Value


@dataclass(frozen=True)
class OneOf:
    """`field in (values)`, or `field not in (values)` where `negated`."""

    field: Field
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True)
class Missing:
    """`field is missing`, or `field is not missing` where `negated`."""

    field: Field
    negated: bool = False


@dataclass(frozen=True)
class Name:
    """A segment that has a name: "weekday:Tue", "plan=Pro"."""

    text: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Not:
    """`not rule`."""

    rule: "Rule"


@dataclass(frozen=True)
class And:
    """Two or more rules that must all hold."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True)
class Or:
    """Two or more rules of which one must hold."""

    rules: tuple["Rule", ...]


Leaf = Check | OneOf | Missing | Name
Rule = Leaf | Not | And | Or


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Yield the tests and names of a rule, from left to right."""
    if isinstance(rule, Not):
        yield from leaves(rule.rule)
    elif isinstance(rule, And | Or):
        for each in rule.rules:
            yield from leaves(each)
    else:
        yield rule


def replaced(rule: Rule, by: Callable[[Leaf], Rule]) -> Rule:
    """Return a rule with each test and name replaced by what `by` returns for it."""
    if isinstance(rule, Not):
        return Not(replaced(rule.rule, by))
    if isinstance(rule, And | Or):
        return type(rule)(tuple(replaced(each, by) for each in rule.rules))
    return by(rule)


def depth_of(rule: Rule) -> int:
    """Return how many times `not`, `and` and `or` stand within each other; 0 for a test or a name."""
    if isinstance(rule, Not):
        return 1 + depth_of(rule.rule)
    return 1 + max(map(depth_of, rule.rules)) if isinstance(rule, And | Or) else 0
