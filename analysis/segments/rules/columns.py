"""The values a rule's field takes, and how they compare with what a rule writes."""

import operator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import shortened
from analysis.segments.people import People
from analysis.segments.rules.parser import nearest
from analysis.segments.rules.printer import field_text, value_text
from analysis.segments.rules.tokens import RuleError
from analysis.segments.rules.tree import Field, Op, Value

ColumnKind = Literal["number", "text", "flag", "time"]
COMPARE = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
WRITTEN = {bool: "true or false", str: "a text", date: "a date"}


@dataclass(frozen=True, eq=False)
class Column:
    """The values of a field, one a user; `known` (bool, shape (users,)) is False where there is none."""

    field: Field
    kind: ColumnKind
    values: np.ndarray
    known: np.ndarray

    def compare(self, op: Op, value: Value) -> np.ndarray:
        """Return where a known value compares so, bool, shape (users,); raises RuleError for another kind of value."""
        values, wanted = self._alike(op, value)
        result = np.zeros(len(values), bool)
        known = self.known & ~pd.isna(values)
        result[known] = COMPARE[op](values[known], wanted)
        return result

    def readable(self, value: Value) -> np.ndarray:
        """Return where the value is known as the kind a rule compares it with: text may hold no date."""
        return self.known & ~pd.isna(self._alike("=", value)[0])

    def _alike(self, op: Op, value: Value) -> tuple[np.ndarray, object]:
        """Return the values and what they are compared with, as one kind."""
        if isinstance(value, bool) and self.field.kind == "uses":
            return self.values > 0, value
        if isinstance(value, bool) and self.kind != "number":
            return _as_flags(self), value
        if isinstance(value, date) and self.kind in ("text", "time"):
            return as_days(self), np.datetime64(value)
        if isinstance(value, str) and self.kind == "text" and op in ("=", "!="):
            return self.values, value
        if self.kind == "number" and not isinstance(value, bool | str | date):
            return self.values, value
        raise self._unlike(op, value)

    def _unlike(self, op: Op, value: Value) -> RuleError:
        name, written = field_text(self.field), WRITTEN.get(type(value), "a number")
        if self.kind == "text" and isinstance(value, str):
            return RuleError.at(
                self.field.at, f'"=", "!=" or "in" after {name}, which holds texts', f'"{op}"',
                hint="only numbers and dates have an order.",
            )  # fmt: skip
        hints = {
            "number": "write the number without quotes.",
            "text": f'write the value in double quotes: "{shortened(value_text(value))}".',
            "flag": "write true or false.",
            "time": "write the date as 2026-03-31, without quotes.",
        }
        holds = {"number": "a number", "text": "a text", "flag": "true or false", "time": "a date"}[self.kind]
        return RuleError.at(self.field.at, f"{holds} to compare {name} with", written, hint=hints[self.kind])


def _as_flags(column: Column) -> np.ndarray:
    """Return true and false as a table may write them; any other text is neither."""
    if column.kind == "flag":
        return column.values
    words = pd.Series(column.values, dtype="object").astype("str").str.casefold()
    return words.map({"true": True, "false": False}).to_numpy(object)


def as_days(column: Column) -> np.ndarray:
    """Return calendar days, NaT where a text begins with none: the first ten characters, as 2026-03-31."""
    if column.kind == "time":
        return column.values.astype("datetime64[D]")
    begun = pd.Series(column.values, dtype="object").astype("str").str.slice(0, 10)
    days = pd.to_datetime(begun, format="%Y-%m-%d", errors="coerce")
    if not (days.notna().to_numpy() & column.known).any():
        raise RuleError.at(
            column.field.at, f"dates such as 2026-03-31 in {field_text(column.field)}", "none",
            hint='compare a text with = and a value in double quotes.',
        )  # fmt: skip
    return days.to_numpy().astype("datetime64[D]")


def column_of(field: Field, people: People) -> Column:
    """Return the values of a field; raises RuleError where these data do not have it, with the nearest word."""
    if field.kind == "attr":
        return _attribute(field, people)
    values = _uses(field, people) if field.kind == "uses" else _feature(field, people)
    return Column(field, "number", values, ~np.isnan(values))


def _feature(field: Field, people: People) -> np.ndarray:
    if field.name not in people.features:
        raise RuleError.at(
            field.at, "a figure of these data", f'"{field.name}"',
            hint="mrr needs a table of subscriptions: add one with --subscriptions FILE.",
        )  # fmt: skip
    return people.features[field.name].to_numpy(np.float64)


def _uses(field: Field, people: People) -> np.ndarray:
    """Return how often each user used an event, float64: 0 where never."""
    uses = people.dataset.activity.uses
    own = uses[uses["event"] == field.name]
    if own.empty:
        known = uses["event"].unique()
        raise RuleError.at(
            field.at, "an event of these data", f'"{shortened(field.name)}"',
            hint=nearest(field.name, known, otherwise=_listed("uses", known)),
        )  # fmt: skip
    counts = np.zeros(people.users)
    counts[own["user"].to_numpy()] = own["count"]
    return counts


def _attribute(field: Field, people: People) -> Column:
    names = people.dataset.attribute_names
    if field.name not in names:
        hint = nearest(field.name, names, otherwise=_listed("attr", names))
        raise RuleError.at(field.at, "a column of the users table", f'"{shortened(field.name)}"', hint=hint)
    column = people.dataset.attributes[field.name]
    known = column.notna().to_numpy()
    if pd.api.types.is_bool_dtype(column):
        return Column(field, "flag", column.to_numpy(object), known)
    if pd.api.types.is_numeric_dtype(column):
        values = column.to_numpy(np.float64, na_value=np.nan) if not known.all() else column.to_numpy()
        return Column(field, "number", values, known)
    if pd.api.types.is_datetime64_any_dtype(column):
        return Column(field, "time", column.dt.tz_localize(None).to_numpy(), known)
    return Column(field, "text", column.to_numpy(object), known)


def _listed(prefix: str, names: "np.ndarray | tuple[str, ...]") -> str:
    shown = ", ".join(f"{prefix}.{shortened(name)}" for name in names[:8])
    return f"there are: {shown}{' and more' if len(names) > 8 else ''}." if shown else "these data have none."
