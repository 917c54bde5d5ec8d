"""Rules: segments of one's own, written as text, read by a grammar of its own and never evaluated as code."""

from analysis.segments.rules.parser import parse
from analysis.segments.rules.printer import rule_text
from analysis.segments.rules.tokens import RuleError
from analysis.segments.rules.tree import And, Check, Field, Leaf, Missing, Name, Not, OneOf, Or, Rule, leaves

__all__ = [
    "And", "Check", "Field", "Leaf", "Missing", "Name", "Not", "OneOf", "Or", "Rule", "RuleError", "leaves", "parse",
    "rule_text",
]  # fmt: skip
