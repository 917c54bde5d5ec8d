"""Questions a file leaves open, as data: a page, a notebook or the command line asks them and `read` takes the answer.

One type for all of them: whoever reads cents, times or decimal signs adds to the tuple `Preview.questions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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
    """

    field: str
    asked: str
    choices: Mapping[str, str]
    is_needed: bool = False
