"""How a text is cut into cells: delimiter, quote and escape, and what stands for those of several characters."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Escape = Literal["doubled", "backslash"]
ALIGNED = "aligned"
_BLANKS = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t)(?=\S)")
# Of the private use area: what no export holds. They stand for what one character cannot say, while a text is cut.
_CELL_END, _QUOTE, _BACKSLASH = "\ue0f1", "\ue0f2", "\ue0f3"
_ESCAPED = re.compile(r'\\([\\"\'`,;|\t])')


@dataclass(frozen=True)
class Dialect:
    """How cells are written.

    Attributes
    ----------
    delimiter
        One character or several; "" where a table has one column; ALIGNED where columns stand apart by blanks.
    quote
        One character, or "" where none is used.
    escape
        How a quote inside quotes is written: twice, or behind a backslash, as a delimiter may then be, too.
    """

    delimiter: str
    quote: str = '"'
    escape: Escape = "doubled"

    @property
    def cell_end(self) -> str:
        """The one character that ends a cell of a prepared line."""
        return self.delimiter if len(self.delimiter) == 1 else _CELL_END

    @cached_property
    def is_prepared(self) -> bool:
        """Whether lines need no preparation: the usual case."""
        return len(self.delimiter) == 1 and self.escape == "doubled"

    def prepare(self, line: str) -> str:
        """Return a line in which one character ends a cell and no quote is escaped by a backslash."""
        if self.escape == "backslash" and "\\" in line:
            line = _ESCAPED.sub(self._stand_in, line)
        if self.delimiter == ALIGNED:
            return _BLANKS.sub(_CELL_END, line.strip(" \t"))
        return line.replace(self.delimiter, _CELL_END) if len(self.delimiter) > 1 else line

    def restore(self, cell: str) -> str:
        """Return a cell as it was written, without escapes."""
        cell = cell.replace(_QUOTE, self.quote).replace(_BACKSLASH, "\\")
        return cell.replace(_CELL_END, "  " if self.delimiter == ALIGNED else self.delimiter)

    def _stand_in(self, found: re.Match[str]) -> str:
        if found[1] == "\\":
            return _BACKSLASH
        if found[1] == self.delimiter:
            return _CELL_END
        return _QUOTE if found[1] == self.quote else found[0]
