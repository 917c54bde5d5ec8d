"""Mutated files of every format, read by a worker process that is watched: what crashed, hung, was read or refused."""

import json
import select
import subprocess
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

from tests.fuzz.mutations import mutated
from tests.fuzz.samples import samples

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 30
STARTS_WITHIN_S = 120


class Worker:
    """A process that reads files; one that dies or hangs is replaced."""

    def __init__(self, *, is_quick=False):
        self._options = ["--quick"] if is_quick else []
        self._child = None

    def outcome(self, path):
        if self._child is None:
            self._start()
        self._child.stdin.write(f"{path}\n")
        self._child.stdin.flush()
        line = self._line(LONGEST_S)
        if line:
            return tuple(json.loads(line))
        hangs = self._child.poll() is None
        self.stop()
        return ("hung", "") if hangs else ("crashed", "the process died")

    def stop(self):
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _start(self):
        command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.worker", *self._options]
        self._child = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            bufsize=1,
        )  # fmt: skip
        assert self._line(STARTS_WITHIN_S).startswith("ready")

    def _line(self, seconds):
        ready = select.select([self._child.stdout], [], [], seconds)[0]
        return self._child.stdout.readline() if ready else ""


def run_format(name, content, count, folder, *, worker, seed=0):
    """Return how often each outcome came, the slowest read in seconds, and what was wrong, with the seed of each."""
    counts, wrong, slowest = Counter(), [], 0.0
    path = folder / f"mutated.{name}"
    for number in range(count):
        own = zlib.crc32(f"{name} {seed + number}".encode())
        path.write_bytes(mutated(content, own))
        started = time.monotonic()
        outcome, said = worker.outcome(path)
        slowest = max(slowest, time.monotonic() - started)
        counts[outcome] += 1
        if outcome in ("crashed", "hung"):
            wrong.append((own, outcome, said))
    return counts, slowest, wrong


def run(count, folder, *, names=None, seed=0, is_quick=False):
    """Yield each format's name and its outcome."""
    worker = Worker(is_quick=is_quick)
    try:
        for name, content in samples().items():
            if names is None or name in names:
                yield name, run_format(name, content, count, folder, worker=worker, seed=seed)
    finally:
        worker.stop()
