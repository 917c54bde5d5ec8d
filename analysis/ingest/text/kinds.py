"""What a cell looks like: nothing, a number, a time, or a text. It tells rows and dialects apart."""

import re
from functools import lru_cache
from typing import Literal

CellKind = Literal["blank", "number", "time", "text"]

_NUMBER = re.compile(
    r"[(+-]?\s?(?:[$€£¥₹]|USD|EUR|GBP|CHF)?\s?[+-]?\s?"
    r"(?:\d{1,3}(?:[.,'’\s]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?"
    r"\s?(?:[$€£¥₹%‰]|USD|EUR|GBP|CHF)?[)-]?"
)
_CLOCK = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
_ZONE = r"(?:\s?(?:Z|z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?|[A-Z]{3,4}))?"
_DAY = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    r"|\d{1,2}[\s-][^\W\d]{3,9}\.?[\s,-]+(?:\d{4}|\d{2})|(?:[^\W\d]{3,9},?\s)?[^\W\d]{3,9}\.?\s\d{1,2},?\s\d{4})"
)
_TIME = re.compile(rf"(?:{_DAY}(?:(?:T|t|,?\s+){_CLOCK}{_ZONE})?|\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?"
                   r"(?:\s?[AaPp]\.?[Mm]\.?)?)")  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/-](?:\d\d|(?:19|20)\d\d))?")
_LONGEST, _QUOTES = 40, "\"'"


@lru_cache(maxsize=1 << 16)
def kind_of(cell: str) -> CellKind:
    """Return what a cell looks like."""
    text = cell.strip().strip(_QUOTES)
    if not text:
        return "blank"
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return "text"
    if _NUMBER.fullmatch(text):
        return "number"
    return "time" if _TIME.fullmatch(text) else "text"


def is_year(cell: str) -> bool:
    """Whether a cell may be a year, which heads columns as often as it fills them."""
    return _YEAR.fullmatch(cell.strip()) is not None


def is_blank_row(cells: list[str]) -> bool:
    """Whether no cell of a row holds anything."""
    return not any(cell and not cell.isspace() for cell in cells)


def blank_places(rows: list[list[str]]) -> list[int]:
    """Return the places of the rows in which nothing stands."""
    return [place for place, cells in enumerate(rows) if not (cells and cells[0].strip()) and is_blank_row(cells)]


def filled(cells: list[str]) -> int:
    """Return the number of cells that hold something."""
    return sum(not (not cell or cell.isspace()) for cell in cells)
