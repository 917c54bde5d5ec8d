"""Parquet: the footer is read before any row, since it says how much would be unpacked."""

import contextlib
import math
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import wording
from analysis.errors import UnreadableFileError
from analysis.ingest.formats.keys import common_keys
from analysis.ingest.formats.piece import Piece
from analysis.ingest.limits import Limits
from analysis.ingest.names import unique_names
from analysis.ingest.source import Source
from analysis.ingest.stored import stored_as

_SAMPLE_ROWS = 5000
_BATCH_ROWS = 250
_HARMLESS_ROW_BYTES = 4096
_FLAT_ROWS = 1 << 16
_DEEPEST = 4


def open_parquet(piece: Piece, spare: Path, limits: Limits) -> Source:
    """Return the Source of a Parquet file; one with nested columns is written anew, flat, under `spare`.

    Raises UnreadableFileError.
    """
    label = piece.label
    try:
        with pq.ParquetFile(piece.path) as file:
            _check_footer(file.metadata, piece, limits)
        path, notes = _flat(piece, spare, limits)
        with pq.ParquetFile(path) as file:
            header, types, stored = list(file.schema_arrow.names), file.schema_arrow.types, stored_as(file)
            rows = _sample(file, label, limits, packed_bytes=piece.path.stat().st_size)
    except (pa.ArrowException, OSError, ValueError):
        raise UnreadableFileError(
            f"Expected a whole Parquet file, found {label} cut short or damaged.", hint="export it again."
        ) from None
    floats = frozenset(place for place, kind in enumerate(types) if pa.types.is_floating(kind))
    zones = {place: kind.tz for place, kind in enumerate(types) if pa.types.is_timestamp(kind) and kind.tz}
    source = Source(path, label, "parquet", unique_names(header), tuple(rows), notes=notes)
    return replace(source, float_columns=floats, stored_zones=zones, stored=stored, place=piece.place)


def _check_footer(footer: pq.FileMetaData, piece: Piece, limits: Limits) -> None:
    """Raise UnreadableFileError where the footer promises more than the file can honestly hold."""
    if footer.num_columns > limits.header_cells:
        raise UnreadableFileError(
            f"Expected at most {limits.header_cells:,} columns in {piece.label}, found {footer.num_columns:,}.",
            hint="keep only the columns that matter.",
        )
    packed = piece.path.stat().st_size
    cells = footer.num_rows * footer.num_columns
    unpacked = sum(footer.row_group(number).total_byte_size for number in range(footer.num_row_groups))
    most_cells = min(limits.parquet_cells, max(limits.harmless_cells, packed * limits.unpacked_ratio))
    if cells > most_cells:
        raise UnreadableFileError(
            f"Expected at most {most_cells:,} cells in {piece.label}, found {cells:,}.",
            hint="keep only the columns that matter.",
        )
    if unpacked > limits.most_unpacked(packed):
        raise UnreadableFileError(
            f"Expected at most {limits.most_unpacked(packed):,} bytes in {piece.label}, found {unpacked:,}.",
            hint="keep only the columns that matter.",
        )


def _flat(piece: Piece, spare: Path, limits: Limits) -> tuple[Path, tuple[str, ...]]:
    """Return a file whose objects are columns `parent.child`, and what to say; a flat file is returned as it is."""
    with pq.ParquetFile(piece.path) as file:
        if not any(pa.types.is_struct(kind) for kind in file.schema_arrow.types):
            return piece.path, ()
        leaves = list(_flattened(file.schema_arrow.empty_table()).column_names)
        kept, left = common_keys([dict.fromkeys(leaves)], most=max(limits.json_columns, len(file.schema_arrow)))
        names = [name for (name,) in kept]
        target = spare / f"{piece.path.name}.flat"
        with contextlib.ExitStack() as open_files:
            writer: pq.ParquetWriter | None = None
            for batch in file.iter_batches(batch_size=_FLAT_ROWS):
                flat = _flattened(pa.Table.from_batches([batch])).select([leaves.index(name) for name in names])
                writer = writer or open_files.enter_context(pq.ParquetWriter(target, flat.schema, compression="lz4"))
                writer.write_table(flat)
    if writer is None:
        return piece.path, ()
    said = f"{wording.plural(left, 'rare value', 'rare values')} of {piece.label} were not taken as columns."
    return target, (said,) if left else ()


def _flattened(table: pa.Table) -> pa.Table:
    for _ in range(_DEEPEST):
        table = table.flatten()
    return table


def _text_bytes(column: pa.Array) -> int:
    """Return the bytes of a column's texts; a text that is stored once counts in every row."""
    if pa.types.is_dictionary(column.type):
        held, rows = column.dictionary, column.indices
    else:
        held, rows = column, None
    if not (pa.types.is_string(held.type) or pa.types.is_large_string(held.type) or pa.types.is_binary(held.type)):
        return 0
    lengths = pc.binary_length(held)
    return pc.sum(lengths if rows is None else lengths.take(rows)).as_py() or 0


def _sample(file: pq.ParquetFile, label: str, limits: Limits, *, packed_bytes: int) -> list[tuple[str, ...]]:
    """Return the first rows as text, read in small steps: one short page may stand for gigabytes of text."""
    rows: list[tuple[str, ...]] = []
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        row_bytes = sum(map(_text_bytes, batch.columns)) / max(1, batch.num_rows)
        most = min(limits.row_bytes, limits.most_unpacked(packed_bytes) / max(1, file.metadata.num_rows))
        if row_bytes > max(most, _HARMLESS_ROW_BYTES):
            raise UnreadableFileError(
                f"Expected rows of at most {most:,.0f} bytes in {label}, found {row_bytes:,.0f} on average.",
                hint="leave the long column out.",
            )
        rows += zip(*(map(_as_text, _values(column)) for column in batch.columns), strict=True)
        if len(rows) >= _SAMPLE_ROWS:
            break
    return rows


def _values(column: pa.Array) -> list[object]:
    try:
        return column.to_pylist()
    except (OverflowError, ValueError):  # a moment in a year that Python does not know
        return column.cast(pa.string()).to_pylist()


def _as_text(value: object) -> str:
    if isinstance(value, float) and not math.isinf(value):
        value = None if math.isnan(value) else int(value) if value.is_integer() else value
    return "" if value is None else str(value)
