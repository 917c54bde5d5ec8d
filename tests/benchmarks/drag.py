"""In a real Chromium: repaints a second while the cut is dragged at a million users, and the first page of the app."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM_OPTIONS, SERVER_OPTIONS

ROOT = Path(__file__).resolve().parents[2]
PORT = 8659
DRAG_S, MOVES_A_S, SWEEPS = 2.5, 60, 4


def run() -> dict[str, Any]:
    """Return repaints a second (at least 40), messages sent during the drag (0), and how long both settle."""
    path = subprocess.run(
        [sys.executable, ROOT / "tests/browser/find_browser.py"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        with _server("tests/benchmarks/drag_app.py") as address:
            figures = _drag(browser.new_page(viewport={"width": 1280, "height": 900}), address)
        with _server("serve.py", starts_itself=True) as address:
            page = browser.new_page()
            before = time.perf_counter()
            page.goto(address)
            page.locator("h1").first.wait_for(timeout=60_000)
            figures["first page of the sample after the server answers, s"] = (time.perf_counter() - before, 5)
        browser.close()
    return figures


def _drag(page: Page, address: str) -> dict[str, Any]:
    sent: list[float] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(time.perf_counter())))
    page.goto(address)
    thumb = page.locator("[data-paints] input[type=range]")
    thumb.wait_for(timeout=120_000)
    page.wait_for_timeout(2_000)
    box = thumb.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.6 * box["width"], y)
    page.mouse.down()
    painted, began = _paints(page), time.perf_counter()
    moves = int(DRAG_S * MOVES_A_S)
    for move in range(moves):
        # Back and forth, so that every move crosses a step: the component repaints only where the value changes.
        share = 0.35 + 0.6 * abs((SWEEPS * move / moves) % 2 - 1)
        page.mouse.move(box["x"] + share * box["width"], y)
        time.sleep(max(0.0, began + (move + 1) / MOVES_A_S - time.perf_counter()))
    ended = time.perf_counter()
    repaints = (_paints(page) - painted) / (ended - began)
    while_dragged = sum(began < each < ended for each in sent)
    address_before = page.url
    released = time.perf_counter()
    page.mouse.up()
    page.wait_for_function("before => location.href !== before", arg=address_before, polling=10)
    settled_ms = 1000 * (time.perf_counter() - released)
    return {
        "moves a second sent by the hand": moves / (ended - began),
        "repaints a second at 1M users (at least 40)": repaints,
        "messages while dragged (0)": (while_dragged, 0),
        "address bar after release, ms": (settled_ms, 300),
    }


def _paints(page: Page) -> int:
    return int(page.locator("[data-paints]").get_attribute("data-paints") or 0)


@contextmanager
def _server(script: str, *, starts_itself: bool = False):
    run = [script] if starts_itself else ["-m", "streamlit", "run", script]
    command = [sys.executable, *run, f"--server.port={PORT}", *SERVER_OPTIONS]
    paths = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=paths, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        break
            except (URLError, OSError):
                time.sleep(0.1)
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait(20)
