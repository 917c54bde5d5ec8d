"""Columns of a Parquet file as they are stored, a batch of rows at a time, unpacked on several threads."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Event
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

_BATCH_ROWS = 1 << 17
THREADS = 2
_AHEAD = 4  # batches that wait to be taken
_WAIT_S = 0.05
Made = TypeVar("Made")
Work = Callable[[pa.RecordBatch], Made]


class _End:
    """What a thread puts after its last."""


def stored_batches(path: Path, columns: Sequence[str], works: Sequence[Work[Made]]) -> Iterator[Made]:
    """Yield what each of `works` makes of its share of a flat file's rows, in no order, each on a thread of its own.

    The share are whole row groups. Texts after the first column come as dictionaries: nearly always they repeat. Raises
    ArrowException or OSError, and what a work raises.
    """
    ready: Queue[Made | _End] = Queue(_AHEAD)
    is_over = Event()
    with ThreadPoolExecutor(len(works)) as pool:
        shares = [(slice(first, None, len(works)), work) for first, work in enumerate(works)]
        reading = [pool.submit(_unpack, path, columns, share, work, ready, is_over) for share, work in shares]
        try:
            for _ in reading:
                while not isinstance(made := ready.get(), _End):
                    yield made
        finally:
            is_over.set()
            while not all(each.done() for each in reading):  # one may wait for room
                with suppress(Empty):
                    ready.get(timeout=_WAIT_S)
    for each in reading:
        each.result()


def _unpack(
    path: Path, columns: Sequence[str], share: slice, work: Work[Made], ready: Queue[Made | _End], is_over: Event
) -> None:
    is_whole = False
    try:
        with pq.ParquetFile(path, read_dictionary=[*columns[1:]], pre_buffer=False) as file:
            for group in range(file.metadata.num_row_groups)[share]:  # one by one: batches across two come in pieces
                for batch in file.iter_batches(_BATCH_ROWS, row_groups=[group], columns=[*columns], use_threads=False):
                    ready.put(work(batch))
                    if is_over.is_set():
                        return
        is_whole = True
    finally:
        if not is_whole:
            is_over.set()  # the other one need not go on
        ready.put(_End())
