"""Columns of a Parquet file as they are stored, a batch of rows at a time, unpacked on several threads."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pyarrow as pa
import pyarrow.parquet as pq

_BATCH_ROWS = 1 << 17
_THREADS = 2
_AHEAD = 4  # batches that wait to be taken


def stored_batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a flat file, in no order: each thread unpacks row groups of its own.

    Texts after the first column come as dictionaries: nearly always they repeat. Raises ArrowException or OSError.
    """
    ready: Queue[pa.RecordBatch | Exception | None] = Queue(_AHEAD)
    is_over = Event()
    threads = [Thread(target=_unpack, args=(path, columns, first, ready, is_over)) for first in range(_THREADS)]
    for thread in threads:
        thread.start()
    try:
        running = len(threads)
        while running:
            found = ready.get()
            if isinstance(found, Exception):
                raise found
            running -= found is None
            if found is not None:
                yield found
    finally:
        is_over.set()
        while any(thread.is_alive() for thread in threads):
            while not ready.empty():
                ready.get()
            for thread in threads:
                thread.join(0.01)


def _unpack(path: Path, columns: Sequence[str], first: int, ready: Queue, is_over: Event) -> None:
    try:
        with pq.ParquetFile(path, read_dictionary=[*columns[1:]]) as file:
            groups = range(first, file.metadata.num_row_groups, _THREADS)
            batches = file.iter_batches(_BATCH_ROWS, row_groups=[*groups], columns=[*columns], use_threads=False)
            for batch in batches if groups else ():
                ready.put(batch)
                if is_over.is_set():
                    break
    except Exception as error:  # whatever it is, the thread that waits raises it
        ready.put(error)
    ready.put(None)
