"""Polluted files: how many cells come back, and whether a total is ever wrong without a word (`make bench-ingest`)."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.polluter.judge import figures, judge


def run() -> dict[str, Any]:
    """Return the figures of OFFBEAT_BENCH_FILES files (3,000); the worst ones are named on stderr."""
    number = int(os.environ.get("OFFBEAT_BENCH_FILES", "3000"))
    with tempfile.TemporaryDirectory(prefix="offbeat-bench-") as folder:
        verdicts = [judge(each, Path(folder)) for each in range(number)]
    for each in verdicts:
        if each.outcome in ("silent", "crash") or each.recovered < 0.9 * each.cells:
            print(each, file=sys.stderr)
    limits = {"crashes": 0, "silently wrong totals": 0}
    return {what: (figure, limits[what]) if what in limits else figure for what, figure in figures(verdicts).items()}
