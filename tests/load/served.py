"""The app as docs/hosting.md starts it: processes of `serve.py`, each on a port; what they use of the machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240
STOP_SECONDS = 15
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# As the unit in docs/hosting/ sets them.
AS_HOSTED = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Process:
    """One process of the app."""

    port: int
    process: subprocess.Popen
    log: Path

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    @property
    def cpu_s(self) -> float:
        """CPU seconds of it and of its children that have ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / TICKS_A_SECOND

    @property
    def memory_mb(self) -> float:
        """Memory it holds now, in megabytes of 1,000,000 bytes; without its children."""
        return _held_mb(self.process.pid)

    @property
    def loads_mb(self) -> float:
        """Memory of the loads it has running."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        children = [each for task in tasks for each in _text(task / "children").split()]
        return sum(_held_mb(int(each)) for each in children)


def _held_mb(pid: int) -> float:
    held = _text(Path(f"/proc/{pid}/statm")).split()
    return int(held[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if held else 0.0


def _text(path: Path) -> str:
    """Return what the system says of something that may just have ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(folder: Path, *, processes: int, settings: dict[str, str] | None = None) -> Iterator[list[Process]]:
    """Start processes of the app; yield them once Home answers on each."""
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    said = {"OFFBEAT_STORE": str(folder / "store"), "OFFBEAT_CACHE": "", "TMPDIR": str(temporary)}
    with ExitStack() as stack:
        started = [_started(stack, folder, AS_HOSTED | said | (settings or {})) for _ in range(processes)]
        for each in started:
            _wait(each)
        yield started


def _started(stack: ExitStack, folder: Path, settings: dict[str, str]) -> Process:
    port = free_port()
    log = folder / f"{port}.log"
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    out = stack.enter_context(log.open("wb"))
    process = subprocess.Popen(
        [sys.executable, "serve.py", *options], cwd=ROOT, env={**os.environ, **settings}, stdin=subprocess.DEVNULL,
        stdout=out, stderr=out,
    )  # fmt: skip
    stack.callback(_stop, process)
    return Process(port, process, log)


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(started: Process) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{started.address}/healthz", timeout=60) as answer:
                assert answer.read() == b"ok"
                return
        except (urllib.error.URLError, OSError):
            said = started.log.read_text()[-2000:]
            assert started.is_alive, said
            assert time.monotonic() < end, said
            time.sleep(0.3)
