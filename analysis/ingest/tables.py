"""Small tables beside the events (users, subscriptions, mapping), read as text, every row kept or counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pandas as pd

from analysis import wording
from analysis.errors import OffbeatError, UnreadableFileError, shortened
from analysis.ingest.columns import Table
from analysis.ingest.counting import RowCount, count_rows, open_quote_note, open_quote_refusal
from analysis.ingest.limits import Limits, connect
from analysis.ingest.nothing import cell_sql
from analysis.ingest.readers import AnyPath, Source, open_sources
from analysis.ingest.report import MatchReport
from analysis.ingest.staging import is_torn, malformed_rows
from analysis.ingest.text.recovered import recovered


@dataclass(frozen=True)
class TextTable:
    """A table as text: columns under the header's names, cells trimmed, blank cells missing, rows in order.

    Attributes
    ----------
    malformed
        Rows with another number of cells than the header; they are not in `rows`.
    lost
        Rows that DuckDB neither returned nor refused, by an own count.
    open_line, unread
        Where a quote never closes: the line it opens on, and the lines after it that belong to no row; else 0.
    blank
        Rows and lines without any value; they are not in `rows`.
    """

    source: Source
    rows: pd.DataFrame
    malformed: int
    lost: int = 0
    open_line: int = 0
    unread: int = 0
    blank: int = 0

    @property
    def rejected(self) -> int:
        """Rows of the file that are not in `rows`, and lines below an open quote."""
        return self.malformed + self.lost + self.unread + sum(self.source.left_out.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say about rows left out."""
        notes = [*self.source.notes]
        notes += [f"{wording.plural(rows, 'row')} left out: {why}." for why, rows in self.source.left_out.items()]
        if self.malformed:
            notes.append(f"{self.malformed:,} rows have another number of cells than the header.")
        if self.lost:
            notes.append(f"{self.lost:,} rows could not be split into cells.")
        if self.unread:
            notes.append(open_quote_note(self.source.label, self.open_line, self.unread))
        if not self.source.is_strict:
            notes.append("Line ends or quotes are mixed: cells beyond the header's columns were left out.")
        return tuple(notes)


def read_table(
    path: AnyPath, folder: Path, limits: Limits, *, table: Table = "users", sheets: Sequence[str] = ()
) -> TextTable:
    """Read one small table; `table`, or `sheets`, says which where a file holds several. Raises UnreadableFileError."""
    folder.mkdir()
    sources = open_sources([path], folder, limits, table=table, sheets=sheets)
    parts = [_read_part(source, folder, limits) for source in sources]
    return parts[0] if len(parts) == 1 else _joined(parts)


def _read_part(source: Source, folder: Path, limits: Limits) -> TextTable:
    table = _scan(source, folder, limits)
    if table is None or table.malformed or table.lost or table.unread:
        again = recovered([source], folder, limits, damaged={str(source.path)})[0]
        table = table if again == source else _scan(again, folder, limits)
    if table is None or table.lost:
        table = _scan(replace(source, is_strict=False), folder, limits)
    if table is None:
        raise UnreadableFileError(
            f"Expected rows that end alike and quotes that close, found others in {source.label}.",
            hint="export it again as CSV (UTF-8).",
        )
    if table.rows.empty and table.unread:
        raise open_quote_refusal(table.source.label, table.open_line)
    if table.rows.empty:
        raise UnreadableFileError(
            f"Expected rows below the header of {source.label}, found none.", hint="export it again."
        )
    return table


def _joined(parts: Sequence[TextTable]) -> TextTable:
    """Return the parts below each other; what a part has no column for is blank there."""
    sources = [part.source for part in parts]
    header = tuple(dict.fromkeys(name for source in sources for name in source.header))
    left_out: Counter[str] = Counter()
    for source in sources:
        left_out.update(source.left_out)
    whole = replace(
        sources[0],
        header=header,
        sample=tuple(tuple(dict(zip(source.header, row, strict=True)).get(name, "") for name in header)
                     for source in sources for row in source.sample),
        notes=tuple(dict.fromkeys(note for source in sources for note in source.notes)),
        left_out=left_out,
        is_strict=all(source.is_strict for source in sources),
    )  # fmt: skip
    torn = next((part for part in parts if part.unread), parts[0])
    return TextTable(
        whole,
        pd.concat([part.rows for part in parts], ignore_index=True).reindex(columns=list(header)).astype("str"),
        sum(part.malformed for part in parts),
        sum(part.lost for part in parts),
        open_line=torn.open_line,
        unread=sum(part.unread for part in parts),
        blank=sum(part.blank for part in parts),
    )


def _scan(source: Source, folder: Path, limits: Limits) -> TextTable | None:
    """Read every row once, or return None where DuckDB cannot split the file into rows in this way."""
    cells = ", ".join(f"{cell_sql(f'c{i}')} AS c{i}" for i in range(len(source.header)))
    statement = "SELECT " + cells + " FROM " + source.from_sql("file0", keep_rejects=True)
    with connect(folder, [source.path], limits, keeps_order=True) as connection:
        try:
            rows = connection.execute(statement, {"file0": str(source.path)}).df()
        except duckdb.Error:
            return None
        malformed = malformed_rows(connection, source.delimiter)
    if source.is_strict and is_torn(malformed):
        return None
    found = len(rows) + len(malformed)
    counted = RowCount(found, 0)
    if source.kind == "csv":
        counted = count_rows(source.path, delimiter=source.delimiter, found=found)
    rows.columns = pd.Index(source.header)
    filled = rows.astype("str").dropna(how="all").reset_index(drop=True)
    lost, unread = counted.lost(found), counted.unread(found)
    blank = len(rows) - len(filled) + counted.blank_lines + source.blank
    return TextTable(source, filled, len(malformed), lost, open_line=counted.open_line, unread=unread, blank=blank)


@dataclass(frozen=True, eq=False)
class Aliases:
    """Ids that stand for another id: columns alias and id, one row an alias; rows left out are counted and noted.

    `links` are such pairs that the events themselves hold; where they and the rows of a file differ, the file decides.
    """

    rows: pd.DataFrame
    repeated: int
    rejected: int = 0
    notes: tuple[str, ...] = ()
    links: pd.DataFrame | None = None
    is_from_file: bool = True

    def resolve(self, names: pd.Series) -> pd.Series:
        """Return the ids with every alias replaced by what it stands for."""
        known = dict(zip(self.rows["alias"], self.rows["id"], strict=True))
        if self.links is not None:
            linked = zip(self.links["alias"], self.links["id"], strict=True)
            known = {alias: known.get(name, name) for alias, name in linked} | known
        return names.map(lambda name: known.get(name, name)).astype("str")

    def matches(self, seen: set[str]) -> tuple[MatchReport, ...]:
        """Report how many aliases of a file occur among the ids as written in the events, `seen`."""
        return (self._match(seen),) if self.is_from_file else ()

    def _match(self, seen: set[str]) -> MatchReport:
        names = set(self.rows["alias"])
        rest = seen - names - set(self.rows["id"])
        return MatchReport(
            "mapping", "alias", len(names & seen), len(rest), len(names - seen),
            repeated=self.repeated, rejected=self.rejected, notes=self.notes,
        )  # fmt: skip


def read_aliases(path: AnyPath, folder: Path, limits: Limits) -> Aliases:
    """Read a mapping file of two columns, alias and id; an alias named twice keeps its first id.

    An id that is an alias itself is followed to the end. Raises OffbeatError where that leads in a circle.
    """
    table = read_table(path, folder, limits)
    if len(table.source.header) != len(("alias", "id")):
        raise OffbeatError(
            f"Expected two columns in the mapping file {table.source.label}, found {len(table.source.header)}.",
            hint="write the alias in the first column and the id it stands for in the second.",
        )
    named = table.rows.set_axis(["alias", "id"], axis=1).dropna()
    unique = named.drop_duplicates("alias", ignore_index=True)
    halves = len(table.rows) - len(named)
    said = (f"{wording.plural(halves, 'row')} left out: no alias or no id.",) if halves else ()
    ends = _ends(dict(zip(unique["alias"], unique["id"], strict=True)), table.source.label)
    return Aliases(
        unique.assign(id=unique["alias"].map(ends).astype("str")), len(named) - len(unique),
        rejected=halves + table.rejected, notes=(*table.notes, *said),
    )  # fmt: skip


def _ends(known: Mapping[str, str], label: str) -> dict[str, str]:
    """Return the id at the end of each alias's chain; an alias that stands for itself is an end."""
    ends: dict[str, str] = {}
    for alias in known:
        chain = {alias: None}  # a dict keeps the order
        name = alias
        while name not in ends and known.get(name, name) != name:
            name = known[name]
            if name in chain:
                raise _circle([*chain][[*chain].index(name) :], label)
            chain[name] = None
        ends |= dict.fromkeys(chain, ends.get(name, name))
    return ends


def _circle(names: list[str], label: str) -> OffbeatError:
    shown = [f'"{shortened(name)}"' for name in names]
    steps = [f"{alias} stands for {name}" for alias, name in zip(shown, [*shown[1:], shown[0]], strict=True)]
    return OffbeatError(
        f"Expected aliases that lead to an id in {label}, found a circle: {wording.listed(steps)}.",
        hint="leave out one of these rows.",
    )
