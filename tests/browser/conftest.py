"""A server and a Chromium for tests that click."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.jobs import ROW, Job, Keep, table
from tests.browser.steps import SLOWEST_MS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
START_SECONDS = 90
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SERVER_OPTIONS = [
    "--server.headless=true", "--server.address=127.0.0.1", "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of jobs where they were asked for, as `make jobs` does."""
    if terminalreporter.config.option.markexpr != "job":
        return
    passed = [each for each in terminalreporter.stats.get("passed", ()) if each.when == "call"]
    rows = [row for each in passed for name, row in each.user_properties if name == ROW]
    terminalreporter.write(f"\n{table(rows)}\n")


@contextmanager
def serve(log: Path, script: str = "app.py") -> Iterator[str]:
    """Run the app in a fresh process on a free port; yield its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", *SERVER_OPTIONS]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            print(f"The server said:\n{log.read_text()[-3000:]}")


def _wait_until_it_answers(address: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the app stopped before it answered:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the app did not answer within {START_SECONDS} s:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app, shared by all tests of a worker."""
    with serve(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A function that starts the app, or another script, in a fresh process and returns its address."""
    with ExitStack() as stack:
        yield lambda *script: stack.enter_context(serve(tmp_path / f"log{time.monotonic_ns()}.txt", *script))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a Chromium; without one the test skips, or fails with CI=true."""
    found = subprocess.run(
        [sys.executable, HERE / "find_browser.py"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    path = found.stdout.strip()
    if not path:
        (pytest.fail if os.environ.get("CI") == "true" or found.returncode else pytest.skip)(found.stderr.strip())
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium; use `browser.new_context()` for a second person."""
    expect.set_options(timeout=SLOWEST_MS)  # machines are shared: what comes late is not absent
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def job(request: pytest.FixtureRequest, record_property: Keep) -> Callable[[Page], Job]:
    """Begin the job that the test is marked with: the hand on a page counts its clicks."""
    (number,) = request.node.get_closest_marker("job").args
    return lambda page: Job(page, number, record_property)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a context of its own, 1280 x 900."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
