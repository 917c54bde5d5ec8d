"""Amounts of small tables as programs write them, whatever the country they were exported in."""

from dataclasses import replace

from analysis.ingest.columns import ColumnMap
from analysis.ingest.numbers import Decimal, decide_numbers, plain_number, refuse_numbers
from analysis.ingest.tables import TextTable

_FIELDS = ("mrr", "mrr_cents", "amount", "amount_cents", "amount_due", "refunded", "refunded_cents")


def with_plain_amounts(table: TextTable, columns: ColumnMap, *, answer: Decimal | None) -> TextTable:
    """Return the table with every column of money in plain numbers; what is none under its reading stays as it is.

    Raises OffbeatError where a column can be read in two ways and no answer was given.
    """
    for column in dict.fromkeys(columns.as_dict().get(field) for field in _FIELDS):
        if column is None:
            continue
        values = table.rows[column].dropna()
        found = decide_numbers(values.unique().tolist(), answer=answer)
        if isinstance(found, str):
            raise refuse_numbers(column, found)
        if not found.is_plain:
            plain = {text: plain_number(text, found) for text in values.unique()}
            notes = dict.fromkeys((*table.source.notes, *found.notes))
            rows = table.rows.assign(**{column: table.rows[column].map(plain).astype("str")})
            table = replace(table, rows=rows, source=replace(table.source, notes=tuple(notes)))
    return table
