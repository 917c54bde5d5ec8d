"""Who a rule holds for. What is missing compares false, also under `not`."""

from typing import Protocol

import numpy as np

from analysis.errors import UnknownNameError, shortened
from analysis.features import FEATURE_NAMES
from analysis.segments.names import attribute_and_value
from analysis.segments.people import People
from analysis.segments.rules.columns import column_of
from analysis.segments.rules.parser import nearest
from analysis.segments.rules.tokens import RuleError
from analysis.segments.rules.tree import And, Check, Leaf, Missing, Name, Not, Or, Rule


class ReadLeaf(Protocol):
    """Who a test or a name holds for (`truth`), or does not hold for (not `truth`); the missing are in neither."""

    def __call__(self, leaf: Leaf, *, truth: bool) -> np.ndarray:
        """Return bool, one entry a user."""
        ...


def holds(rule: Rule, people: People) -> np.ndarray:
    """Return who a rule holds for, bool, shape (users,).

    Raises RuleError, with the place, where a field or a segment is unknown or a value of another kind.
    """
    return walk(rule, lambda leaf, *, truth: read_leaf(leaf, people, truth=truth))


def walk(rule: Rule, read: ReadLeaf, *, truth: bool = True) -> np.ndarray:
    """Return who a rule holds for, given who its tests and names hold for.

    `not` is carried down to the tests (De Morgan), so that a missing value is false on either side of it.
    """
    if isinstance(rule, Not):
        return walk(rule.rule, read, truth=not truth)
    if isinstance(rule, And | Or):
        parts = [walk(each, read, truth=truth) for each in rule.rules]
        return np.logical_and.reduce(parts) if isinstance(rule, And) == truth else np.logical_or.reduce(parts)
    return read(rule, truth=truth)


def read_leaf(leaf: Leaf, people: People, *, truth: bool) -> np.ndarray:
    """Return who a test or a name holds for, or (not `truth`) who is known and it does not hold for."""
    if isinstance(leaf, Name):
        return _named(leaf, people, truth=truth)
    column = column_of(leaf.field, people)
    if isinstance(leaf, Missing):
        return column.known == (leaf.negated == truth)
    if isinstance(leaf, Check):
        return column.readable(leaf.value) & (column.compare(leaf.op, leaf.value) == truth)
    known = np.logical_and.reduce([column.readable(value) for value in leaf.values])
    found = np.logical_or.reduce([column.compare("=", value) for value in leaf.values])
    return known & (found == (truth != leaf.negated))


def _named(leaf: Name, people: People, *, truth: bool) -> np.ndarray:
    """Read a name; `plan=Pro` is short for a test, so whose plan is missing is in neither."""
    try:
        inside = people.named(leaf.text)
    except UnknownNameError as error:
        raise _unknown(leaf, people, error) from None
    if truth:
        return inside
    found = attribute_and_value(leaf.text, people.dataset)
    known = people.dataset.attributes[found[0]].notna().to_numpy() if found and "=" in leaf.text else True
    return known & ~inside


def _unknown(leaf: Name, people: People, error: UnknownNameError) -> RuleError:
    column = leaf.text.partition("=")[0]
    if column != leaf.text and column not in people.dataset.attribute_names:
        fields = (*FEATURE_NAMES, *people.words, *people.dataset.attribute_names)
        expected, found, hint = "a known field", column, nearest(column, fields, otherwise=error.hint)
    else:
        expected, found, hint = "a known segment", leaf.text, error.hint
    return RuleError.at(leaf.at, expected, f'"{shortened(found)}"', hint=hint)
