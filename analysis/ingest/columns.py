"""Finding out which column holds what, with a reason a person can check and change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from analysis.errors import OffbeatError, UnknownNameError
from analysis.ingest.names import FIELDS, REQUIRED, normal

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
    """

    field: str
    column: str | None
    reason: str
    confidence: Confidence


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
        return replace(self, choices=tuple(chosen if each.field == field else each for each in self.choices))

    def require(self) -> Self:
        """Return self, or raise OffbeatError where a field that every such table needs has no column."""
        for field in REQUIRED[self.table]:
            if self.column(field) is None:
                found = ", ".join(self.header[:8]) + (" ..." if len(self.header) > 8 else "")
                prefix = "" if self.table == "events" else f"{self.table}."
                raise OffbeatError(
                    f"Expected a {field} column in the {self.table} table, found the columns {found}.",
                    hint=f"name it with --map {prefix}{field}=COLUMN, or on the Data page.",
                )
        return self


def guess_columns(header: Sequence[str], *, table: Table = "events") -> ColumnMap:
    """Guess each field's column from the names alone; the order of the columns does not matter."""
    names: dict[str, str] = {}
    for column in sorted(header):
        names.setdefault(normal(column), column)
    choices: list[Choice] = []
    for field, wanted in FIELDS[table].items():
        taken = {each.column for each in choices}
        choices.append(_choose(field, wanted, {name: column for name, column in names.items() if column not in taken}))
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


def _choose(field: str, wanted: tuple[str, ...], names: dict[str, str]) -> Choice:
    """Take the best-known name; say what it was preferred to."""
    found = [name for name in wanted if name in names]
    meaning = _MEANING.get(field, field.replace("_", " "))
    if not found:
        return Choice(field, None, f"no column name says {meaning}", "none")
    others = [names[name] for name in found[1:4]]
    rather = f", rather than {' or '.join(others)}" if others else ""
    confidence: Confidence = "sure" if found[0] == field else "likely"
    return Choice(field, names[found[0]], f"its name says {meaning}{rather}", confidence)


def _without_needless_fallback(guessed: ColumnMap) -> ColumnMap:
    """Leave out the second id where the first is of a kind that is always filled."""
    user = guessed.column("user_id")
    if guessed.column("user_fallback") is None or (user is not None and normal(user) in _OFTEN_EMPTY):
        return guessed
    cleared = Choice("user_fallback", None, "the user id needs none", "none")
    kept = tuple(cleared if each.field == "user_fallback" else each for each in guessed.choices)
    return replace(guessed, choices=kept)
