"""From tokens to a rule, by recursive descent: one method a line of the grammar, and never `eval`.

rule = and {"or" and}; and = not {"and" not}; not = ["not"] (test | name | "(" rule ")");
test = field op value | field ["not"] "in" "(" value {"," value} ")" | field "is" ["not"] "missing";
name = a word, a quoted text, COLUMN=VALUE, or one of them and "of" and what "not" takes (the part of a split).
"""

from collections.abc import Iterable
from difflib import get_close_matches

from analysis.errors import shortened
from analysis.features import FEATURE_NAMES
from analysis.segments.rules.tokens import RuleError, Token, date_of, number_of, tokens
from analysis.segments.rules.tree import And, Check, Field, Missing, Name, Not, OneOf, Or, Rule, Value

MOST_NESTED = 50  # brackets in brackets; more than anybody writes, less than the interpreter's stack holds
OPERATORS = "there are: =, !=, <, <=, >, >=, in, not in, is missing."
PREFIXES = ("attr.", "uses.")


def parse(text: str, *, words: Iterable[str] = ()) -> Rule:
    """Return the rule a text writes; raises RuleError with the place, what was expected and the nearest word.

    `words` are fields and names of the data, only for the nearest word.
    """
    reader = _Parser(tokens(text), tuple(words))
    rule = reader.rule()
    reader.expect_end()
    return rule


def field_of(token: Token) -> Field | None:
    """Return the field a token names, None where it names none."""
    prefix, name = token.text[:5], token.text[5:]
    if token.kind == "field" or (token.kind == "word" and prefix in PREFIXES and name):
        return Field("attr" if prefix == "attr." else "uses", name, token.at)
    if token.kind == "word" and token.text in FEATURE_NAMES:
        return Field("feature", token.text, token.at)
    return None


def nearest(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return a hint that asks for the nearest known word, or `otherwise`."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{shortened(near[0])}"?' if near else otherwise


class _Parser:
    """Reads tokens from left to right; every method leaves `place` behind what it has read."""

    def __init__(self, found: list[Token], words: tuple[str, ...]) -> None:
        self.found, self.words = found, words
        self.place = self.depth = 0

    @property
    def now(self) -> Token:
        return self.found[self.place]

    def take(self) -> Token:
        token = self.now
        self.place = min(self.place + 1, len(self.found) - 1)
        return token

    def take_if(self, text: str) -> bool:
        """Read a keyword or a mark if it stands here."""
        here = self.now.keyword == text or (self.now.kind == "mark" and self.now.text == text)
        if here:
            self.take()
        return here

    def rule(self) -> Rule:
        parts = [self.both()]
        while self.take_if("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Rule:
        parts = [self.negation()]
        while self.take_if("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Rule:
        return Not(self.single()) if self.take_if("not") else self.single()

    def single(self) -> Rule:
        """Read a test, a name or a rule in brackets."""
        token = self.now
        if self.take_if("("):
            return self.bracketed(token)
        self.take()
        if (field := field_of(token)) is not None:
            return self.test(field)
        return self.part_of(self.name(token))

    def bracketed(self, opened: Token) -> Rule:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise RuleError.at(
                opened.at, f"at most {MOST_NESTED} brackets in brackets", "one more",
                hint="save a part under a name of its own.",
            )  # fmt: skip
        rule = self.rule()
        if not self.take_if(")"):
            raise self.wrong('")", "and" or "or"', f"the bracket opened at character {opened.at} is never closed.")
        self.depth -= 1
        return rule

    def name(self, token: Token) -> Name:
        is_word = token.kind == "word" and not token.keyword and number_of(token.text) is None
        if not is_word and token.kind != "text":
            hint = nearest(token.text, self.known, otherwise="write for example active_days >= 10, or weekday:Tue.")
            raise RuleError.at(token.at, "a field or a segment", token.shown, hint=hint)
        if is_word and self.now.kind == "op" and self.now.text == "=":
            self.take()
            value = self.take()
            if value.kind in ("word", "text") and not (value.keyword and value.keyword not in ("true", "false")):
                return Name(f"{token.text}={value.text}", token.at)
            raise RuleError.at(value.at, 'a value after "="', value.shown, hint="write for example plan=Pro.")
        if self.now.kind == "op" or self.now.keyword in ("is", "in"):
            columns = 'a column of the users table is written attr.NAME, or attr."ANY NAME".'
            raise RuleError.at(
                token.at, "a field", token.shown, hint=nearest(token.text, self.known, otherwise=columns)
            )
        return Name(token.text, token.at)

    def part_of(self, name: Name) -> Rule:
        """Read "split:1/2:7 of weekday:Tue": both must hold."""
        if not self.take_if("of"):
            return name
        # "a of b of c" nests to the right, so it counts like brackets.
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise RuleError.at(name.at, f'at most {MOST_NESTED} "of"', "one more", hint="leave some out.")
        whole = self.single()
        self.depth -= 1
        return And((name, whole))

    def test(self, field: Field) -> Rule:
        token = self.take()
        if token.kind == "op":
            return Check(field, token.text, self.value(f'"{token.text}"'))  # type: ignore[arg-type]
        if token.keyword == "is":
            negated = self.take_if("not")
            if not self.take_if("missing"):
                raise self.wrong('"missing"', 'write "is missing" or "is not missing".')
            return Missing(field, negated)
        negated = token.keyword == "not"
        if negated:
            token = self.take()
        if token.keyword != "in":
            raise RuleError.at(
                token.at, '"in"' if negated else "an operator", token.shown,
                hint=nearest(token.text.lower(), ("in", "is", "not"), otherwise=OPERATORS),
            )  # fmt: skip
        return OneOf(field, self.values(), negated)

    def values(self) -> tuple[Value, ...]:
        if not self.take_if("("):
            raise self.wrong('"("', 'values stand in brackets: attr.plan in ("Pro", "Team").')
        found = [self.value('"("')]
        while self.take_if(","):
            found.append(self.value('","'))
        if not self.take_if(")"):
            raise self.wrong('"," or ")"', "the list of values is never closed.")
        return tuple(found)

    def value(self, after: str) -> Value:
        token = self.take()
        if token.kind == "text":
            return token.text
        if token.keyword in ("true", "false"):
            return token.keyword == "true"
        read = (number_of(token.text), date_of(token.text)) if token.kind == "word" else ()
        for each in read:
            if each is not None:
                return each
        is_bare = token.kind == "word" and not token.keyword
        hint = (
            f'a text stands in double quotes: "{shortened(token.text)}".'
            if is_bare
            else "write a number, a text or a date."
        )
        raise RuleError.at(token.at, f"a value after {after}", token.shown, hint=hint)

    def expect_end(self) -> None:
        if self.now.kind != "end":
            raise self.wrong('"and", "or" or the end', 'join tests with "and" or "or".')

    def wrong(self, expected: str, otherwise: str) -> RuleError:
        """Return the error of what stands here in place of keywords."""
        hint = nearest(self.now.text.lower(), ("and", "or", "missing"), otherwise=otherwise)
        return RuleError.at(self.now.at, expected, self.now.shown, hint=hint)

    @property
    def known(self) -> tuple[str, ...]:
        return (*FEATURE_NAMES, *self.words)
