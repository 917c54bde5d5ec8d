"""Run a compiled loop over slices of the users on every core.

Threads of our own and kernels that release the GIL, not numba's `prange`: its default threading layer ends the process
when two threads of a server start kernels at the same time.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

SMALLEST_SLICE = 20_000
SLICES_PER_CORE = 4


def cores() -> int:
    """Return the number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _pool(workers: int) -> ThreadPoolExecutor:
    """Return the threads of this process; starting them anew would cost more than a slider's move."""
    return ThreadPoolExecutor(workers, thread_name_prefix="kernels")


def over_slices(work: Callable[[int, int], None], rows: int, *, smallest: int = SMALLEST_SLICE) -> None:
    """Call `work(start, stop)` for slices that cover `range(rows)`; the slices run side by side.

    `work` must write only to its own rows, so the result does not depend on the number of cores. No slice is made
    shorter than `smallest` rows. `work` must not call this function itself.
    """
    workers = cores()
    slices = min(workers * SLICES_PER_CORE, -(-rows // smallest)) if workers > 1 else 1
    if slices <= 1:
        work(0, rows)
        return
    edges = [rows * number // slices for number in range(slices + 1)]
    list(_pool(workers).map(work, edges[:-1], edges[1:]))
