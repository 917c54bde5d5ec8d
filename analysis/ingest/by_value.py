"""Columns whose names say nothing, told by what they hold: guesses with a reason, and none where two fit alike."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis import wording
from analysis.ingest.names import normal

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_WHOLE = re.compile(r"-?\d+")
_DECIMALS = re.compile(r"[-+(]?\s?[^\w\s.,]?\s?\d[\d.,' ]*[.,]\d{1,2}\s?[^\w\s.,]?\)?")
_FRACTION = re.compile(r"-?\d{1,6}[.,]\d+")
_OF_DAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_NESTED = re.compile(r"\s*[\[{]|\s*https?://")
# Ids of other things than people, by a word of their names.
_OF_OTHER_THINGS = frozenset({
    "app", "browser", "build", "cart", "category", "charge", "city", "country", "device", "event", "hash", "insert",
    "invoice", "ip", "item", "message", "order", "page", "payment", "platform", "price", "product", "qty", "quantity",
    "request", "row", "session", "sku", "status", "step", "subscription", "ticket", "transaction", "txn", "url", "uuid",
    "value", "version",
})  # fmt: skip
# In a sample this long somebody comes twice: a column without repeats numbers its rows.
_FEW_ROWS = 20
_MOST_EVENTS = 5000
_NEARLY_ALL, _MOST, _SOME = 0.9, 0.5, 0.1
_DIGITS_OF_AN_ID = 3


@dataclass(frozen=True)
class Guessed:
    """The column taken for a field by its values, or None; `among` are columns that fit alike."""

    column: str | None
    reason: str
    among: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Held:
    """One column of a sample: row i is row i of every other, blanks are ""."""

    name: str
    values: Sequence[str]

    @cached_property
    def filled(self) -> list[str]:
        """The values that are not blank."""
        return [text for value in self.values if (text := value.strip())]

    @cached_property
    def different(self) -> int:
        """Number of different values."""
        return len(set(self.filled))

    @property
    def repeats(self) -> bool:
        """Whether values come again, or the sample is too short to tell."""
        return self.different < len(self.filled) * _NEARLY_ALL or len(self.filled) < _FEW_ROWS

    @cached_property
    def is_money(self) -> bool:
        """Whether it holds numbers, most of them with one or two decimals."""
        written = [text for text in self.filled if _DECIMALS.fullmatch(text)]
        whole = sum(_WHOLE.fullmatch(text) is not None for text in self.filled)
        return len(written) >= _MOST * len(self.filled) > 0 and len(written) + whole >= _NEARLY_ALL * len(self.filled)

    @cached_property
    def is_mail(self) -> bool:
        """Whether it holds e-mail addresses."""
        return self.share(lambda text: _MAIL.fullmatch(text) is not None) >= _NEARLY_ALL

    @cached_property
    def is_id(self) -> bool:
        """Whether it holds e-mail addresses, texts with digits, or whole numbers too long for a quantity."""
        if self.is_money or not self.repeats or self.share(_is_nested):
            return False
        return self.is_mail or self.share(_is_id) >= _NEARLY_ALL

    @cached_property
    def is_word(self) -> bool:
        """Whether it holds words, such as the names of events or people."""
        return self.repeats and not self.is_id and self.share(_is_word) >= _NEARLY_ALL

    def share(self, is_so: Callable[[str], bool]) -> float:
        """Return the share of the filled values that are so, in [0, 1]; 0 where none is filled."""
        return sum(map(is_so, self.filled)) / len(self.filled) if self.filled else 0.0

    def decides(self, other: "Held") -> bool:
        """Whether each of its values goes with one value of the other, and that one with several of it, or one."""
        pairs = {(one, two) for one, two in zip(self.values, other.values, strict=True) if one.strip() and two.strip()}
        return len(pairs) == len({one for one, _ in pairs}) > 0


def guess_user(columns: Sequence[Held], days: Sequence[str]) -> Guessed:
    """Return the column that holds who did it; `days` is the day of each row as text, "" where unknown."""
    ids = [each for each in columns if each.is_id and not _names_another_thing(each.name)]
    if len(ids) > 1:
        ids = [each for each in ids if _share_on_several_days(each, days) >= _SOME] or ids
    if not ids:
        words = [each for each in columns if each.is_word and not _names_another_thing(each.name)]
        return _only(words, "the only column of words that come again")
    whose = [each for each in ids if all(each.decides(other) for other in ids)]
    if whose:
        best = min(whose, key=lambda each: each.is_mail)
        return Guessed(best.name, f"its {wording.count(best.different)} values come again as ids of people do")
    return _alike(ids)


def guess_event(columns: Iterable[Held], user: Held) -> Guessed:
    """Return the column of what was done: a few words that come again and differ between the rows of one person."""
    words = [each for each in columns if each.is_word and 1 < each.different <= _MOST_EVENTS]
    return _only([each for each in words if not user.decides(each)], "the only column of a few words that vary")


def guess_money(columns: Iterable[Held]) -> Guessed:
    """Return the column of amounts: numbers with decimals."""
    return _only([each for each in columns if each.is_money], "the only column of numbers with decimals")


def guess_account(columns: Iterable[Held], user: Held) -> Guessed:
    """Return the column of ids that several people share and nobody has two of."""
    shared = [each for each in columns if each.is_id and each.different < user.different and user.decides(each)]
    return _only(shared, "the only column of ids that people share")


def _only(found: Sequence[Held], reason: str) -> Guessed:
    if len(found) == 1:
        return Guessed(found[0].name, reason)
    return _alike(found) if found else Guessed(None, "no column holds such values")


def _alike(found: Sequence[Held]) -> Guessed:
    names = tuple(each.name for each in found)
    return Guessed(None, f"{wording.listed(names)} are equally likely by their values", names)


def _share_on_several_days(column: Held, days: Sequence[str]) -> float:
    """Return the share of the values that are seen on two days: few sessions and orders are, many people are."""
    seen: dict[str, set[str]] = {}
    for value, day in zip(column.values, days, strict=True):
        if value.strip() and day:
            seen.setdefault(value, set()).add(day)
    return sum(len(each) > 1 for each in seen.values()) / len(seen) if seen else 0.0


def _names_another_thing(name: str) -> bool:
    return bool(_OF_OTHER_THINGS & set(normal(name).split("_")))


def _is_nested(text: str) -> bool:
    return _NESTED.match(text) is not None


def _is_id(text: str) -> bool:
    if _WHOLE.fullmatch(text):
        return len(text) >= _DIGITS_OF_AN_ID
    is_number = _OF_DAY.fullmatch(text) or _FRACTION.fullmatch(text)
    return any(mark.isdigit() for mark in text) and " " not in text and not is_number


def _is_word(text: str) -> bool:
    return any(mark.isalpha() for mark in text) and not _is_nested(text)
