"""Long columns: decided on a sample, read by DuckDB, and only what it misses read one by one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.ingest.times.decide import contradicts, decide
from analysis.ingest.times.patterns import date_pattern, fast_pattern
from analysis.ingest.times.readings import Decision, Reading
from analysis.ingest.times.sql import fits_sql, local_time_sql, offset_kind_sql

MANY = 20_000  # values; below it a plain loop is as fast
_SAMPLE = 5000
_START = datetime(1970, 1, 1, tzinfo=UTC)
_PIECE = 122_880  # rows: what DuckDB reads at once
_MOST_MISSED = 0.2  # share of values; above it the sample was not like the column


@dataclass(frozen=True, eq=False)
class Many:
    """A long column as far as DuckDB reads it.

    Attributes
    ----------
    reading
        The one that was used.
    instants
        UTC, None where not read.
    kinds
        Values read by kind of offset: 0 none stored, 1 zero, 2 another.
    missed
        Places of the values that are not read and not blank.
    """

    reading: Reading
    instants: list[datetime | None]
    kinds: Mapping[int, int]
    missed: Sequence[int]


def read_many(texts: Sequence[str]) -> Many | None:
    """Read a long column; None where a plain loop has to: it asks something, or is in no pattern that DuckDB knows."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("texts", _in_pieces(pa.array(texts, pa.string())))
        decision = decide(texts[:_SAMPLE])
        if decision.layout is not None:
            decision = decide(texts[:_SAMPLE], more=_dates(connection, decision.layout.divider))
        reading = _fast(decision, texts[:_SAMPLE])
        while reading is not None and not reading.is_mapped:
            found = _read(connection, reading)
            if len(found.missed) <= _MOST_MISSED * len(texts):
                is_torn = any(map(partial(contradicts, reading=reading), {texts[place] for place in found.missed}))
                return None if is_torn else found
            reading = reading.wider
    return None


def _fast(decision: Decision, sample: Sequence[str]) -> Reading | None:
    """Return the reading where DuckDB knows a pattern for it."""
    reading = decision.reading
    if reading is not None and reading.kind == "text":
        reading = fast_pattern(reading, sample)
    return None if reading is None or reading.is_slow else reading


def _dates(connection: duckdb.DuckDBPyConnection, divider: str) -> list[str]:
    statement = "SELECT DISTINCT regexp_extract(text, $pattern) FROM texts"
    rows = connection.execute(statement, {"pattern": date_pattern(divider)}).fetchall()
    return sorted(text for (text,) in rows if text)


def _in_pieces(texts: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return a column as a table in pieces: DuckDB gives each thread some, and reads one piece on one thread."""
    whole = pa.table({"text": texts})
    return pa.Table.from_batches(whole.to_batches(max_chunksize=_PIECE), whole.schema)


def _instants(micros: np.ndarray) -> np.ndarray:
    """Return microseconds since 1970 as instants, object; each distinct one is made once: making them costs most."""
    place_of, distinct = pd.factorize(micros)
    # Adding to one instant is a tenth of what any conversion to times with a zone costs.
    made = np.fromiter(map(_START.__add__, distinct.view("m8[us]").tolist()), object, len(distinct))
    return made[place_of]


def _read(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Many:
    utc = local_time_sql(reading, text="text", zone="given" if reading.has_instants else "stored")
    fitting = f"CASE WHEN {fits_sql(reading, text='text')} THEN epoch_us(CAST({utc} AS TIMESTAMP)) END"
    blank = "CASE WHEN micros IS NULL THEN trim(text) = '' ELSE false END"  # few are asked
    columns = f"{fitting} AS micros, {offset_kind_sql(reading, text='text')} AS kind, {blank} AS is_blank"
    values = {"zone": "UTC"} if reading.has_instants else None
    read = connection.sql("SELECT " + columns + " FROM texts", params=values).fetchnumpy()
    micros = np.ma.masked_array(read["micros"])
    is_read = ~np.ma.getmaskarray(micros)
    instants = _instants(micros.filled(0))
    instants[~is_read] = None
    missed = np.flatnonzero(~is_read & ~np.asarray(read["is_blank"], bool)).tolist()
    kinds = Counter(np.asarray(read["kind"])[is_read].tolist())
    return Many(reading, instants.tolist(), kinds, missed)
