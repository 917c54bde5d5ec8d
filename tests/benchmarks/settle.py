"""Segments, Sizes after a threshold was moved: the whole rerun in Python, on the sample and at a million users.

Every move goes to a value nobody has asked for, so nothing of it is cached; labelling anew is part of the figure.
"""

import gc
import statistics
import time
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from analysis.sample import load_sample
from pages._ui.uploads import Upload
from tests.benchmarks.million import million

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "app.py")
MOVES = 7
CUTS = ("weekday.min_share", "cadence.min_share")
SAMPLE_MS, MILLION_MS = 300.0, 600.0


def run() -> dict[str, Any]:
    """Return wall and CPU milliseconds, the median of moves of each of two cuts."""
    figures: dict[str, Any] = {}
    for name, app, most_ms in (
        ("SaaS sample", _opened(None), SAMPLE_MS),
        ("1M users", _opened(Upload(million(), load_sample("saas")[1])), MILLION_MS),
    ):
        for address in CUTS:
            wall_ms, cpu_ms = _moved(app, address)
            figures[f"{name}, {address} moved: settled, ms"] = (wall_ms, most_ms)
            figures[f"{name}, {address} moved: CPU, ms"] = cpu_ms
    return figures


def _opened(own: Upload | None) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=600)
    if own is not None:
        app.session_state["_upload"] = own
    app.switch_page("pages/segments.py")
    app.run()
    gc.collect()
    gc.freeze()
    return app


def _moved(app: AppTest, address: str) -> tuple[float, float]:
    """Return (wall, CPU) milliseconds of a rerun after a move; the cut of the threshold is drawn before."""
    app.button_group(key="cut").set_value(address).run()
    spent = []
    for move in range(MOVES):
        app.slider(key=address).set_value(round(0.5 + 0.01 * move, 2))
        wall, cpu = time.perf_counter(), time.process_time()
        app.run()
        spent.append((time.perf_counter() - wall, time.process_time() - cpu))
    return tuple(1000 * statistics.median(each) for each in zip(*spent, strict=True))  # type: ignore[return-value]
