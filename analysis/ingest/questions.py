"""Questions a file leaves open, as data: a page, a notebook or the command line asks them and `read` takes the answer.

One type for all of them: whoever reads cents, times or decimal signs adds to the tuple `Preview.questions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.ingest.columns import Table

YesNo = Literal["yes", "no"]


@dataclass(frozen=True)
class Question:
    """One thing that names and values leave open.

    Attributes
    ----------
    field
        The argument of `read` that answers it, such as "cents"; the option of the command line has the same name.
    asked
        The question, a plain sentence.
    choices
        What the argument may be, as text -> what that means, with an example from the file.
    is_needed
        Whether `read` refuses the file without an answer; else it says in a note what it assumed.
    table
        The table that it is about.
    """

    field: str
    asked: str
    choices: Mapping[str, str]
    is_needed: bool = False
    table: Table = "events"


@dataclass(frozen=True)
class Answered:
    """What a person said of one table.

    Attributes
    ----------
    sheets
        The sheets, or members of an archive, that hold it; none: those that look like it.
    cents
        Whether its amounts are in cents; None: the column's name says.
    time_format
        How its times are written where their values leave it open.
    """

    sheets: tuple[str, ...] = ()
    cents: YesNo | None = None
    time_format: str | None = None
