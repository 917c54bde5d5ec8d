"""The option that names segments of one's own: `--define NAME=RULE`."""

from analysis.errors import OffbeatError, shortened
from analysis.segments.own import OwnSegment, with_each


def own_segments(assignments: list[str]) -> tuple[OwnSegment, ...]:
    """["Heavy=active_days >= 100"] -> the segment "Heavy", in order; each rule may name the others.

    Raises OffbeatError for a name that cannot be used or is there twice, RuleError for a rule that cannot be read.
    """
    return with_each(_name_and_rule(text) for text in assignments)


def _name_and_rule(text: str) -> tuple[str, str]:
    name, equals, rule = text.partition("=")
    if not equals or not rule.strip():
        raise OffbeatError(
            f'Expected NAME=RULE, found "{shortened(text)}".',
            hint='write for example --define "Heavy=active_days >= 100".',
        )
    return name, rule
