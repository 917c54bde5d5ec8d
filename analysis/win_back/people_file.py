"""A list of contacted people read back: ours or a mail tool's, by id or e-mail, every row matched or counted."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import OffbeatError, UnreadableFileError
from analysis.export import FORMULA_STARTS
from analysis.study import Study

MADE_ON, GROUP, CONTACT, LEFT_OUT, NOT_MAILED = "Made On", "Group", "contact", "left out on purpose", "do not mail"
MOST_NAMED = 5
MOST_BYTES = 50_000_000
# What others call the two groups, letters only.
_GROUPS = {
    **dict.fromkeys(("contact", "contacted", "treatment", "treated", "treatmentgroup", "test", "testgroup"), CONTACT),
    **dict.fromkeys(("leftoutonpurpose", "leftout", "holdout", "holdoutgroup", "control", "controlgroup"), LEFT_OUT),
    "donotmail": NOT_MAILED,
}
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
    groups
        `CONTACT`, `LEFT_OUT`, `NOT_MAILED` or "" (it says none of them) of each line. Without a column of groups, or
        with one that does not tell contacted people from left out ones, everybody was contacted.
    unread
        What stands in the column named Group and is no group.
    in_both
        People on lines of both groups: they count as left out, as they were drawn, so that a lift comes out too small
        rather than too large.
    shared
        Lines with an e-mail that several people have: the first of them by id counts.
    """

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    row: np.ndarray
    matched_by: str
    column: str
    unmatched: tuple[str, ...]
    groups: np.ndarray
    unread: tuple[str, ...]
    in_both: int
    shared: int

    @property
    def repeated(self) -> int:
        """Lines that name somebody again."""
        return int((self.row == -2).sum())

    def rows_in(self, group: str) -> np.ndarray:
        """Return the row numbers of one group, ascending."""
        return np.sort(self.row[(self.row >= 0) & (self.groups == group)])


def emails_of(study: Study) -> pd.Series:
    """Return each user's e-mail, missing where none is known; row i is user i.

    That of the users table, else of their own subscriptions, else an id with an @.
    """
    ids = study.activity.user_ids.to_pandas().astype("str")
    own = ids.where(ids.str.contains("@", regex=False))
    paid = study.dataset.subscriptions
    if paid is not None and "email" in paid:
        of_payer = paid.dropna(subset="email").drop_duplicates("user_id").set_index("user_id")["email"].astype("str")
        own = ids.map(of_payer).astype("str").fillna(own)
    column = column_among(study, _EMAIL_NAMES)
    known = own if column is None else study.dataset.attributes[column].astype("str").str.strip().fillna(own)
    return known.where(known.str.contains("@", regex=False, na=False))


def column_among(study: Study, names: frozenset[str]) -> str | None:
    """Return the first column of the users table of one of these names (letters only, any case), or None."""
    return next((name for name in study.dataset.attribute_names if _letters(name) in names), None)


def read_people(data: bytes, study: Study) -> PeopleFile:
    """Read a list of people and match it with the users of the data.

    The column that names most different users, by id or e-mail, is taken. Raises UnreadableFileError for no table,
    OffbeatError where nobody of the list is in the data.
    """
    lines = _lines(data)
    by_name = {"id": study.activity.user_ids.to_pylist(), "e-mail": emails_of(study).str.casefold().tolist()}
    places = {by: _places(names) for by, names in by_name.items()}
    width = max(map(len, lines))
    lines = [line + [""] * (width - len(line)) for line in lines]
    # Different users, not lines: a column of small numbers would match a few numeric ids on every line.
    hits = {
        (by, place): len(known.keys() & {_key(line[place], by) for line in lines})
        for by, known in places.items()
        for place in range(width)
    }
    by, place = max(hits, key=lambda each: hits[each])
    if not hits[by, place]:
        raise _strangers(lines)
    known = places[by]
    has_header = len(lines) > 1 and _is_heading(lines[0][place], by, known)
    header = tuple(lines[0]) if has_header else tuple(f"column {each + 1}" for each in range(width))
    cells = tuple(map(tuple, lines[1:] if has_header else lines))
    names = [_key(line[place], by) for line in cells]
    found = np.array([known.get(name, -1) for name in names], np.int64)
    unmatched = tuple(line[place] for line, own in zip(cells, found.tolist(), strict=True) if own == -1)
    several = {name for name, people in Counter(by_name[by]).items() if people > 1}
    shared = sum(name in several for name in names)
    groups, unread = _groups(header, cells)
    row, groups, in_both = _once(found, groups)
    return PeopleFile(header, cells, row, by, header[place], unmatched, groups, unread, in_both, shared)


def _is_heading(cell: str, by: str, known: Mapping[str, int]) -> bool:
    """Whether the first line is a heading: it names nobody, and an e-mail is somebody even where unknown."""
    return _key(cell, by) not in known and not (by == "e-mail" and "@" in cell)


def _groups(header: Sequence[str], cells: Sequence[Sequence[str]]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return each line's group, object, and what stands in the column of groups and is none."""
    place = next((place for place, name in enumerate(header) if _letters(name) == _letters(GROUP)), None)
    written = [] if place is None else [line[place] for line in cells]
    groups = np.array([_GROUPS.get(_letters(each), "") for each in written], object)
    unread = tuple(each for each, group in zip(written, groups, strict=True) if not group)
    known = set(groups) - {""}
    if not known or (unread and (CONTACT not in known or len(known) < 2)):
        groups = np.full(len(cells), CONTACT, object)
    return groups, unread


def _once(found: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Return rows with -2 where an earlier line named the same user, groups, and how many users stand in both."""
    matched = found >= 0
    both = np.intersect1d(found[matched & (groups == CONTACT)], found[matched & (groups == LEFT_OUT)])
    groups = np.where(np.isin(found, both), LEFT_OUT, groups)
    row = np.where(pd.Series(found).duplicated().to_numpy() & matched, -2, found)
    return row, groups, len(both)


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
            hint="keep only the columns of ids or e-mails and of groups.",
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
