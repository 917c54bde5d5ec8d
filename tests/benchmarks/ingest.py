"""Events CSV to Activity and uses, against DuckDB's typed scan of the same columns in the same run.

OFFBEAT_BENCH_EVENTS sets the number of events (10,000,000). Each side runs in its own process, interleaved; ratios are
of the medians. Times of a busy machine are noisy: the ratio of CPU seconds beside them is not.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
MOST_RATIO = 3.0
CHUNK = 2_000_000
NAMES = np.array(["login", "view_report", "export_csv", "invite_user", "purchase", "edit_page", "search"])
SHARES = [0.3, 0.25, 0.05, 0.03, 0.02, 0.2, 0.15]

MEASURE = """
import json, pathlib, sys, time
path, side = sys.argv[1:]
if side == "scan":
    import duckdb
    types = {"user_id": "VARCHAR", "timestamp": "TIMESTAMP", "event": "VARCHAR", "amount": "DOUBLE"}
    def work():
        connection = duckdb.connect(config={"preserve_insertion_order": False})
        connection.execute("SET enable_progress_bar = false")
        query = "SELECT count(user_id), max(timestamp), count(event), sum(amount) "
        query += "FROM read_csv($path, columns = $types)"
        return connection.execute(query, {"path": path, "types": types}).fetchall()
else:
    from analysis.ingest.load import read
    def work():
        return read(path)
wall, cpu = time.perf_counter(), time.process_time()
result = work()
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
status = pathlib.Path("/proc/self/status")  # getrusage would count the parent's peak, too
lines = status.read_text().splitlines() if status.exists() else []
peak_kb = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), float("nan"))
print(json.dumps({"wall": wall, "cpu": cpu, "peak_mb": peak_kb / 1024}))
"""


def write_events(path: Path, events: int, *, seed: int = 1) -> None:
    """Write time-ordered events: lognormal activity, about 100 events a user, 2.5 a user-day, amounts on 5 %."""
    rng = np.random.default_rng(seed)
    users = max(events // 100, 1)
    weight = rng.lognormal(0, 1.2, users)
    ids = np.array([f"{number:016x}" for number in rng.integers(0, 2**63, users)])
    active_days = np.maximum(2, weight / weight.sum() * events * 0.45).astype(np.int64)
    with path.open("wb") as file:
        for part, size in enumerate(_parts(events)):
            user = rng.choice(users, size, p=weight / weight.sum())
            day = (rng.integers(0, 2**30, size) % active_days[user] * 7919 + user * 31) % 730
            seconds = np.sort(day * 86400 + rng.integers(0, 86400, size))
            moment = np.datetime64("2024-01-01", "s") + seconds.astype("timedelta64[s]")
            money = np.round(rng.gamma(2, 20, size), 2)
            table = pa.table(
                {
                    "user_id": ids[user[np.argsort(day, kind="stable")]],
                    "timestamp": np.datetime_as_string(moment),
                    "event": NAMES[rng.choice(len(NAMES), size, p=SHARES)],
                    "amount": pa.array(money, mask=rng.random(size) >= 0.05),
                }
            )
            pacsv.write_csv(table, file, pacsv.WriteOptions(include_header=part == 0))


def _parts(events: int) -> list[int]:
    return [min(CHUNK, events - start) for start in range(0, events, CHUNK)]


def _measure(path: Path, side: str) -> dict[str, float]:
    command = [sys.executable, "-c", MEASURE, str(path), side]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return json.loads(done.stdout)


def run() -> dict[str, Any]:
    """Return times, ratios and peak memory; limits stand beside the figures that have one."""
    events = int(os.environ.get("OFFBEAT_BENCH_EVENTS", "10000000"))
    with tempfile.TemporaryDirectory(prefix="offbeat-bench-") as folder:
        path = Path(folder) / "events.csv"
        write_events(path, events)
        size_mb = path.stat().st_size / 1e6
        found: dict[str, list[dict[str, float]]] = {"scan": [], "read": []}
        for _ in range(ROUNDS):
            for side, measured in found.items():
                measured.append(_measure(path, side))

    def median(side: str, what: str) -> float:
        return statistics.median(each[what] for each in found[side])

    return {
        "events": events,
        "CSV MB": size_mb,
        "typed scan s": median("scan", "wall"),
        "read to Activity and uses s": median("read", "wall"),
        "read / scan, wall": (median("read", "wall") / median("scan", "wall"), MOST_RATIO),
        "read / scan, CPU": median("read", "cpu") / median("scan", "cpu"),
        "peak MB of scan": median("scan", "peak_mb"),
        "peak MB of read": median("read", "peak_mb"),
    }
