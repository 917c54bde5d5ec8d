"""What stands in a cell for no value: the words of databases, programs and spreadsheets, told by their exact spelling.

Nobody is called `\\N`, but a column of ids that holds it for every visitor would make one very busy person of them.
"""

import re
from collections.abc import Sequence

from analysis.ingest.columns import ColumnMap
from analysis.ingest.source import Source

BLANKS = "chr(9) || ' '"
_WRITTEN = ("NULL", "null", r"\N", "(null)", "(NULL)", "<null>", "<NULL>", "[NULL]", "NaN", "nan", "<NA>", "#N/A")
_BY_PROGRAMS = ("None", "undefined")  # of a customer's plan, None is a value
_FOR_AMOUNTS = ("-", "–", "—", "N/A", "n/a", "NA")
_FIELDS = ("user_id", "user_fallback", "timestamp", "event", "amount", "account_id")
NO_NAME = f"^[ \t]*(?:{'|'.join(map(re.escape, (*_WRITTEN, *_BY_PROGRAMS)))})[ \t]*$"


def cell_sql(text: str) -> str:
    """Return SQL for a cell of any table without blanks around it, null where it holds nothing."""
    return _unless(text, ("", *_WRITTEN))


def name_sql(text: str) -> str:
    """Return SQL for an id or the name of an event, as `cell_sql` but for what only programs write."""
    return _unless(text, ("", *_WRITTEN, *_BY_PROGRAMS))


def is_no_time_sql(text: str) -> str:
    """Return SQL for whether a cell of times holds none."""
    return f"{name_sql(text)} IS NULL"


def is_no_amount_sql(text: str) -> str:
    """Return SQL for whether a cell of amounts holds none: a dash, as spreadsheets show zero, is none either."""
    return f"{_unless(text, ('', *_WRITTEN, *_BY_PROGRAMS, *_FOR_AMOUNTS))} IS NULL"


def nothing_notes(sources: Sequence[Source], columns: ColumnMap) -> tuple[str, ...]:
    """Say that words are read as blank, where the first rows hold one in a column that is read."""
    is_none = re.compile(NO_NAME)
    for source in sources:
        for column in filter(None, map(columns.column, _FIELDS)):
            values = source.values(column) if column in source.header else ()
            if (found := next(filter(is_none.match, values), None)) is not None:
                return (f"Cells that hold {found.strip()} are read as blank.",)
    return ()


def _unless(text: str, nothing: Sequence[str]) -> str:
    """Return SQL for a trimmed text, null where it is one of some texts."""
    listed = ", ".join(f"'{each}'" for each in nothing)
    return f"CASE WHEN trim({text}, {BLANKS}) NOT IN ({listed}) THEN trim({text}, {BLANKS}) END"
