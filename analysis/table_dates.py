"""Which columns of a table hold dates: a screen writes them as sentences do, a file keeps them as they are."""

import datetime as dt
import re

import pandas as pd

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def date_columns(table: pd.DataFrame) -> list[str]:
    """Return the columns whose every cell is a date, ISO text of one, or empty, and at least one is not empty."""
    return [name for name in table.columns if _is_of_dates(table[name])]


def _is_of_dates(column: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(column):
        return bool((column.dropna() == column.dropna().dt.normalize()).all())
    if column.dtype != object and not pd.api.types.is_string_dtype(column):
        return False
    found = False
    for cell in column.tolist():  # ends at the first that is none, so text costs one look
        if pd.isna(cell) or cell == "":
            continue
        if not _is_date(cell):
            return False
        found = True
    return found


def _is_date(cell: object) -> bool:
    if isinstance(cell, str):
        return _ISO.fullmatch(cell) is not None
    return isinstance(cell, dt.date) and not isinstance(cell, dt.datetime)
