"""`read_text_table`: a table of strings from any text file, and how it was found."""

import json
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from analysis.ingest.limits import Limits
from analysis.ingest.text.rows import read_rows, table_of

METADATA = b"offbeat"


def read_text_table(path: str | Path, *, limits: Limits | None = None) -> pa.Table:
    """Return the first table of a text file as strings; an empty file is a table without columns.

    Duplicate and blank names become `name_2` and `column_3`, rows with fewer cells than the header end in nulls, more
    cells are kept in added columns. Titles above, notes below and further tables are left out. The schema's metadata
    hold under `offbeat` the fields of `Found` as JSON.

    Raises
    ------
    UnreadableFileError
        The file is larger than `limits.recovered_bytes`, has too long a line or too many columns, or is no text.
    """
    path, limits = Path(path), limits or Limits()
    found = read_rows(path, limits, label=path.name)
    table = table_of([found.rows.cells[place] for place in found.frame.body], found.header)
    return table.replace_schema_metadata({METADATA: json.dumps(asdict(found.found)).encode()})
