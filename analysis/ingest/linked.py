"""One person under two ids: rows without a user id carry a second one, and rows that carry both say whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pandas as pd

from analysis import wording
from analysis.ingest.columns import ColumnMap
from analysis.ingest.limits import Limits, connect
from analysis.ingest.nothing import name_sql
from analysis.ingest.source import Source
from analysis.ingest.tables import Aliases

# Trimmed once a pair and not once a row, which would take as long as the scan.
_PAIRS = f"""
CREATE TEMP TABLE pairs AS
SELECT {name_sql("first")} AS first, {name_sql("second")} AS second, sum(rows) AS rows
FROM written GROUP BY ALL
"""
# Second ids that stand alone in some row and beside user ids in others, with one of those and their number.
_LINKS = """
WITH alone AS (SELECT second FROM pairs WHERE first IS NULL AND second IS NOT NULL),
     beside AS (SELECT second, min(first) AS first, count(*) AS users FROM pairs
                WHERE first IS NOT NULL AND second IN (FROM alone) GROUP BY second)
SELECT second, first, users FROM beside
WHERE NOT EXISTS (FROM pairs WHERE pairs.first = beside.second) ORDER BY second
"""


@dataclass(frozen=True, eq=False)
class Links:
    """What the second ids of an events table say.

    Attributes
    ----------
    rows
        Rows without a user id, of which the second id was used.
    links
        Columns alias and id: second ids of such rows that stand beside one user id elsewhere, and that one.
    shared
        Second ids of such rows that stand beside several user ids.
    is_on
        Whether a link makes one person of two ids.
    """

    first: str = ""
    second: str = ""
    rows: int = 0
    links: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"alias": [], "id": []}, dtype="str"))
    shared: int = 0
    is_on: bool = False

    def beside(self, aliases: Aliases | None) -> Aliases | None:
        """Return aliases that know the links too; what a mapping file says of an id goes before its link."""
        if not self.is_on or self.links.empty:
            return aliases
        known = aliases or Aliases(self.links.iloc[:0], repeated=0, is_from_file=False)
        return replace(known, links=self.links)

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say of rows whose second id was used, and of whom they are counted as."""
        if not self.rows:
            return ()
        said = [f"{wording.plural(self.rows, 'row has', 'rows have')} no {self.first}: {self.second} was used."]
        known, one = len(self.links), len(self.links) == 1
        if known and self.is_on:
            said.append(
                f"{wording.count(known)} of these {self.second} {'stands' if one else 'stand'} beside exactly one "
                f"{self.first} in other rows and {'is' if one else 'are'} counted as that person."
            )
        elif known:
            said.append(
                f"{wording.count(known)} of these {self.second} {'stands' if one else 'stand'} beside exactly one "
                f"{self.first} in other rows; counted as {'a person of its' if one else 'people of their'} own, "
                "as that person with --link."
            )
        if self.shared:
            verb = "stands" if self.shared == 1 else "stand"
            said.append(
                f"{wording.count(self.shared)} of these {self.second} {verb} beside several {self.first}: kept apart."
            )
        return tuple(said)


def find_links(sources: Sequence[Source], columns: ColumnMap, *, folder: Path, limits: Limits, is_on: bool) -> Links:
    """Return the links of a table, read in one scan of its two ids; empty where it has no second one.

    A second id that is somebody's user id as well is nobody else's. A file that cannot be split into rows strictly is
    split leniently, and where that fails the load says why.
    """
    first, second = columns.column("user_id"), columns.column("user_fallback")
    if first is None or second is None:
        return Links()
    for is_strict in (True, False):
        tried = [replace(source, is_strict=source.is_strict and is_strict) for source in sources]
        try:
            return _scan(tried, Links(first, second, is_on=is_on), folder, limits)
        except (duckdb.Error, OSError):
            continue
    return Links()


def link_offer(sources: Sequence[Source], columns: ColumnMap, *, is_whole: bool) -> str:
    """Return what linking would do to a table's first rows, one sentence; "" where it could do nothing.

    `is_whole` says whether the first rows are all of them.
    """
    first, second = columns.column("user_id"), columns.column("user_fallback")
    if first is None or second is None:
        return ""
    users: dict[str, set[str]] = {}
    rows = 0
    for source in (each for each in sources if {first, second} <= {*each.header}):
        for user, other in zip(source.values(first), source.values(second), strict=True):
            rows += 1
            users.setdefault(other.strip(), set()).add(user.strip())
    people = set().union(*users.values())
    alone = {other for other, beside in users.items() if other and "" in beside}
    found = sum(len(users[other] - {""}) == 1 and other not in people for other in alone)
    if is_whole and not found:
        return ""
    one = found == 1
    where = "" if is_whole else f"Of the first {wording.plural(rows, 'row')}: "
    return (
        f"{where}{wording.count(found)} of the {second} {'stands' if one else 'stand'} beside exactly one {first} in "
        f"other rows; unlinked, {'it counts' if one else 'each counts'} as a person of {'its' if one else 'their'} own."
    )


def _scan(sources: Sequence[Source], empty: Links, folder: Path, limits: Limits) -> Links:
    statements = [_ids_sql(source, empty, f"file{place}") for place, source in enumerate(sources)]
    paths = {f"file{place}": str(source.path) for place, source in enumerate(sources)}
    counted = "CREATE TEMP TABLE written AS SELECT first, second, count(*) AS rows FROM ("
    counted += " UNION ALL ".join(statements) + ") GROUP BY ALL"
    with connect(folder, [source.path for source in sources], limits) as connection:
        connection.execute(counted, paths)
        connection.execute(_PAIRS)
        found = connection.execute(_LINKS).df()
        alone = "SELECT coalesce(sum(rows), 0) FROM pairs WHERE first IS NULL AND second IS NOT NULL"
        rows = connection.execute(alone).fetchall()[0][0]
    is_one = found["users"] == 1
    links = found.loc[is_one, ["second", "first"]].set_axis(["alias", "id"], axis=1).astype("str")
    return replace(empty, rows=int(rows), links=links.reset_index(drop=True), shared=int((~is_one).sum()))


def _ids_sql(source: Source, wanted: Links, parameter: str) -> str:
    def text(column: str) -> str:
        position = source.position(column)
        return "CAST(NULL AS VARCHAR)" if position is None else f"c{position}"

    rows = source.from_sql(parameter)
    return f"SELECT {text(wanted.first)} AS first, {text(wanted.second)} AS second FROM {rows}"
