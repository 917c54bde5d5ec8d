"""CPU of one rerun of each page on the SaaS sample, after a threshold has moved; the browser's part is not in it."""

import gc
import statistics
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"
VIEWS = {
    "Home": ("pages/home.py", {}),
    "Patterns, At a glance": ("pages/patterns.py", {}),
    "Patterns, Beats": ("pages/patterns.py", {"patterns_tab": "Beats"}),
    "Patterns, Fold": ("pages/patterns.py", {"patterns_tab": "Fold"}),
    "Segments, Sizes": ("pages/segments.py", {}),
    "Segments, Compare": ("pages/segments.py", {"segments_tab": "Compare"}),
    "Data": ("pages/data.py", {}),
}
THRESHOLD = "weekday.min_share"
RERUNS = 9
LIMIT_MS = 60


def run() -> dict[str, tuple[float, float] | float]:
    """Return CPU milliseconds: the median of reruns that change nothing, and of reruns after a threshold has moved."""
    measured: dict[str, tuple[float, float] | float] = {}
    for name, (page, query) in VIEWS.items():
        app = AppTest.from_file(str(APP), default_timeout=120)
        # Moved already: on every page the slider of a moved threshold is drawn.
        for key, value in {**query, THRESHOLD: "0.55"}.items():
            app.query_params[key] = value
        app.run()
        app.switch_page(page).run()
        gc.collect()
        gc.freeze()
        measured[f"{name}: rerun, CPU ms"] = (_median_ms(app, [None] * RERUNS), LIMIT_MS)
        steps = [round(0.5 + 0.01 * step, 2) for step in range(RERUNS)]
        measured[f"{name}: threshold moved to a new value, CPU ms"] = _median_ms(app, steps)
    return measured


def _median_ms(app: AppTest, values: list[float | None]) -> float:
    spent = []
    for value in values:
        if value is not None:
            app.slider(key=THRESHOLD).set_value(value)
        before = time.process_time()
        app.run()
        spent.append(1000 * (time.process_time() - before))
    return statistics.median(spent)
