"""A rule built step by step: one test after another, joined to what stands there already."""

from typing import Literal

from analysis.segments.rules.tree import And, Not, Or, Rule

Joining = Literal["and", "or", "and not"]
JOININGS: tuple[Joining, ...] = ("and", "or", "and not")


def joined(rule: Rule | None, how: Joining, piece: Rule) -> Rule:
    """Return a rule with one more test: both must hold, either, or the first and not the second.

    Nothing but the new test where there is no rule yet.
    """
    if rule is None:
        return piece
    if how == "and not":
        how, piece = "and", piece.rule if isinstance(piece, Not) else Not(piece)
    kind = And if how == "and" else Or
    before = rule.rules if isinstance(rule, kind) else (rule,)
    return kind((*before, *(piece.rules if isinstance(piece, kind) else (piece,))))
