"""A list of contacted people read back: ours or a mail tool's, by id or e-mail, every row matched or counted."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import OffbeatError, UnreadableFileError
from analysis.export import FORMULA_STARTS
from analysis.study import Study

GROUP, CONTACT, LEFT_OUT, NOT_MAILED = "Group", "contact", "left out on purpose", "do not mail"
MOST_NAMED = 5
MOST_BYTES = 50_000_000
# What others call the two groups.
_GROUPS = {
    CONTACT: CONTACT, "contacted": CONTACT, "treatment": CONTACT, "treated": CONTACT, LEFT_OUT: LEFT_OUT,
    "holdout": LEFT_OUT, "hold-out": LEFT_OUT, "control": LEFT_OUT, "left out": LEFT_OUT, NOT_MAILED: NOT_MAILED,
}  # fmt: skip
_DELIMITERS = ",;\t|"
_EMAIL_NAMES = frozenset({"email", "emailaddress", "mail", "subscriber"})
FIRST_NAMES = frozenset({"firstname", "givenname", "forename", "vorname", "prenom"})


@dataclass(frozen=True, eq=False)
class PeopleFile:
    """Who stands in a file.

    Attributes
    ----------
    header, cells
        The file's columns and rows as text.
    row
        Row number of each line's user in the activity, int64; -1 where no user matches, -2 where an earlier line named
        the same one.
    matched_by
        "id" or "e-mail", and the `column` that holds it.
    unmatched
        What stands in that column of the lines nobody matches.
    """

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    row: np.ndarray
    matched_by: str
    column: str
    unmatched: tuple[str, ...]

    @property
    def repeated(self) -> int:
        """Lines that name somebody again."""
        return int((self.row == -2).sum())

    def texts(self, *names: str) -> list[str] | None:
        """Return the cells of the first column of one of these names (letters only, any case), None where none is."""
        wanted = {_letters(name) for name in names}
        place = next((place for place, name in enumerate(self.header) if _letters(name) in wanted), None)
        return None if place is None else [line[place] for line in self.cells]

    def rows_in(self, group: str) -> np.ndarray:
        """Return the row numbers of one group; without a column of groups everybody was contacted."""
        cells = self.texts(GROUP) or []
        groups = [_GROUPS.get(each.casefold()) for each in cells]
        if not groups or None in groups:  # a column of that name that is not about who was left out
            groups = [CONTACT] * len(self.row)
        return np.sort(self.row[(self.row >= 0) & np.array([each == group for each in groups], bool)])


def emails_of(study: Study) -> pd.Series:
    """Return each user's e-mail, missing where none is known; row i is user i. An id with an @ is one itself."""
    ids = study.activity.user_ids.to_pandas().astype("str")
    own = ids.where(ids.str.contains("@", regex=False))
    column = column_among(study, _EMAIL_NAMES)
    known = own if column is None else study.dataset.attributes[column].astype("str").str.strip().fillna(own)
    return known.where(known.str.contains("@", regex=False, na=False))


def column_among(study: Study, names: frozenset[str]) -> str | None:
    """Return the first column of the users table of one of these names (letters only, any case), or None."""
    return next((name for name in study.dataset.attribute_names if _letters(name) in names), None)


def read_people(data: bytes, study: Study) -> PeopleFile:
    """Read a list of people and match it with the users of the data.

    The column most of whose cells are known ids, or known e-mails, is taken. Raises UnreadableFileError for no table,
    OffbeatError where nobody of the list is in the data.
    """
    lines = _lines(data)
    ids = _places(study.activity.user_ids.to_pylist())
    emails = _places(emails_of(study).str.casefold().tolist())
    width = max(map(len, lines))
    lines = [line + [""] * (width - len(line)) for line in lines]
    hits = {
        (by, place): sum(_key(line[place], by) in known for line in lines)
        for by, known in (("id", ids), ("e-mail", emails))
        for place in range(width)
    }
    by, place = max(hits, key=lambda each: hits[each])
    if not hits[by, place]:
        raise _strangers(lines)
    known = ids if by == "id" else emails
    has_header = _key(lines[0][place], by) not in known and len(lines) > 1
    header = tuple(lines[0]) if has_header else tuple(f"column {each + 1}" for each in range(width))
    cells = tuple(map(tuple, lines[1:] if has_header else lines))
    names = [line[place] for line in cells]
    row = _rows([known.get(_key(name, by), -1) for name in names])
    unmatched = tuple(name for name, found in zip(names, row, strict=True) if found == -1)
    return PeopleFile(header, cells, row, by, header[place], unmatched)


def _rows(found: Sequence[int]) -> np.ndarray:
    row = np.array(found, np.int64)
    row[pd.Series(row).duplicated().to_numpy() & (row >= 0)] = -2
    return row


def _places(names: Sequence[object]) -> dict[str, int]:
    """Return name -> row number, the first row of a name."""
    return {str(name): row for row, name in reversed(list(enumerate(names))) if isinstance(name, str)}


def _key(cell: str, by: str) -> str:
    return cell if by == "id" else cell.casefold()


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _lines(data: bytes) -> list[list[str]]:
    """Return the cells of every line that holds something, trimmed, and as they were before we made them harmless."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(
            f"Expected a list of at most {MOST_BYTES // 1_000_000} MB, found a larger file.",
            hint="keep only the column of ids or e-mails.",
        )
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise _no_list() from None
    lines = [[_as_given(cell.strip()) for cell in line] for line in read]
    lines = [line for line in lines if any(line)]
    if not lines:
        raise _no_list()
    return lines


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _no_list()


def _as_given(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _no_list() -> UnreadableFileError:
    return UnreadableFileError(
        "Expected a list of people as CSV or text, found none.", hint="save it as CSV with one person a line."
    )


def _strangers(lines: list[list[str]]) -> OffbeatError:
    return OffbeatError(
        f"Expected a list of people of these data, found {len(lines):,} lines and none of their ids or e-mails.",
        hint="check that it is the list of these users; e-mails are known where the users table has a column of them.",
    )
