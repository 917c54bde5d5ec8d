"""Where a table's rows come from: a header, a sample, and SQL that yields its columns as text named c0..cn.

No name from a file ever meets SQL: files are parameters, columns are numbered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Literal

from analysis.ingest.report import Reject
from analysis.ingest.stored import StoredAs

AnyPath = str | PathLike[str]


@dataclass(frozen=True)
class NamedFile:
    """A file whose owner knows it by another name than it has on disk; taken wherever a path is."""

    path: Path
    name: str

    def __fspath__(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class Source:
    """One table file, ready for DuckDB.

    Attributes
    ----------
    path, label
        What DuckDB opens (the unpacked file of a .gz), and the file's name as its owner knows it.
    sample
        The first rows as text, shape (rows, columns), blank cells "".
    skipped_lines
        Blank lines above the header.
    is_strict
        Whether the text follows the CSV standard to the letter.
    float_columns
        Positions of the columns of a Parquet file that are stored as floats.
    stored_zones
        Position -> zone of the columns of a Parquet file that are stored as times with a zone.
    stored
        Position -> how the columns of a Parquet file are stored that can be read as they are, not as text.
    notes
        What was seen and decided as the file was opened.
    left_out, blank
        Rows left out as the file was opened, by reason, and blank ones; they are not among those that SQL yields.
    rejects
        The first rows left out one by one (`rows` is 1 in each).
    lines
        Where the line of each row in the owner's file is kept, as a NumPy array; None where row n is line n.
    place
        The sheet, or the member of an archive, that was opened; "" where the file is the table.
    tables
        Places of the tables in the same file that look like the one asked for, on its first part; none where it is the
        only one.
    inside
        What the last columns of the header are: the position of a column that holds objects as JSON text, and a JSON
        pointer to the value within.
    """

    path: Path
    label: str
    kind: Literal["csv", "parquet"]
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    skipped_lines: int = 0
    is_strict: bool = True
    float_columns: frozenset[int] = frozenset()
    stored_zones: Mapping[int, str] = field(default_factory=dict)
    stored: Mapping[int, StoredAs] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    blank: int = 0
    rejects: tuple[Reject, ...] = ()
    lines: Path | None = None
    place: str = ""
    tables: tuple[str, ...] = ()
    inside: tuple[tuple[int, str], ...] = ()

    def position(self, column: str | None) -> int | None:
        """Return the number of a column, or None where this file has no such column."""
        return self.header.index(column) if column in self.header else None

    def values(self, column: str) -> list[str]:
        """Return the sample of one column."""
        position = self.header.index(column)
        return [row[position] for row in self.sample]

    def stored_column(self, position: int | None) -> str:
        """Return the column of `from_sql` that holds times or numbers as they are stored, or NULL."""
        return f"s{position}" if position in self.stored else "NULL"

    @property
    def rows_left_out(self) -> int:
        """Rows of the owner's file that SQL does not yield: rejected or blank."""
        return sum(self.left_out.values()) + self.blank

    def from_sql(self, parameter: str, *, keep_rejects: bool = False) -> str:
        """Return a FROM item whose columns are c0..cn, all text; the path is bound to the parameter named here.

        Column i that is stored as times or numbers is there as si, too, as it is stored.
        """
        rows = self._rows_sql(parameter, keep_rejects=keep_rejects)
        if not self.inside:
            return rows
        first = len(self.header) - len(self.inside)
        values = (
            f"json_extract_string(try_cast(c{parent} AS JSON), {_pointer_sql(pointer)}) AS c{position}"
            for position, (parent, pointer) in enumerate(self.inside, start=first)
        )
        return f"(SELECT *, {', '.join(values)} FROM {rows})"

    def _rows_sql(self, parameter: str, *, keep_rejects: bool) -> str:
        names = [f"c{position}" for position in range(len(self.header) - len(self.inside))]
        if self.kind == "parquet":
            texts = ", ".join(
                f"{float_text_sql(name) if position in self.float_columns else f'CAST({name} AS VARCHAR)'} AS {name}"
                for position, name in enumerate(names)
            )
            as_stored = "".join(f", c{position} AS s{position}" for position in self.stored)
            return f"(SELECT {texts}{as_stored} FROM read_parquet(${parameter}) AS t({', '.join(names)}))"
        types = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
        options = {
            "columns": f"{{{types}}}",
            "auto_detect": "false",
            "compression": "'none'",  # whatever the name ends in: a gzip is unpacked by now
            "header": "true",
            "skip": str(self.skipped_lines),
            "delim": f"'{self.delimiter}'",
            "quote": "'\"'",
            "escape": "'\"'",
            "strict_mode": str(self.is_strict).lower(),
            "store_rejects" if keep_rejects else "ignore_errors": "true",
        }
        return f"read_csv(${parameter}, " + ", ".join(f"{name} = {value}" for name, value in options.items()) + ")"


def _pointer_sql(pointer: str) -> str:
    """Return SQL for a JSON pointer, spelled in hexadecimal digits: keys come from files and are no SQL."""
    return f"decode(unhex('{pointer.encode(errors='replace').hex()}'))"


def float_text_sql(name: str) -> str:
    """Return SQL for a float as text: ids with gaps are stored so, 1.0 stands for 1 and NaN for a missing one.

    NaN is told by its text: DuckDB takes `isnan` for false where the file's statistics, which leave NaN out, are plain.
    """
    text = f"CAST({name} AS VARCHAR)"
    whole = f"coalesce(CAST(try_cast({name} AS HUGEINT) AS VARCHAR), {text})"
    found = f"CASE WHEN {name} = trunc({name}) THEN {whole} ELSE {text} END"
    return f"CASE WHEN {text} NOT IN ('nan', '-nan') THEN {found} END"


def label_of(path: AnyPath) -> str:
    """Return what messages call a file: its owner's name for it, without folders."""
    return path.name if isinstance(path, NamedFile) else Path(path).name or str(path)
