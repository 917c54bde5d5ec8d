"""Parquet as it is stored: texts come as places in the file's own dictionaries, each word of which is numbered once.

Times and numbers go to DuckDB as they are, and so do the numbers of the texts: one SELECT decides what a row means,
whichever way it comes. A row that is not clean is left to the way by text, which says why.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.ingest.ahead import ahead
from analysis.ingest.interner import Interner
from analysis.ingest.plan import Plan, typed_sql
from analysis.ingest.source import Source
from analysis.ingest.stored import IDS, NUMBERS, is_read_stored

_BATCH_ROWS = 1 << 20
_NAMES = {"user_id": "who", "event": "event", "account_id": "account"}
_FIELDS = (*_NAMES, "user_fallback", "timestamp", "amount")
_TABLE = "coded_rows"


def is_coded(source: Source, plan: Plan) -> bool:
    """Whether a file can be read so: its ids are texts or whole numbers, its times and amounts are no texts."""
    places = _places(source, plan)
    stored = {field: source.stored.get(place) for field, place in places.items()}
    is_plain = (
        len({*places.values()}) == len(places)
        and not plan.is_careful
        and not plan.reading.is_mapped
        and plan.converts != "own"
    )
    return (
        is_plain
        and "user_fallback" not in stored
        and is_read_stored(stored.pop("timestamp", None), plan.reading.kind)
        and stored.pop("amount", "double") in NUMBERS
        and all(kind in IDS for kind in stored.values())
    )


def coded_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, plan: Plan, names: Mapping[str, Interner]
) -> Iterator[pa.RecordBatch]:
    """Yield the typed rows of a file, its texts as the numbers that `names` gives them, null where missing.

    Raises pyarrow.ArrowException, OSError or duckdb.Error where the file cannot be read so after all.
    """
    places = _places(source, plan)
    stored = [places[field] for field in ("timestamp", "amount") if field in places]
    texts = "".join(f", {source.text_sql(place, f's{place}')} AS c{place}" for place in stored)
    statement = typed_sql(source, plan, parameter="", rows=f"(SELECT *{texts} FROM {_TABLE})")
    for table in _tables(_pieces(source, places, names)):
        connection.register(_TABLE, table)
        yield from connection.sql(statement, params=plan.parameters(statement)).to_arrow_reader(_BATCH_ROWS)
    connection.unregister(_TABLE)


def _places(source: Source, plan: Plan) -> dict[str, int]:
    found = {field: source.position(plan.columns.column(field)) for field in _FIELDS}
    return {field: place for field, place in found.items() if place is not None}


def _pieces(source: Source, places: Mapping[str, int], names: Mapping[str, Interner]) -> Iterator[pa.RecordBatch]:
    """Yield the columns of a file, named as `typed_sql` has them, those of texts as numbers."""
    with closing(pq.ParquetFile(source.path)) as file:
        columns = {field: file.schema_arrow.names[place] for field, place in places.items()}
    texts = {field: name for field, name in _NAMES.items() if field in places}
    words = [columns[field] for field in texts]
    with closing(pq.ParquetFile(source.path, read_dictionary=words, pre_buffer=False)) as file:
        for piece in ahead(file.iter_batches(_BATCH_ROWS, columns=[*columns.values()])):
            found = {field: piece[column] for field, column in columns.items()}
            coded = {f"c{places[field]}": _codes(names[name], found[field]) for field, name in texts.items()}
            yield pa.record_batch(coded | {f"s{places[field]}": found[field] for field in found if field not in texts})


def _codes(names: Interner, column: pa.Array) -> pa.Array:
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = names.codes_of_dictionary(coded)
    return pa.array(codes, mask=codes < 0)


def _tables(pieces: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield pieces together, about as many rows at once: each of them costs a statement."""
    held: list[pa.RecordBatch] = []
    for piece in pieces:
        held.append(piece)
        if sum(each.num_rows for each in held) >= _BATCH_ROWS:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)
