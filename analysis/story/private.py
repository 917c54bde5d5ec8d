"""Pins without people: counts and sentences, and nothing that says who somebody is."""

import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from analysis import wording
from analysis.errors import OffbeatError
from analysis.story.address import view_function
from analysis.story.pin import Content, Pin
from analysis.study import Filters

SOMEBODY = "somebody"
LEFT_OUT = "It names people, who are left out here."
_MAIL = re.compile(r"[^\s@\"']+@[^\s@\"']+\.\w+")
_WHO = ("user_id", "row")  # what views call the argument that says who
_SHORTEST_NAME = 2  # letters: one letter stands in any sentence


def without_people(pin: Pin) -> Pin:
    """Return a pin as somebody sees it who may not know who people are.

    One that names nobody stays as it is, but for e-mail addresses in its filters; where one is in its arguments it is
    not computed again. Of the others chart, table, arguments and link are left out, and the table's number of rows
    stays. Title, sentence and note stay where they name nobody.
    """
    pin = replace(pin, filters=_without_mail(pin.filters))
    if not pin.names_people:
        has_mail = any(map(_MAIL.search, map(str, pin.arguments)))
        return replace(pin, view="", arguments=(), part=()) if has_mail else pin  # another rule counts other people
    names = frozenset(each for each in _names(pin) if len(each) >= _SHORTEST_NAME)
    table = pin.kept.table
    left_out = LEFT_OUT if table is None else f"{LEFT_OUT[:-1]}: {wording.plural(len(table), 'row')}."
    sentence = _unless_named(pin.sentence, names)
    told = f"{sentence.rstrip('.')}. {left_out}" if sentence else left_out
    return replace(
        pin, title=_unless_named(pin.title, names) or "People", note=_unless_named(pin.note, names), sentence=told,
        view="", arguments=(), part=(), query="", kept=Content(sentence=told),
    )  # fmt: skip


def _without_mail(filters: Filters) -> Filters:
    """Return filters whose rules name no address."""
    segments = tuple(replace(each, rule=_MAIL.sub(SOMEBODY, each.rule)) for each in filters.segments)
    return replace(filters, who=_MAIL.sub(SOMEBODY, filters.who), segments=segments)


def _unless_named(text: str, names: frozenset[str]) -> str:
    """Return a text that names nobody, else nothing."""
    lowered = text.casefold()
    is_named = _MAIL.search(text) or any(each in lowered for each in names)
    return "" if is_named else text


def _names(pin: Pin) -> Iterator[str]:
    """Yield every text of what is shown that may be a name, in small letters."""
    yield from _texts(_named_arguments(pin))
    if pin.kept.table is not None:
        yield from _texts(_column_texts(pin.kept.table))
    for rows in (pin.kept.spec or {}).get("datasets", {}).values():
        yield from _texts(cell for row in rows for cell in row.values())


def _named_arguments(pin: Pin) -> tuple[object, ...]:
    """Return the arguments that are somebody's id; all of them where their view is not known."""
    try:
        parameters = list(inspect.signature(view_function(pin.view)).parameters)[1:]
    except OffbeatError:
        return pin.arguments
    return tuple(each for name, each in zip(parameters, pin.arguments, strict=False) if name in _WHO)


def _column_texts(table: pd.DataFrame) -> Iterator[object]:
    """Yield the cells of text columns that tell rows apart; the others say what people have in common."""
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        if not pd.api.types.is_numeric_dtype(column) and column.nunique() == column.count():
            yield from column.tolist()


def _texts(values: Iterable[object]) -> Iterator[str]:
    for each in values:
        if isinstance(each, str):
            yield each.casefold()
        elif isinstance(each, tuple):
            yield from _texts(each)
