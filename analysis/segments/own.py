"""Own segments: rules with a name of one's own, which stand in other rules like any other name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from analysis import wording
from analysis.errors import OffbeatError, shortened
from analysis.features import FEATURE_NAMES
from analysis.segments.rules.parser import MOST_NESTED, PREFIXES, parse
from analysis.segments.rules.printer import name_text, rule_text
from analysis.segments.rules.tokens import KEYWORDS, RuleError, quoted
from analysis.segments.rules.tree import Leaf, Name, Rule, depth_of, leaves, replaced

LONGEST_NAME = 40
LONGEST_RULE = 2_000
MOST_SEGMENTS = 20
MOST_TESTS = 500  # in one rule with all own names in it replaced: more than anybody writes, still read in a moment
_TITLES = (*wording.SEGMENT_TITLES.values(), *(f"{day}s" for day in wording.WEEKDAY_NAMES.values()))
_TAKEN = frozenset({*wording.SEGMENT_TITLES, *wording.HABITS, *FEATURE_NAMES, *KEYWORDS, *map(str.lower, _TITLES)})
_KINDS = frozenset({*wording.HABITS, "leaning", "frequency", "lifecycle", "uses", "misread", "split"})


@dataclass(frozen=True)
class OwnSegment:
    """A name and the rule it stands for; `of` gives both their form.

    Attributes
    ----------
    name
        One line of 1 to `LONGEST_NAME` letters, none of them "=", and no name that Offbeat has itself.
    rule
        A text of the rule grammar; may name other own segments.
    """

    name: str
    rule: str

    @classmethod
    def of(cls, name: str, rule: str) -> Self:
        """Return the segment; raises OffbeatError for a name that cannot be used, RuleError for a wrong rule."""
        rule = rule.strip().encode("utf-8", "replace").decode()
        require_short(rule)
        parse(rule)
        return cls(own_name(name), rule)


def spelled_out(name: str, own: tuple[OwnSegment, ...]) -> str:
    """Return an own name, or a rule that names one, with all it stands for, as results carry it; any other as it is.

    Results know no session that could look a name up, and must tell by what the users were chosen.
    """
    rule = rules_of(own).get(name) or _rule_with_own_names(name, own)
    return name if rule is None else f"{quoted(name)}{wording.STANDS_FOR}{rule_text(rule)}"


def _rule_with_own_names(text: str, own: tuple[OwnSegment, ...]) -> Rule | None:
    """Return the rule a text writes with own names replaced; None where it is no rule or names none."""
    try:
        rule = parse(text)
    except RuleError:
        return None
    return expanded(rule, own) if names_below(rule, own) else None


def require_short(rule: str) -> None:
    """Raise OffbeatError for a rule too long to be anybody's own writing."""
    if len(rule) > LONGEST_RULE:
        raise OffbeatError(
            f"Expected a rule of at most {LONGEST_RULE:,} characters, found {len(rule):,}.",
            hint="save a part under a name of its own and use that name.",
        )


def own_name(text: str) -> str:
    """Return a name as a segment bears it; raises OffbeatError where it is empty or means something else."""
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    name = " ".join(visible.split())[:LONGEST_NAME].strip()
    if not name:
        raise OffbeatError("Expected a name for the segment, found none.", hint="write one, for example Heavy users.")
    if "=" in name:
        raise OffbeatError(
            f'Expected a name without "=", found "{name}".',
            hint='write it otherwise: "plan=Pro" is a test of a column.',
        )
    if name.lower() in _TAKEN or name.partition(":")[0].lower() in _KINDS or name.lower().startswith(PREFIXES):
        raise OffbeatError(
            f'Expected a name of your own, found "{name}", which has a meaning already.',
            hint=f'add a word, for example "My {name}".',
        )
    if _reads_like_a_test(name):
        raise OffbeatError(
            f'Expected a name, found "{name}", which is a rule itself.', hint="name what the people are, not the rule."
        )
    return name


def _reads_like_a_test(name: str) -> bool:
    try:
        return not all(isinstance(leaf, Name) for leaf in leaves(parse(name)))
    except RuleError:
        return False


def added(own: tuple[OwnSegment, ...], new: OwnSegment) -> tuple[OwnSegment, ...]:
    """Return the segments with one more; raises OffbeatError for a name there is, one too many, or one in a circle."""
    _require_free(own, new.name)
    if len(own) >= MOST_SEGMENTS:
        raise OffbeatError(
            f"Expected at most {MOST_SEGMENTS} segments of your own, found one more.", hint="delete one first."
        )
    found = (*own, new)
    rules_of(found)
    return found


def saved(own: tuple[OwnSegment, ...], new: OwnSegment) -> tuple[OwnSegment, ...]:
    """Return the segments with one more, in place of the one of exactly that name; raises OffbeatError as `added`."""
    if all(each.name != new.name for each in own):
        return added(own, new)
    found = tuple(new if each.name == new.name else each for each in own)
    rules_of(found)
    return found


def _require_free(own: tuple[OwnSegment, ...], name: str) -> None:
    for each in own:
        if each.name.casefold() == name.casefold():
            raise OffbeatError(
                f'Expected a name that is free, found "{name}", which you have given already.',
                hint="choose another one, or delete that segment first.",
            )


def renamed(own: tuple[OwnSegment, ...], old: str, new: str) -> tuple[OwnSegment, ...]:
    """Return the segments with one named anew, in the other rules too; raises OffbeatError as `own_name`, `added`."""
    name = own_name(new)
    _require_free(tuple(each for each in own if each.name != old), name)

    def anew(leaf: Leaf) -> Rule:
        return replace(leaf, text=name) if isinstance(leaf, Name) and leaf.text == old else leaf

    return tuple(
        OwnSegment(
            name if each.name == old else each.name,
            rule_text(replaced(parse(each.rule), anew)) if old in _names_in(each) else each.rule,
        )
        for each in own
    )  # fmt: skip


def without(own: tuple[OwnSegment, ...], name: str) -> tuple[OwnSegment, ...]:
    """Return the segments less one; raises OffbeatError where the rule of another one names it."""
    users = [f"“{each.name}”" for each in own if each.name != name and name in _names_in(each)]
    if users:
        rest = "rests" if len(users) == 1 else "rest"
        raise OffbeatError(
            f"Expected a segment that no other one rests on, found “{name}”: {wording.listed(users)} {rest} on it.",
            hint="delete those first, or write their rules without it.",
        )
    return tuple(each for each in own if each.name != name)


def in_halves(own: tuple[OwnSegment, ...], segment: str, *, title: str, seed: int) -> tuple[OwnSegment, ...]:
    """Return the segments with the two random halves of one more, named `title` A and B.

    Who is in which half hangs on the id and the seed alone. Raises OffbeatError as `added`.
    """
    for part, letter in enumerate("AB", 1):
        short = title[: LONGEST_NAME - 2].strip()
        own = added(own, OwnSegment.of(f"{short} {letter}", f"split:{part}/2:{seed} of {name_text(segment)}"))
    return own


def _names_in(each: OwnSegment) -> set[str]:
    return {leaf.text for leaf in leaves(parse(each.rule)) if isinstance(leaf, Name)}


@lru_cache(maxsize=64)
def rules_of(own: tuple[OwnSegment, ...]) -> Mapping[str, Rule]:
    """Return each own segment's rule by name, with the own names in it replaced by their rules.

    Raises OffbeatError for a segment that rests on itself, and for one that is too large that way.
    """
    written = {each.name: parse(each.rule) for each in own}
    found: dict[str, Rule] = {}

    def resolve(name: str, path: tuple[str, ...]) -> Rule:
        if name in path:
            raise _in_a_circle(path[path.index(name) :])
        if name not in found:
            found[name] = _within_limits(name, replaced(written[name], inner((*path, name))))
        return found[name]

    def inner(path: tuple[str, ...]) -> Callable[[Leaf], Rule]:
        return lambda leaf: resolve(leaf.text, path) if isinstance(leaf, Name) and leaf.text in written else leaf

    for name in written:
        resolve(name, ())
    return found


def expanded(rule: Rule, own: tuple[OwnSegment, ...]) -> Rule:
    """Return a rule with the names of own segments replaced by their rules; raises OffbeatError as `rules_of`."""
    rules = rules_of(own)
    return replaced(rule, lambda leaf: rules.get(leaf.text, leaf) if isinstance(leaf, Name) else leaf)


def names_below(rule: Rule, own: tuple[OwnSegment, ...]) -> set[str]:
    """Return the own segments a rule rests on, at whatever remove."""
    written = {each.name: each for each in own}
    found: set[str] = set()
    to_read = {leaf.text for leaf in leaves(rule) if isinstance(leaf, Name)}
    while to_read:
        found |= to_read & written.keys()
        to_read = set().union(*(_names_in(written[name]) for name in to_read & written.keys())) - found
    return found


def _in_a_circle(path: tuple[str, ...]) -> OffbeatError:
    by_way = f" by way of {wording.listed([f'“{each}”' for each in path[1:]])}" if len(path) > 1 else ""
    return OffbeatError(
        f"Expected a segment that does not rest on itself, found “{path[0]}” in its own rule{by_way}.",
        hint="write the rule without it.",
    )


def _within_limits(name: str, rule: Rule) -> Rule:
    tests = sum(1 for _ in leaves(rule))
    if tests > MOST_TESTS or depth_of(rule) > MOST_NESTED:
        raise OffbeatError(
            f"Expected at most {MOST_TESTS} tests and {MOST_NESTED} brackets in brackets in “{shortened(name)}” with "
            f"the segments it rests on, found more.",
            hint="take a part out.",
        )
    return rule


def with_each(pairs: Iterable[tuple[str, str]]) -> tuple[OwnSegment, ...]:
    """Return the segments of some names and rules, in order; raises OffbeatError as `OwnSegment.of` and `added`."""
    own: tuple[OwnSegment, ...] = ()
    for name, rule in pairs:
        try:
            new = OwnSegment.of(name, rule)
        except RuleError as error:
            raise in_segment(name, error) from None
        own = added(own, new)
    return own


def in_segment(name: str, error: RuleError) -> RuleError:
    """Return an error of a rule that says whose rule it is."""
    return RuleError(f'In your segment "{shortened(name)}": {wording.small(error.sentence)}', hint=error.hint)
