"""Tables as CSV: for people, so that no spreadsheet runs a cell as a formula; for programs, every cell as it is."""

import pandas as pd

# A cell starting with one of these is a formula to some spreadsheet; the full-width forms count there too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8; text that starts like a formula gets a leading apostrophe, headers too."""
    return _without_formulas(table).to_csv(index=False).encode()


def tab_text(table: pd.DataFrame) -> str:
    """Return a table as text to paste into a spreadsheet, cells parted by tabs; no cell is run as a formula."""
    return _without_formulas(table).to_csv(index=False, sep="\t")


def _without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    safe = table.apply(_without_formula)
    safe.columns = [_harmless(name) for name in table.columns]
    return safe


def plain_csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 for programs: ids unchanged, so that they join to the events."""
    return table.to_csv(index=False).encode()


def _without_formula(column: pd.Series) -> pd.Series:
    if column.dtype == "str":  # many texts at once; one by one a million people take half a minute
        starts = column.str.startswith(FORMULA_STARTS, na=False)
        return column.where(~starts, "'" + column) if starts.any() else column
    return column.map(_harmless) if column.dtype == "object" else column


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
