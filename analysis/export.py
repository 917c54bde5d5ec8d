"""Tables as CSV: for people, so that no spreadsheet runs a cell as a formula; for programs, every cell as it is."""

import csv
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# A cell starting with one of these is a formula to some spreadsheet; the full-width forms count there too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
MOST_COPIED = 1_000  # rows in a table to paste; a browser shows no more text than that without stopping
# Within a text to paste these would begin a new cell, which nothing has made harmless.
_BREAKS = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]+")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8; text that starts like a formula gets a leading apostrophe, headers too."""
    return _csv(_without_formulas(table))


def tab_text(table: pd.DataFrame) -> str:
    """Return a table as text to paste into a spreadsheet, cells parted by tabs; no cell is run as a formula.

    A cell stays on one line: tabs and breaks within a text become blanks.
    """
    safe = _without_formulas(table)
    flat = safe.apply(lambda column: column if _is_number(column) else column.map(_on_one_line))
    flat.columns = [_on_one_line(name) for name in safe.columns]
    return flat.to_csv(index=False, sep="\t")


def text_to_paste(table: pd.DataFrame) -> str:
    """Return `tab_text` of the first `MOST_COPIED` rows."""
    return tab_text(table.head(MOST_COPIED))


def _without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    safe = table.apply(_without_formula)
    safe.columns = [_harmless(name) for name in table.columns]
    return safe


def plain_csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 for programs: ids unchanged, so that they join to the events."""
    return _csv(table)


def _csv(table: pd.DataFrame) -> bytes:
    """Return what `to_csv` writes, column by column where all are texts and numbers: a fifth of the time."""
    columns = [_cells(table.iloc[:, place]) for place in range(table.shape[1])]
    # A line with one empty cell is written as "", which no column can know.
    if len(columns) < 2 or any(column is None for column in columns):
        return _by_pandas(table).encode()
    lines = pc.binary_join_element_wise(*columns, pa.scalar(",", pa.large_string())).to_pylist()
    return (_by_pandas(table.head(0)) + "\n".join([*lines, ""])).encode()


def _by_pandas(table: pd.DataFrame) -> str:
    """Return what `to_csv` writes, every text quoted where one holds a carriage return: pandas leaves that unquoted."""
    columns = (table.iloc[:, place] for place in range(table.shape[1]))
    has_return = "\r" in "".join(map(str, table.columns)) or any(map(_has_return, columns))
    return table.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC if has_return else csv.QUOTE_MINIMAL)


def _has_return(column: pd.Series) -> bool:
    if column.dtype == "str":
        return bool(column.str.contains("\r", regex=False).any())
    return not _is_number(column) and any(isinstance(cell, str) and "\r" in cell for cell in column)


def _cells(column: pd.Series) -> pa.Array | None:
    """Return the cells as text, quoted where they have to be; None for kinds that are left to pandas.

    A carriage return is quoted as well: unquoted, as pandas leaves it, it ends the line for who reads it.
    """
    if column.dtype == np.float64:
        return pa.array(["" if each != each else repr(each) for each in column.tolist()], pa.large_string())
    if column.dtype == np.int64:
        return pa.array(column.to_numpy()).cast(pa.large_string())
    if column.dtype != "str":
        return None
    texts = pa.chunked_array(pa.array(column, pa.large_string())).combine_chunks().fill_null("")
    mark, nothing = (pa.scalar(each, pa.large_string()) for each in ('"', ""))
    quoted = pc.binary_join_element_wise(mark, pc.replace_substring(texts, '"', '""'), mark, nothing)
    return pc.if_else(pc.match_substring_regex(texts, '[",\r\n]'), quoted, texts)


def _without_formula(column: pd.Series) -> pd.Series:
    if column.dtype == "str":  # many texts at once; one by one a million people take half a minute
        starts = column.str.startswith(FORMULA_STARTS, na=False)
        return column.where(~starts, "'" + column) if starts.any() else column
    return column if _is_number(column) else column.astype("object").map(_harmless)


def _is_number(column: pd.Series) -> bool:
    """Whether a column holds numbers, truth values or times, which are no text and start no formula."""
    kinds = pd.api.types
    return kinds.is_numeric_dtype(column) or kinds.is_datetime64_any_dtype(column)


def _on_one_line(cell: object) -> object:
    return _BREAKS.sub(" ", cell) if isinstance(cell, str) else cell


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
