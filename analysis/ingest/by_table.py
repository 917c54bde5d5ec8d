"""What is answered or chosen a table at a time: `read` takes it for the events alone or by table, options as TABLE=."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from analysis.errors import OffbeatError, shortened
from analysis.ingest.columns import Table
from analysis.ingest.guess import TABLES
from analysis.ingest.questions import Answered, YesNo

Answer = TypeVar("Answer")
Given = Answer | Mapping[Table, Answer] | None


def by_table(given: Given[Answer]) -> dict[Table, Answer]:
    """Return table -> answer; one that names no table is of the events. Raises OffbeatError for an unknown table."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        return {"events": given}
    for table in given:
        if table not in TABLES:
            raise OffbeatError(
                f'Expected an answer for events, users, subscriptions or payments, found one for "{shortened(table)}".',
                hint="name one of these tables.",
            )
    return dict(given)


def answered(
    tables: Mapping[Table, object],
    *,
    sheets: Given[Sequence[str]] = None,
    cents: Given[YesNo] = None,
    time_format: Given[str] = None,
) -> dict[Table, Answered]:
    """Return what was said of each table. Raises OffbeatError where it is of one that is None among `tables`."""
    named, money, times = by_table(sheets), by_table(cents), by_table(time_format)
    for option, given in (("--sheet", named), ("--cents", money), ("--time-format", times)):
        for table in given:
            if not tables.get(table):
                raise OffbeatError(
                    f"Expected a table of {table} that {option} is about, found none.",
                    hint=f"add it, or write {option} TABLE=... with one of the tables given.",
                )
    return {
        table: Answered(tuple(named.get(table, ())), money.get(table), times.get(table))
        for table in {*named, *money, *times}
    }


def parsed(texts: Sequence[str]) -> dict[Table, tuple[str, ...]]:
    """["Feb", "users=People"] -> {"events": ("Feb",), "users": ("People",)}."""
    found: dict[Table, tuple[str, ...]] = {}
    for text in texts:
        name, equals, rest = text.partition("=")
        table = next((each for each in TABLES if equals and each == name), None)
        table, answer = ("events", text) if table is None else (table, rest)
        found[table] = (*found.get(table, ()), answer)
    return found


def parsed_one(texts: Sequence[str], option: str, *, choices: Sequence[str] = ()) -> dict[Table, str]:
    """Return one answer a table, the last of several. Raises OffbeatError where it is none of the choices."""
    found = {table: answers[-1] for table, answers in parsed(texts).items()}
    for answer in found.values() if choices else ():
        if answer not in choices:
            raise OffbeatError(
                f'Expected {option} with {" or ".join(choices)}, found "{shortened(answer)}".',
                hint=f"write {option} {choices[0]}, or {option} subscriptions={choices[0]} for another table.",
            )
    return found


def option_text(table: Table, answer: str) -> str:
    """Return an answer as the option takes it; that of the events needs no table unless it looks like having one."""
    is_plain = table == "events" and answer.partition("=")[0] not in TABLES
    return answer if is_plain else f"{table}={answer}"
