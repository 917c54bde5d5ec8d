"""What only the whole column of amounts can say: whether any value tells a decimal comma from a decimal point."""

from collections.abc import Sequence
from pathlib import Path

from analysis.ingest.columns import ColumnMap
from analysis.ingest.limits import Limits, connect
from analysis.ingest.numbers import Decimal, NumberReading, decide_numbers, decimal_question, refuse_numbers
from analysis.ingest.questions import Question
from analysis.ingest.source import Source
from analysis.ingest.unnamed import sample_of

_TELLING, _SAYS_NOTHING = "[.,]", r"[^0-9]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9]*"
_MOST_TEXTS = 1000


def amounts_reading(
    sources: Sequence[Source], columns: ColumnMap, *, answer: Decimal | None, folder: Path, limits: Limits
) -> NumberReading:
    """Return how the amounts of all files are written; the rest of the column is asked where the heads leave it open.

    Raises OffbeatError where it is open still, or values of both kinds stand in one column.
    """
    column = columns.column("amount")
    if column is None:
        return NumberReading()
    texts = _with_text(sources, column)
    found = decide_numbers(sample_of(texts, column), answer=answer)
    if isinstance(found, str):
        telling = _telling_texts(texts, column, folder, limits)
        found = decide_numbers([*telling, found], answer=answer)
    if isinstance(found, str):
        raise refuse_numbers(column, found)
    return found


def amounts_question(sources: Sequence[Source], columns: ColumnMap) -> Question | None:
    """Return the question that the heads of the files leave open, or None."""
    column = columns.column("amount")
    found = None if column is None else decide_numbers(sample_of(_with_text(sources, column), column))
    return decimal_question(str(column), found) if isinstance(found, str) else None


def _with_text(sources: Sequence[Source], column: str) -> list[Source]:
    """Return the sources whose amounts are text: what is stored as a number can be read in one way."""
    places = [(source, source.position(column)) for source in sources]
    return [each for each, place in places if place not in each.float_columns and each.stored_column(place) == "NULL"]


def _telling_texts(sources: Sequence[Source], column: str, folder: Path, limits: Limits) -> list[str]:
    """Return some of the different values that tell one sign from the other: one scan."""
    found: list[str] = []
    with connect(folder, [source.path for source in sources], limits) as connection:
        for source in sources:
            if (position := source.position(column)) is None:
                continue
            statement = f"SELECT DISTINCT c{position} FROM {source.from_sql('file0')} WHERE regexp_matches("
            statement += f"c{position}, $telling) AND NOT regexp_full_match(c{position}, $nothing) LIMIT {_MOST_TEXTS}"
            values = {"telling": _TELLING, "nothing": _SAYS_NOTHING, "file0": str(source.path)}
            found += [text for (text,) in connection.execute(statement, values).fetchall()]
    return found
