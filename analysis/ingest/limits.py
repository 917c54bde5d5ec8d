"""What one load may use: a DuckDB of its own, locked down, with bounded memory, threads, disk and unpacked bytes."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

GIB = 1024**3
_SHARE_OF_MEMORY = 0.4  # of the machine's memory, leaving room for the arrays and the app


def _machine_memory_bytes() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not every system says
        return 4 * GIB


@dataclass(frozen=True)
class Limits:
    """Bounds of one load.

    Attributes
    ----------
    memory_bytes
        What DuckDB's buffers may hold; beyond it, it spills to `disk_bytes` of temporary files.
    unpacked_bytes, unpacked_ratio
        Size of a decompressed file, and how often larger than the packed one it may be (a bomb is 1,000 times).
    parquet_cells
        Rows times columns of a Parquet file, known from its footer.
    header_cells
        Columns of a text file.
    """

    memory_bytes: int = field(default_factory=lambda: min(4 * GIB, int(_machine_memory_bytes() * _SHARE_OF_MEMORY)))
    disk_bytes: int = 50 * GIB
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    unpacked_bytes: int = 50 * GIB
    unpacked_ratio: int = 200
    parquet_cells: int = 20_000_000_000
    header_cells: int = 20_000


def connect(
    scratch: Path, files: Sequence[Path], limits: Limits, *, keeps_order: bool = False
) -> duckdb.DuckDBPyConnection:
    """Return a fresh in-memory DuckDB that reads `files` and spills to `scratch`, and can do nothing else outside.

    The order matters: paths first, then external access off, then the lock. `keeps_order` makes rows come in the order
    of the file, which costs speed.
    """
    connection = duckdb.connect(":memory:")
    settings = {
        "memory_limit": f"{limits.memory_bytes // 1024**2}MiB",
        "threads": limits.threads,
        "temp_directory": str(scratch / "spill"),
        "max_temp_directory_size": f"{limits.disk_bytes // 1024**2}MiB",
        "TimeZone": "UTC",
        "preserve_insertion_order": keeps_order,
        "enable_progress_bar": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allowed_paths": [str(path) for path in files],
        "allowed_directories": [str(scratch)],
        "enable_external_access": False,
        "lock_configuration": True,
    }
    for name, value in settings.items():
        connection.execute("SET " + name + " = $value", {"value": value})
    return connection
