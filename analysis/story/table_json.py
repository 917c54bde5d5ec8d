"""Tables as plain values and back: what is shown stays what it is (whole numbers, dates, gaps)."""

import math
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype

from analysis.story import plain_json as checked

# How a column is made again; dates and anything else are texts in JSON.
_DTYPES = {"whole": "int64", "whole_or_missing": "Int64", "number": "float64", "truth": "bool", "text": "str"}


def table_to_plain(table: pd.DataFrame) -> dict[str, Any]:
    """Return {"columns": [{"name", "kind", "cells"}]}; missing cells are None."""
    columns = [(str(name), table.iloc[:, place]) for place, name in enumerate(table.columns)]
    return {"columns": [{"name": name, "kind": _kind(column), "cells": _cells(column)} for name, column in columns]}


def table_from_plain(plain: dict[str, Any]) -> pd.DataFrame:
    """Return the table of such values; raises OffbeatError where it is none."""
    columns = [_column(checked.mapping(each)) for each in checked.items(plain["columns"])]
    if len({len(each) for each in columns}) > 1:
        raise checked.refuse("columns of one length", [len(each) for each in columns])
    table = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    table.columns = [checked.text(each["name"]) for each in plain["columns"]]
    return table


def _kind(column: pd.Series) -> str:
    if is_bool_dtype(column) and not column.hasnans:
        return "truth"
    if is_integer_dtype(column):
        return "whole_or_missing" if column.isna().any() or isinstance(column.dtype, pd.Int64Dtype) else "whole"
    if is_float_dtype(column):
        return "number"
    present = [each for each in column if not _is_missing(each)]
    return "date" if present and all(type(each) is date for each in present) else "text"


def _cells(column: pd.Series) -> list[Any]:
    return [None if _is_missing(each) else _cell(each) for each in column.tolist()]


def _is_missing(cell: Any) -> bool:
    return cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and not math.isfinite(cell))


def _cell(cell: Any) -> Any:
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


def _column(plain: dict[str, Any]) -> pd.Series:
    kind, cells = plain["kind"], list(checked.arguments(plain["cells"]))
    if kind == "date":
        return pd.Series([None if each is None else _date(each) for each in cells], dtype=object)
    if kind == "text":
        return pd.Series([None if each is None else str(each) for each in cells], dtype="str")
    try:
        return pd.Series(cells, dtype=_DTYPES[kind])
    except (KeyError, TypeError, ValueError) as problem:
        raise checked.refuse("cells of one kind", kind) from problem


def _date(cell: Any) -> date:
    try:
        return date.fromisoformat(cell)
    except (TypeError, ValueError):
        raise checked.refuse("a date", cell) from None
