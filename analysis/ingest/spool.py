"""Rows on their way: batches of numbers kept in memory while they are few, else in a file of the load's own folder."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pyarrow as pa

from analysis.ingest.progress import Progress, no_progress


class Spool:
    """Record batches of one schema, read back in the order they came, as often as wanted."""

    def __init__(self, folder: Path, *, most_rows: int, tell: Progress = no_progress) -> None:
        self.folder, self._most_rows, self._tell = folder, most_rows, tell
        self._batches: list[pa.RecordBatch] = []
        self._path: Path | None = None
        self._writer: pa.RecordBatchStreamWriter | None = None
        self.rows = 0

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
            self._writer = pa.ipc.new_stream(str(self._path), batch.schema)
            for kept in self._batches:
                self._writer.write_batch(kept)
            self._batches = []
        if self._writer is None:
            self._batches.append(batch)
        else:
            self._writer.write_batch(batch)

    def close(self) -> None:
        """Say that no more batches come; safe to call twice."""
        if self._writer is not None:
            self._writer.close()

    def drop(self) -> None:
        """Forget the batches; safe to call twice."""
        self.close()
        self._batches = []
        if self._path is not None:
            self._path.unlink(missing_ok=True)

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
