"""Small tables beside the events (users, subscriptions, mapping), read as text, every row kept or counted."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pandas as pd

from analysis.errors import OffbeatError, UnreadableFileError
from analysis.ingest.limits import Limits, connect
from analysis.ingest.readers import Source, open_sources
from analysis.ingest.report import MatchReport
from analysis.ingest.staging import malformed_rows

AnyPath = str | PathLike[str]


@dataclass(frozen=True)
class TextTable:
    """A table as text: columns under the header's names, cells trimmed, blank cells missing, rows in order.

    Attributes
    ----------
    malformed
        Rows with another number of cells than the header; they are not in `rows`.
    """

    source: Source
    rows: pd.DataFrame
    malformed: int

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say about rows left out."""
        return (f"{self.malformed:,} rows have another number of cells than the header.",) if self.malformed else ()


def read_table(path: AnyPath, folder: Path, limits: Limits) -> TextTable:
    """Read one small table. Raises UnreadableFileError."""
    folder.mkdir()
    source = open_sources([path], folder, limits)[0]
    cells = ", ".join(f"nullif(trim(c{i}, chr(9) || ' '), '') AS c{i}" for i in range(len(source.header)))
    statement = "SELECT " + cells + " FROM " + source.from_sql("file0", keep_rejects=True)
    with connect(folder, [source.path], limits, keeps_order=True) as connection:
        rows = connection.execute(statement, {"file0": str(source.path)}).df()
        malformed = len(malformed_rows(connection))
    rows.columns = pd.Index(source.header)
    rows = rows.astype("str").dropna(how="all").reset_index(drop=True)
    if rows.empty:
        raise UnreadableFileError(
            f"Expected rows below the header of {source.label}, found none.", hint="export it again."
        )
    return TextTable(source, rows, malformed)


@dataclass(frozen=True, eq=False)
class Aliases:
    """Ids that stand for another id: columns alias and id, one row an alias."""

    rows: pd.DataFrame
    repeated: int

    def resolve(self, names: pd.Series) -> pd.Series:
        """Return the ids with every alias replaced by what it stands for."""
        known = dict(zip(self.rows["alias"], self.rows["id"], strict=True))
        return names.map(lambda name: known.get(name, name)).astype("str")

    def match(self, seen: set[str]) -> MatchReport:
        """Report how many aliases occur among the ids as written in the events, `seen`."""
        names = set(self.rows["alias"])
        rest = seen - names - set(self.rows["id"])
        return MatchReport("mapping", "alias", len(names & seen), len(rest), len(names - seen), repeated=self.repeated)


def read_aliases(path: AnyPath, folder: Path, limits: Limits) -> Aliases:
    """Read a mapping file of two columns, alias and id; an alias named twice keeps its first id."""
    table = read_table(path, folder, limits)
    if len(table.source.header) != len(("alias", "id")):
        raise OffbeatError(
            f"Expected two columns in the mapping file {table.source.label}, found {len(table.source.header)}.",
            hint="write the alias in the first column and the id it stands for in the second.",
        )
    named = table.rows.set_axis(["alias", "id"], axis=1).dropna()
    unique = named.drop_duplicates("alias", ignore_index=True)
    return Aliases(unique, repeated=len(named) - len(unique))
