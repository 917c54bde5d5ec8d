"""From a rule's text to tokens: words, quoted texts, operators and marks, each with its place."""

import re
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Literal

from analysis.errors import OffbeatError, shortened

KEYWORDS = frozenset({"or", "and", "not", "in", "is", "missing", "true", "false", "of"})
TokenKind = Literal["word", "text", "field", "op", "mark", "end"]
PATTERN = re.compile(
    r"""(?P<space>\s+)
    |(?P<field>(?:attr|uses)\."(?:[^"]|"")*")
    |(?P<text>"(?:[^"]|"")*")
    |(?P<op><=|>=|!=|=|<|>)
    |(?P<mark>[(),])
    |(?P<word>[^\s(),"=!<>]+)""",
    re.VERBOSE,
)
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class RuleError(OffbeatError):
    """A rule that cannot be read or does not fit the data; the sentence names the place."""

    @classmethod
    def at(cls, place: int, expected: str, found: str, *, hint: str) -> "RuleError":
        """Say what was expected at a character of the rule (from 1), and what stands there."""
        return cls(f"Expected {expected}, found {found} at character {place} of the rule.", hint=hint)


@dataclass(frozen=True)
class Token:
    """A piece of the text and the character it begins at, from 1; `text` of a quoted piece is what the quotes hold."""

    kind: TokenKind
    text: str
    at: int

    @property
    def keyword(self) -> str:
        """The keyword it is, in lower case, "" for anything else."""
        word = self.text.lower() if self.kind == "word" else ""
        return word if word in KEYWORDS else ""

    @property
    def shown(self) -> str:
        """How a message names it."""
        return "the end" if self.kind == "end" else f'"{shortened(self.text)}"'


def tokens(text: str) -> list[Token]:
    """Return the tokens of a rule, the last of kind "end"; raises RuleError at what is no token."""
    found, place = [], 0
    while place < len(text):
        match = PATTERN.match(text, place)
        if match is None:
            raise _unreadable(text, place)
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, _content(match), place + 1))  # type: ignore[arg-type]
        place = match.end()
    return [*found, Token("end", "", len(text) + 1)]


def _content(match: re.Match) -> str:
    text = match[0]
    if match.lastgroup == "text":
        return unquoted(text)
    return f"{text[:5]}{unquoted(text[5:])}" if match.lastgroup == "field" else text


def unquoted(text: str) -> str:
    """Return what double quotes hold; two inside stand for one."""
    return text[1:-1].replace('""', '"')


def quoted(text: str) -> str:
    """Return a text in double quotes; one inside is doubled."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _unreadable(text: str, place: int) -> RuleError:
    if text[place] == '"':
        return RuleError.at(
            place + 1, "a text that ends with a double quote", f'"{shortened(text[place + 1 :])}"',
            hint='close it, as in attr.plan = "Pro"; a double quote inside a text is written twice.',
        )  # fmt: skip
    return RuleError.at(place + 1, "an operator", f'"{text[place]}"', hint='"is not" is written "!=".')


def number_of(word: str) -> int | float | None:
    """Return the number a word writes, None where it is none; a number too large to hold is none."""
    if not NUMBER.fullmatch(word):
        return None
    value = float(word)
    if not isfinite(value):
        return None
    return int(word) if re.fullmatch(r"[-+]?\d+", word) else value


def date_of(word: str) -> date | None:
    """Return the date a word writes (2026-03-31), None where it is none."""
    if not DATE.fullmatch(word):
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
