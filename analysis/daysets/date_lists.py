"""Dates of mine: a person's own list of dates (releases, newsletters, outages), tested like any other set of days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from analysis.activity import to_day
from analysis.daysets.day_sets import Calendar, Template
from analysis.errors import OffbeatError, shortened

MOST_TOLERANCE_DAYS = 3
MOST_DATES = 2_000
DEFAULT_NAME = "My dates"
LONGEST_NAME = 40
# What a link parts lists and their parts with: in a name it would read as the end of one.
_PARTING = str.maketrans("|~", "  ")
_LIKE_A_DATE = re.compile(r"\d{4}-")
_DATE_AND_TIME = re.compile(r"(\S+?)(?:T|\s+)\d{1,2}:\d{2}.*")


def list_name(text: str) -> str:
    """Return a name as a list bears it: one line of 1 to `LONGEST_NAME` letters without | and ~, else "My dates"."""
    return " ".join(text.translate(_PARTING).split())[:LONGEST_NAME].strip() or DEFAULT_NAME


@dataclass(frozen=True)
class DateList:
    """A named list of dates and how many days after each still count.

    Attributes
    ----------
    name
        What labels call it; `parse` and `of` give it the form of `list_name`.
    days
        Days since 1970, ascending, no repeats.
    tolerance_days
        0 to 3.
    """

    name: str
    days: tuple[int, ...]
    tolerance_days: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.tolerance_days <= MOST_TOLERANCE_DAYS:
            raise OffbeatError(
                f"Expected a tolerance of 0 to {MOST_TOLERANCE_DAYS} days after a date, found {self.tolerance_days}.",
                hint="choose 0 for the day itself.",
            )

    @classmethod
    def parse(cls, text: str, *, name: str = DEFAULT_NAME, tolerance_days: int = 0) -> Self:
        """Return the list of the ISO dates in a pasted text or a file's text.

        One date a line, or several parted by commas, semicolons or tabs; of a line with other cells (the name of a
        release) the first date counts. A time after a date is passed over. A first line without a date is taken as a
        heading. Raises OffbeatError naming the first line that holds no date, or the first cell that begins like one
        (four digits and a dash) and is none.
        """
        lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
        lines = [line for line in lines if line]
        if lines and not any(letter.isdigit() for letter in lines[0]):
            lines = lines[1:]
        return cls.of([each for line in lines for each in _dates(line)], name=name, tolerance_days=tolerance_days)

    @classmethod
    def of(cls, dates: Iterable[date], *, name: str = DEFAULT_NAME, tolerance_days: int = 0) -> Self:
        """Return the list of some dates; raises OffbeatError for none or too many."""
        days = tuple(sorted({to_day(each) for each in dates}))
        if not 0 < len(days) <= MOST_DATES:
            raise OffbeatError(
                f"Expected 1 to {MOST_DATES:,} dates, found {len(days):,}.",
                hint="paste one date a line, for example 2026-03-31.",
            )
        return cls(list_name(name), days, tolerance_days)

    def belongs(self, when: Calendar) -> np.ndarray:
        """Return which dates of a calendar are in the list, or at most `tolerance_days` after one, bool."""
        reach = np.add.outer(np.array(self.days, np.int64), np.arange(self.tolerance_days + 1)).ravel()
        return np.isin(when.dates, reach)

    @property
    def template(self) -> Template:
        """The list as a set of days."""
        return Template(name=self.name, width=self.tolerance_days + 1, belongs=self.belongs)


def _dates(line: str) -> list[date]:
    """Return every date of a line of dates alone, else the first one."""
    cells = [cell.strip().strip("\"'") for cell in re.split(r"[,;\t]", line)]
    known = [_date(cell) for cell in cells if cell]
    found = [each for each in known if each is not None]
    if not found:
        raise _no_date(line)
    return found if len(found) == len(known) else found[:1]


def _date(cell: str) -> date | None:
    """Return the date of a cell, None for other text; raises OffbeatError for a date there is not, as 2026-02-30."""
    timed = _DATE_AND_TIME.fullmatch(cell)
    try:
        return date.fromisoformat(timed[1] if timed else cell)
    except ValueError:
        if _LIKE_A_DATE.match(cell):
            raise _no_date(cell) from None
        return None


def _no_date(text: str) -> OffbeatError:
    return OffbeatError(
        f'Expected dates such as 2026-03-31, found "{shortened(text)}".',
        hint="write one date a line, as year-month-day; a comma parts it from other text.",
    )
