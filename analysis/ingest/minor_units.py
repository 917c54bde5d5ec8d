"""Amounts in cents: said by a column's name, by a person, or left open by whole numbers that look like it."""

from collections.abc import Sequence

from analysis.errors import shortened
from analysis.ingest.columns import ColumnMap
from analysis.ingest.names import normal
from analysis.ingest.questions import Question, YesNo
from analysis.ingest.source import Source
from analysis.ingest.unnamed import sample_of

_MINOR = ("cents", "cent", "minor", "pence", "centimes", "centimos", "centavos", "oere", "ore", "grosze")
# Prices in cents end so; whole numbers of euros seldom do, and are seldom all of three digits.
_PRICE_ENDS = ("00", "90", "95", "99", "50")
_SMALLEST, _MOST_END_SO, _ENOUGH = 100, 0.8, 5
_PER_UNIT = 100
_MONEY = ("mrr_cents", "mrr", "amount_cents", "amount")


def is_in_cents(columns: ColumnMap, answer: YesNo | None) -> bool:
    """Whether a table's amounts are in hundredths, as answered, else by their column's name."""
    return is_named_in_cents(columns) if answer is None else answer == "yes" and money_column(columns) is not None


def money_column(columns: ColumnMap) -> str | None:
    """Return the column that says what is paid, or None; monthly revenue goes before a price."""
    taken = (columns.column(field) for field in _MONEY)
    return next((column for column in taken if column is not None), None)


def is_named_in_cents(columns: ColumnMap) -> bool:
    """Whether a table's amounts are in hundredths by their column's name; Baremetrics' `plan_amount` is."""
    column = money_column(columns)
    if column is None:
        return False
    if column in (columns.column("mrr_cents"), columns.column("amount_cents")):
        return True
    is_baremetrics = "plan_oid" in columns.header and column == "plan_amount"
    return is_baremetrics or is_cents_name(column)


def is_cents_name(column: str | None) -> bool:
    """Whether a column's name ends in cents, pence or the like."""
    return column is not None and normal(column).rpartition("_")[2] in _MINOR


def cents_question(columns: ColumnMap, sources: Sequence[Source]) -> Question | None:
    """Return the question whether amounts are in cents, where the name does not say and the sample looks like it."""
    column = money_column(columns)
    if column is None or is_named_in_cents(columns):
        return None
    example = _example_in_cents(sample_of(sources, column))
    if example is None:
        return None
    return Question(
        "cents",
        f"Are the amounts in the column {shortened(column)} in cents? They are whole numbers that look like it.",
        {"no": f"no, {example} is {example:,}.00", "yes": f"yes, {example} is {example / _PER_UNIT:,.2f}"},
        table=columns.table,
    )


def cents_notes(columns: ColumnMap, sources: Sequence[Source], answer: YesNo | None) -> tuple[str, ...]:
    """Return what to say of an answer, of the column's name, or of a question that was not answered."""
    column = money_column(columns)
    if column is None or answer == "no":
        return ()
    if answer == "yes":
        return ("Amounts are in cents, as you said: divided by 100.",)
    if is_named_in_cents(columns) and columns.table != "events":
        return ()  # its field is money in cents, and its name is shown beside it
    if is_named_in_cents(columns):
        return ("Amounts are in cents, by their column's name: divided by 100.",)
    if cents_question(columns, sources) is None:
        return ()
    return (
        f"The amounts in the column {shortened(column)} are whole numbers that look like cents, and its name does not "
        "say: taken as they stand. If they are cents, every total is 100 times too large: answer with "
        f"--cents {'' if columns.table == 'events' else f'{columns.table}='}yes, or on the Data page.",
    )


def _example_in_cents(values: Sequence[str]) -> int | None:
    """Return an example where every amount is a whole number, none is small, and most end as prices do, else None."""
    texts = [text.removeprefix("-") for value in values if (text := value.strip())]
    if not all(text.isascii() and text.isdigit() for text in texts):
        return None
    paid = [text for text in texts if int(text)]
    if len(paid) < _ENOUGH or min(map(int, paid)) < _SMALLEST:
        return None
    share = sum(text.endswith(_PRICE_ENDS) for text in paid) / len(paid)
    return int(paid[0]) if share >= _MOST_END_SO else None
