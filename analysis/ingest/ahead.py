"""Rows on their way: the next ones are read while these are looked at."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Batch = TypeVar("Batch")


def ahead(batches: Iterable[Batch]) -> Iterator[Batch]:
    """Yield the batches, none of them None, while the next one is already being read."""
    coming_on = iter(batches)
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(next, coming_on, None)
        while (batch := coming.result()) is not None:
            coming = reading.submit(next, coming_on, None)
            yield batch
