"""What one load may use: a DuckDB of its own, locked down, with bounded memory, threads, disk and unpacked bytes."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from analysis.ingest.formats.sheets import limit_resources

GIB = 1024**3
HARMLESS_BYTES = 64 << 20
_LONGEST_LOAD_S, _MORE_S_A_GIB = 600, 300
_SHARE_OF_PROCESS = 0.8  # address space counts what is only reserved, too
_MOST_HELD_ROWS = 64_000_000
_BYTES_A_HELD_ROW = 320  # ten times what one takes, so that a tenth of the machine's memory holds all of them
_SHARE_OF_MEMORY = 0.4  # of the machine's memory, leaving room for the arrays and the app


def machine_memory_bytes() -> int:
    """Return the memory of this machine; 4 GiB where the system does not say."""
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
    held_rows
        Events held in memory at once, at about 32 bytes each; more are put on disk.
    part_rows
        Events reduced at once, of so many that a core has them near.
    unpacked_bytes, unpacked_ratio
        Size of a decompressed file, and how often larger than the packed one it may be (a bomb is 1,000 times).
    parquet_cells
        Rows times columns of a Parquet file, known from its footer.
    harmless_cells
        Cells that no Parquet file is refused for, however small it is.
    header_cells
        Columns of a text file.
    recovered_bytes
        Size of a text file that is no plain CSV and so is held in memory while its rows are recovered.
    row_bytes
        Bytes of one row of JSON, or of a row of Parquet on average.
    archive_members
        Files in one archive.
    sheet_cells, workbook_bytes, workbook_s
        Cells of one sheet (its rows times its columns), bytes of a workbook unpacked, seconds it may take.
    json_columns
        Columns taken from nested exports besides those that are needed.
    process_bytes, process_s
        Address space and processor seconds (of all threads) of a process that `limit_process` bounds.
    head_bytes
        How much of each file is unpacked or converted, where a preview needs no more; None for all of it.
    """

    memory_bytes: int = field(default_factory=lambda: min(4 * GIB, int(machine_memory_bytes() * _SHARE_OF_MEMORY)))
    disk_bytes: int = 50 * GIB
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    held_rows: int = field(default_factory=lambda: min(_MOST_HELD_ROWS, machine_memory_bytes() // _BYTES_A_HELD_ROW))
    part_rows: int = 1_000_000
    unpacked_bytes: int = 50 * GIB
    unpacked_ratio: int = 200
    parquet_cells: int = 20_000_000_000
    harmless_cells: int = 10_000_000
    header_cells: int = 20_000
    recovered_bytes: int = 256 << 20
    row_bytes: int = 16 << 20
    archive_members: int = 10_000
    sheet_cells: int = 20_000_000
    workbook_bytes: int = GIB
    workbook_s: int = 60
    json_columns: int = 50
    process_bytes: int = field(default_factory=lambda: max(6 * GIB, int(machine_memory_bytes() * _SHARE_OF_PROCESS)))
    process_s: int = 1200
    head_bytes: int | None = None

    def most_unpacked(self, packed_bytes: int) -> int:
        """Return how many bytes a file of this size may become: below HARMLESS_BYTES no ratio is a bomb."""
        return min(self.unpacked_bytes, max(packed_bytes * self.unpacked_ratio, HARMLESS_BYTES))


def longest_load_s(files: Iterable[str | os.PathLike[str]]) -> int:
    """Return how many seconds a load of these files may take: ten minutes, and five more for each GiB."""
    size_bytes = sum(os.stat(file).st_size for file in files if os.path.exists(file))
    return _LONGEST_LOAD_S + _MORE_S_A_GIB * size_bytes // GIB


def limit_process(limits: Limits) -> None:
    """Bound this process, where the system can: a file that deceives every other limit ends it and not the server."""
    limit_resources(limits.process_bytes, limits.process_s, limits.unpacked_bytes)


def connect(
    scratch: Path, files: Sequence[Path], limits: Limits, *, keeps_order: bool = False
) -> duckdb.DuckDBPyConnection:
    """Return a fresh in-memory DuckDB that reads `files` and spills to `scratch`, and can do nothing else outside.

    The order matters: paths first, then external access off, then the lock. `keeps_order` makes rows come in the order
    of the file, which costs speed.
    """
    connection = duckdb.connect(":memory:")
    _without_progress_bar(connection)
    settings = {
        "memory_limit": f"{limits.memory_bytes // 1024**2}MiB",
        "threads": limits.threads,
        "temp_directory": str(scratch / "spill"),
        "max_temp_directory_size": f"{limits.disk_bytes // 1024**2}MiB",
        "TimeZone": "UTC",
        "preserve_insertion_order": keeps_order,
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


def _without_progress_bar(connection: duckdb.DuckDBPyConnection) -> None:
    """Switch the progress bar off where it is on; in Jupyter without its widgets even switching it off is refused."""
    if connection.execute("SELECT current_setting('enable_progress_bar')").fetchone()[0]:
        connection.execute("SET enable_progress_bar = false")
