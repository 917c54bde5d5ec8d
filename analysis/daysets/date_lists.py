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


@dataclass(frozen=True)
class DateList:
    """A named list of dates and how many days after each still count.

    Attributes
    ----------
    name
        What labels call it.
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
        release) the first date counts. A first line without a date is taken as a heading. Raises OffbeatError naming
        the first line that holds no date.
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
        return cls(name, days, tolerance_days)

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
        raise OffbeatError(
            f'Expected dates such as 2026-03-31, found "{shortened(line)}".',
            hint="write one date a line, as year-month-day.",
        )
    return found if len(found) == len(known) else found[:1]


def _date(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        return None
