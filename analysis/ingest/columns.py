"""Finding out which column holds what, with a reason a person can check and change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from analysis import wording
from analysis.errors import OffbeatError, UnknownNameError
from analysis.ingest.names import FIELDS, REQUIRED, by_form, joined, normal

Table = Literal["events", "users", "subscriptions", "payments"]
Confidence = Literal["given", "sure", "likely", "guess", "none"]
_MEANING = {
    "user_id": "who did it",
    "user_fallback": "who did it where the user id is empty",
    "timestamp": "when it happened",
    "event": "what was done",
    "amount": "money",
    "account_id": "the account the user belongs to",
}
# Raw ids that a `user_id` column leaves empty for people who are not signed in; other ids are always filled.
_OFTEN_EMPTY = ("user_id", "userid", "uid")


@dataclass(frozen=True)
class Choice:
    """Which column was taken for a field, and why.

    Attributes
    ----------
    column
        The column's name in the file, or None where no column fits.
    confidence
        "given" by a person, "sure" (our own name), "likely" (a known name), "guess" (by its values), "none".
    among
        Columns that are equally likely, where that is why none was taken.
    example
        A value of the column, shortened; "" where none was seen.
    """

    field: str
    column: str | None
    reason: str
    confidence: Confidence
    among: tuple[str, ...] = ()
    example: str = ""

    @property
    def said(self) -> str:
        """The reason, with a word before it where the choice wants a look."""
        return f"{wording.CONFIDENCE['guess']}: {self.reason}" if self.confidence == "guess" else self.reason


@dataclass(frozen=True)
class ColumnMap:
    """What was read as what in one table: a choice a field, in a fixed order."""

    table: Table
    header: tuple[str, ...]
    choices: tuple[Choice, ...]

    def column(self, field: str) -> str | None:
        """Return the column taken for `field`, or None."""
        return next((each.column for each in self.choices if each.field == field), None)

    def as_dict(self) -> dict[str, str | None]:
        """Return field -> column (None where there is none)."""
        return {each.field: each.column for each in self.choices}

    def with_column(self, field: str, column: str | None, *, reason: str = "chosen by you") -> Self:
        """Return a copy in which `field` is read from `column`; None leaves the field out."""
        known = [each.field for each in self.choices]
        if field not in known:
            raise UnknownNameError.of(f"field of the {self.table} table", field, known)
        if column is not None and column not in self.header:
            raise UnknownNameError.of(f"column of the {self.table} table", column, self.header)
        chosen = Choice(field, column, reason, "given")
        return self.taking(chosen)

    def taking(self, chosen: Choice) -> Self:
        """Return a copy with another choice for its field."""
        return replace(self, choices=tuple(chosen if each.field == chosen.field else each for each in self.choices))

    def require(self) -> Self:
        """Return self, or raise OffbeatError where a field that every such table needs has no column."""
        for field in REQUIRED[self.table]:
            if self.column(field) is None:
                found = "the columns " + ", ".join(self.header[:8]) + (" ..." if len(self.header) > 8 else "")
                if among := next((each.among for each in self.choices if each.field == field), ()):
                    found = f"{wording.listed(among)}, which are equally likely by their values"
                prefix = "" if self.table == "events" else f"{self.table}."
                raise OffbeatError(
                    f"Expected a {field} column in the {self.table} table, found {found}.",
                    hint=f"name it with --map {prefix}{field}=COLUMN, or on the Data page.",
                )
        return self


def guess_columns(header: Sequence[str], *, table: Table = "events") -> ColumnMap:
    """Guess each field's column from the names alone; the order of the columns does not matter."""
    choices: list[Choice] = []
    forms = by_form(header)
    for field, wanted in FIELDS[table].items():
        taken = {each.column for each in choices}
        choices.append(_choose(field, [column for column in named_for(wanted, forms) if column not in taken]))
    guessed = ColumnMap(table, tuple(header), tuple(choices))
    return _without_needless_fallback(guessed) if table == "events" else guessed


def with_given(guessed: ColumnMap, given: Mapping[str, str]) -> ColumnMap:
    """Return the map with the columns a person named; "" leaves a field out.

    A column named for one field serves no other, guessed one.
    """
    for field, column in given.items():
        guessed = guessed.with_column(field, column or None)
        for other in guessed.choices:
            if column and other.column == column and other.field != field and other.confidence != "given":
                guessed = guessed.with_column(other.field, None, reason=f"{column} was named for {field}")
    return guessed


def named_for(wanted: Sequence[str], forms: Mapping[str, tuple[int, str]]) -> list[str]:
    """Return the columns of `by_form(header)` named as in `wanted`, the best first: names in full before shortened."""
    found = [
        (forms[key][0], place, forms[key][1]) for place, name in enumerate(wanted) if (key := joined(name)) in forms
    ]
    return list(dict.fromkeys(column for _, _, column in sorted(found)))


def _choose(field: str, found: Sequence[str]) -> Choice:
    """Take the best-known name; say what it was preferred to."""
    meaning = _MEANING.get(field, field.replace("_", " "))
    if not found:
        return Choice(field, None, f"no column name says {meaning}", "none")
    rather = f", rather than {' or '.join(found[1:4])}" if found[1:] else ""
    confidence: Confidence = "sure" if normal(found[0]) == field else "likely"
    return Choice(field, found[0], f"its name says {meaning}{rather}", confidence)


def _without_needless_fallback(guessed: ColumnMap) -> ColumnMap:
    """Leave out the second id where the first is of a kind that is always filled; alone it is the first."""
    user, second = guessed.column("user_id"), guessed.column("user_fallback")
    if user is None and second is not None:
        alone = Choice("user_id", second, "no other column name says who did it", "likely")
        guessed = guessed.taking(alone)
    if guessed.column("user_fallback") is None or user in named_for(_OFTEN_EMPTY, by_form(guessed.header)):
        return guessed
    cleared = Choice("user_fallback", None, "the user id needs none", "none")
    return guessed.taking(cleared)
