"""Rows on their way: batches of numbers kept in memory while they are few, else in a file of the load's own folder."""

import os
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Self

import pyarrow as pa

from analysis.ingest.progress import Progress, no_progress

_WIDE = {pa.int16(): pa.int32()}  # batches may differ in it, a file's may not


class Spool:
    """Record batches of one schema, read back in the order they came, as often as wanted."""

    def __init__(self, folder: Path, *, most_rows: int, tell: Progress = no_progress) -> None:
        self.folder, self._most_rows, self._tell = folder, most_rows, tell
        self._batches: list[pa.RecordBatch] = []
        self._path: Path | None = None
        self._writer: pa.RecordBatchStreamWriter | None = None
        self._schema: pa.Schema | None = None
        self.rows = 0

    @cached_property
    def beside(self) -> Self:
        """Some of the rows once more, with more columns: a spool that shares this one's fate."""
        return type(self)(self.folder, most_rows=self._most_rows // 2)

    @property
    def is_on_disk(self) -> bool:
        """Whether the batches are in a file."""
        return self._path is not None

    def add(self, batch: pa.RecordBatch) -> None:
        """Keep a batch; the first one beyond `most_rows` moves all of them to disk."""
        self.rows += batch.num_rows
        self._tell("so_far", self.rows)
        if self._writer is None and self.rows > self._most_rows:
            handle, path = tempfile.mkstemp(dir=self.folder, prefix="rows-")
            os.close(handle)
            self._path = Path(path)
            self._schema = pa.schema([field.with_type(_WIDE.get(field.type, field.type)) for field in batch.schema])
            self._writer = pa.ipc.new_stream(str(self._path), self._schema)
            for kept in self._batches:
                self._writer.write_batch(kept.cast(self._schema))
            self._batches = []
        if self._writer is None:
            self._batches.append(batch)
        else:
            self._writer.write_batch(batch.cast(self._schema))

    def close(self) -> None:
        """Say that no more batches come; safe to call twice."""
        if self._writer is not None:
            self._writer.close()
        if "beside" in vars(self):
            self.beside.close()

    def drop(self) -> None:
        """Forget the batches; safe to call twice."""
        self.close()
        self._batches = []
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        if "beside" in vars(self):
            self.beside.drop()

    def used_up(self) -> Iterator[pa.RecordBatch]:
        """Yield the batches for the last time: each is forgotten as it is taken."""
        if self._path is not None:
            yield from self
        while self._batches:
            yield self._batches.pop()

    def again(self) -> Self:
        """Forget the batches and return an empty spool, for another scan of the same files."""
        self.drop()
        self._tell("again", 0)
        return type(self)(self.folder, most_rows=self._most_rows, tell=self._tell)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        yield from self._batches
        if self._path is not None:
            with pa.OSFile(str(self._path)) as file, pa.ipc.open_stream(file) as stream:
                yield from stream
