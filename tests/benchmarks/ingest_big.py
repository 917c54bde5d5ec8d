"""A file of 50 million events: read as CSV and as Parquet, opened again from the cache; each in a process of its own.

OFFBEAT_BENCH_BIG_EVENTS sets the number of events, OFFBEAT_BENCH_BIG_FOLDER a folder whose files are kept and used
again. The scan is of the same columns in the same run; a busy machine changes the seconds, the ratio of CPU less.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import duckdb

from tests.benchmarks.ingest import MEASURE, ROOT, write_events

MOST_RATIO, MOST_PEAK_MB, MOST_PARQUET_S, MOST_REOPEN_S = 2.5, 2560, 12, 3
CACHED = MEASURE.replace(
    "        return read(path)",
    '        from analysis.ingest.cache import Cached\n        return Cached(pathlib.Path(side), "local").read(path)',
)


def run() -> dict[str, Any]:
    """Return seconds, ratios and the peak memory of each process."""
    kept = os.environ.get("OFFBEAT_BENCH_BIG_FOLDER")
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="offbeat-bench-") as folder:
        return _measured(Path(folder), int(os.environ.get("OFFBEAT_BENCH_BIG_EVENTS", "50000000")))


def _measured(folder: Path, events: int) -> dict[str, Any]:
    csv, parquet = folder / "events.csv", folder / "events.parquet"
    if not csv.exists():
        write_events(csv, events)
    if not parquet.exists():
        _to_parquet(csv, parquet)
    scan, read, packed = _child(MEASURE, csv, "scan"), _child(MEASURE, csv, "read"), _child(MEASURE, parquet, "read")
    with tempfile.TemporaryDirectory(prefix="offbeat-bench-", dir=folder) as cache:
        first, again = (_child(CACHED, parquet, cache) for _ in range(2))
    return {
        "events": events,
        "CSV MB": csv.stat().st_size / 1e6,
        "typed scan s": scan["wall"],
        "read s": read["wall"],
        "read / scan, wall": (read["wall"] / scan["wall"], MOST_RATIO),
        "read / scan, CPU": read["cpu"] / scan["cpu"],
        "peak MB of read": (read["peak_mb"], MOST_PEAK_MB),
        "Parquet s": (packed["wall"], MOST_PARQUET_S),
        "Parquet CPU s": packed["cpu"],
        "peak MB of Parquet": (packed["peak_mb"], MOST_PEAK_MB),
        "first read with the cache s": first["wall"],
        "opened again s": (again["wall"], MOST_REOPEN_S),
        "opened again CPU s": again["cpu"],
    }


def _child(code: str, path: Path, side: str) -> dict[str, float]:
    command = [sys.executable, "-c", code, str(path), side]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


def _to_parquet(csv: Path, parquet: Path) -> None:
    types = {"user_id": "VARCHAR", "timestamp": "TIMESTAMP", "event": "VARCHAR", "amount": "DOUBLE"}
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
        connection.execute("SET enable_progress_bar = false; SET memory_limit = '3GB'")
        statement = "COPY (FROM read_csv($csv, columns = $types)) TO $to (FORMAT parquet, COMPRESSION zstd)"
        connection.execute(statement, {"csv": str(csv), "types": types, "to": str(parquet)})
