"""A list of contacted people read back: ours or a mail tool's, by id or e-mail, every row matched or counted."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.activity import to_day
from analysis.errors import OffbeatError, shortened
from analysis.study import Study
from analysis.win_back.list_text import lines_of
from analysis.win_back.zeros import ZEROS_BACK, lost_zeros, two_ways

MADE_ON, GROUP, CONTACT, LEFT_OUT, NOT_MAILED = "Made On", "Group", "contact", "left out on purpose", "do not mail"
MOST_NAMED = 5
# What others call the two groups, letters only.
_GROUPS = {
    **dict.fromkeys(("contact", "contacted", "treatment", "treated", "treatmentgroup", "test", "testgroup"), CONTACT),
    **dict.fromkeys(("leftoutonpurpose", "leftout", "holdout", "holdoutgroup", "control", "controlgroup"), LEFT_OUT),
    "donotmail": NOT_MAILED,
}
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
    lost_zeros
        Of the lines nobody matches by id, those that would with zeros put back in front: what stands there, and the id.
        They count nowhere: a spreadsheet may have taken the zeros, or they may be other people's ids.
    two_ways
        Of the lines matched by id, those that name somebody else with zeros put back in front: what stands there, and
        that other id. They count as they stand.
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
    lost_zeros: tuple[tuple[str, str], ...]
    two_ways: tuple[tuple[str, str], ...]

    @property
    def made_day(self) -> int | None:
        """The last day of making our own list, days since 1970; None where the file says none."""
        if MADE_ON not in self.header:
            return None
        place = self.header.index(MADE_ON)
        made = pd.to_datetime(pd.Series([line[place] for line in self.cells]), format="%Y-%m-%d", errors="coerce").max()
        return to_day(made.date()) if pd.notna(made) else None

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
    return study.prepared.kept.once("emails", None, lambda: _emails_of(study))


def _emails_of(study: Study) -> pd.Series:
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
    lines = lines_of(data)
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
        raise _strangers(lines, places["id"])
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
    zeros = lost_zeros(unmatched, known) if by == "id" else ()
    several_ids = two_ways(names, known) if by == "id" else ()
    return PeopleFile(
        header, cells, row, by, header[place], unmatched, groups, unread, in_both, shared, zeros, several_ids
    )


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


def _strangers(lines: list[list[str]], ids: Collection[str]) -> OffbeatError:
    zeros = lost_zeros([cell for line in lines for cell in line], ids)
    hint = "check that it is the list of these users; e-mails are known where the users table has a column of them."
    if zeros:
        hint = f"{shortened(zeros[0][0])} would be {shortened(zeros[0][1])} with zeros in front: {ZEROS_BACK}."
    return OffbeatError(
        f"Expected a list of people of these data, found {len(lines):,} lines and none of their ids or e-mails.",
        hint=hint,
    )
