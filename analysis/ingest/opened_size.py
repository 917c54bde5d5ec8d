"""How much memory a saved dataset takes once it is opened, from the footers of its files alone."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_TEXT_BYTES = 8  # where a text ends, in memory
_NOT_OPENED = {"user_days.parquet": "user_id", "uses.parquet": "user_id"}  # said by rows.parquet


def opened_bytes(directory: Path) -> int:
    """Return about how many bytes the dataset saved in a directory takes in memory.

    Numbers take the width of their kind, texts what they take uncompressed. Raises OSError where a file is gone.
    """
    return sum(map(_bytes_of, sorted(directory.glob("*.parquet"))))


def _bytes_of(path: Path) -> int:
    with pq.ParquetFile(path) as file:
        schema, footer = file.schema_arrow, file.metadata
        texts = dict.fromkeys(range(footer.num_columns), 0)
        for group in range(footer.num_row_groups):
            for place in texts:
                texts[place] += footer.row_group(group).column(place).total_uncompressed_size
    places = range(min(len(schema), len(texts)))
    return sum(
        _column_bytes(schema.field(place).type, footer.num_rows, texts[place])
        for place in places
        if schema.names[place] != _NOT_OPENED.get(path.name)
    )


def _column_bytes(kind: pa.DataType, rows: int, text_bytes: int) -> int:
    try:
        return rows * kind.bit_width // 8
    except ValueError:  # of no fixed width
        return rows * _TEXT_BYTES + text_bytes
