"""Columns of a Parquet file that are stored as times and numbers: SQL that takes them as they are, not as text.

It gives what their text would give, to the last digit; a text is made where only it will do.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.ingest.times.orders import EARLIEST, LATEST
from analysis.ingest.times.readings import Kind, Zone
from analysis.ingest.times.sql import in_zone_sql

StoredAs = Literal["whole", "decimal", "double", "date", "local", "local_ns", "instant", "instant_ns"]
NUMBERS: tuple[StoredAs, ...] = ("whole", "decimal", "double")
TIMES: tuple[StoredAs, ...] = ("date", "local", "local_ns", "instant", "instant_ns")
# The text of a column stored so is read under these; under another reading it is rejected, or asks for a wider one.
_READ_AS: Mapping[Kind, tuple[StoredAs, ...]] = {"date": ("date",), "naive": ("local", "local_ns"), "iso": TIMES}
_ROOM = timedelta(days=2)  # round the readable years, for a zone to move; no infinity gets further
MOST_OFF = 0.25  # of a millionth: where the seventh decimal is not near a five
MOST_EXACT = 10**9  # below it a double has more digits than the six decimals that are kept


def stored_as(file: pq.ParquetFile) -> dict[int, StoredAs]:
    """Return how each column is stored, by position; the others are only text.

    So are all columns of a file that holds nested ones, or two of one name.
    """
    names = file.schema_arrow.names
    if len(file.schema) != len(names) or len({*names}) != len(names):
        return {}
    found = {place: _kind(kind) for place, kind in enumerate(file.schema_arrow.types)}
    return {place: kind for place, kind in found.items() if kind is not None and not _is_old(file.schema.column(place))}


def is_read_stored(stored: StoredAs | None, reading: Kind) -> bool:
    """Whether times stored so are read as they are under a reading decided from their text."""
    return stored is not None and stored in _READ_AS.get(reading, ())


def stored_time_sql(stored: StoredAs, column: str, *, zone: Zone) -> str:
    """Return SQL for the local time (TIMESTAMP, null outside the readable years) of a column stored as times."""
    if stored.endswith("_ns"):  # a cast would round the last nanosecond of an hour up
        nanos = f"epoch_ns({column})"
        moment = f"make_timestamp({nanos} // 1000 - CAST({nanos} % 1000 < 0 AS INTEGER))"
    elif stored == "instant":
        moment = f"make_timestamp(epoch_us({column}))"
    else:
        moment = f"try_cast({column} AS TIMESTAMP)"
    first, end = EARLIEST - _ROOM, LATEST + _ROOM
    utc = f"CASE WHEN {moment} > TIMESTAMP '{first}' AND {moment} < TIMESTAMP '{end}' THEN {moment} END"
    is_moved = is_instant(stored) and zone != "stored"
    return in_zone_sql(f"timezone('UTC', {utc})", zone, stored=utc) if is_moved else utc


def is_instant(stored: StoredAs) -> bool:
    """Whether times stored so are moments that are the same everywhere."""
    return stored.startswith("instant")


def stored_money_sql(stored: StoredAs, column: str, *, text: str, kind: str) -> str:
    """Return SQL for the number in a column as `kind`, rounded to six decimals as its text would be."""
    if stored != "double":
        return f"try_cast({column} AS {kind})"
    # Where the seventh decimal is near a five, only the shortest text that stands for the double decides.
    micros = f"{column} * 1000000"
    is_plain = f"abs({column}) < {MOST_EXACT} AND abs({micros} - round({micros})) < {MOST_OFF}"
    return f"CASE WHEN {is_plain} THEN try_cast({column} AS {kind}) ELSE try_cast({text} AS {kind}) END"


def stored_blank_sql(stored: StoredAs, column: str) -> str:
    """Return SQL for whether a number is missing; NaN stands for a missing one."""
    return f"({column} IS NULL OR isnan({column}))" if stored == "double" else f"{column} IS NULL"


def _kind(kind: pa.DataType) -> StoredAs | None:
    if pa.types.is_timestamp(kind):
        name: StoredAs = "instant" if kind.tz else "local"
        return f"{name}_ns" if kind.unit == "ns" else name
    tests: Mapping[StoredAs, Callable[[pa.DataType], bool]] = {
        "whole": pa.types.is_integer,
        "decimal": pa.types.is_decimal128,
        "double": pa.types.is_float64,
        "date": pa.types.is_date,
    }
    return next((name for name, is_so in tests.items() if is_so(kind)), None)


def _is_old(column: pq.ColumnSchema) -> bool:
    """Whether a column of times is stored in a way of old writers, which readers take for different things."""
    return column.physical_type == "INT96" or "is_from_converted_type=true" in str(column.logical_type)
