"""Columns of a Parquet file as they are stored, a batch of rows at a time, unpacked on several threads."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Event

import pyarrow as pa
import pyarrow.parquet as pq

_BATCH_ROWS = 1 << 17
_THREADS = 2
_AHEAD = 4  # batches that wait to be taken
_WAIT_S = 0.05
Work = Callable[[pa.RecordBatch], pa.RecordBatch]


def stored_batches(path: Path, columns: Sequence[str], work: Work) -> Iterator[pa.RecordBatch]:
    """Yield what `work` makes of the rows of a flat file, in no order: each thread unpacks row groups of its own.

    Texts after the first column come as dictionaries: nearly always they repeat. Raises ArrowException or OSError, and
    what `work` raises.
    """
    ready: Queue[pa.RecordBatch | None] = Queue(_AHEAD)
    is_over = Event()
    with ThreadPoolExecutor(_THREADS) as pool:
        reading = [pool.submit(_unpack, path, columns, first, work, ready, is_over) for first in range(_THREADS)]
        try:
            for _ in reading:
                while (batch := ready.get()) is not None:
                    yield batch
        finally:
            is_over.set()
            while not all(each.done() for each in reading):  # one may wait for room
                with suppress(Empty):
                    ready.get(timeout=_WAIT_S)
    for each in reading:
        each.result()


def _unpack(path: Path, columns: Sequence[str], first: int, work: Work, ready: Queue, is_over: Event) -> None:
    is_whole = False
    try:
        with pq.ParquetFile(path, read_dictionary=[*columns[1:]], pre_buffer=False) as file:
            groups = range(first, file.metadata.num_row_groups, _THREADS)
            batches = file.iter_batches(_BATCH_ROWS, row_groups=[*groups], columns=[*columns], use_threads=False)
            for batch in batches if groups else ():
                ready.put(work(batch))
                if is_over.is_set():
                    break
        is_whole = True
    finally:
        if not is_whole:
            is_over.set()  # the other one need not go on
        ready.put(None)
