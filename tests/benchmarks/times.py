"""Times: families read right, asked and wrong; and long columns of one format, as a list and through `read`.

OFFBEAT_BENCH_TIMES sets the number of rows (5,000,000).
"""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from analysis.ingest import read, read_timestamps
from tests.time_families import ASKED, FAMILIES, SECOND

START = datetime(2025, 3, 2, 9, 48, tzinfo=UTC)
FORMATS = ("iso T", "d/m/y time", "epoch s")
MOST_SECONDS, MOST_WRONG = 5.0, 0
USERS, DISTINCT = 50_000, 1_000_000


def run() -> dict[str, Any]:
    """Return how many families are right, asked or wrong, and the seconds of each long column."""
    rows = int(os.environ.get("OFFBEAT_BENCH_TIMES", "5000000"))
    right, wrong = _judged()
    asked = sum(not any(read_timestamps(texts).instants) for texts in ASKED.values())
    figures: dict[str, Any] = {
        "families right": f"{right} of {len(FAMILIES)}",
        "families wrong": (wrong, MOST_WRONG),
        "asked where nobody can know": f"{asked} of {len(ASKED)}",
        "rows": rows,
    }
    moments = [START + timedelta(seconds=29 * step) for step in range(min(rows, DISTINCT))]
    for name in FORMATS:
        texts = [FAMILIES[name][0](moment) for moment in moments]
        texts = (texts * -(-rows // len(texts)))[:rows]
        figures[f"{name}: list of instants s"] = (_seconds(partial(read_timestamps, texts)), MOST_SECONDS)
        figures[f"{name}: read to user-days s"] = _read_seconds(texts)
    return figures


def _judged() -> tuple[int, int]:
    moments = [START + timedelta(hours=331 * step, seconds=1789 * step) for step in range(48)]
    right = wrong = 0
    for render, kept in FAMILIES.values():
        found = read_timestamps([render(moment) for moment in moments]).instants
        doubt = min(kept, SECOND)
        pairs = zip(found, moments, strict=True)
        is_right = [each is not None and -doubt <= moment - each < kept + doubt for each, moment in pairs]
        right += all(is_right)
        wrong += any(each is not None and not good for each, good in zip(found, is_right, strict=True))
    return right, wrong


def _read_seconds(texts: Sequence[str]) -> float:
    with tempfile.TemporaryDirectory(prefix="offbeat-bench-") as folder:
        path = Path(folder) / "events.csv"
        with path.open("w") as file:
            file.write("user_id,timestamp\n")
            file.writelines(f"u{place % USERS},{text}\n" for place, text in enumerate(texts))
        return _seconds(partial(read, path))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
