"""Win back, Make a list, of everybody at a million users: the list, its file, and all that the tab shows."""

import time
from collections.abc import Callable
from typing import Any

from analysis.at_risk.late import late
from analysis.study import study
from analysis.views.contact_list import ANY_PURPOSE, SUGGESTED, list_of
from analysis.win_back.contact_list import make_list
from tests.benchmarks.million import million

MOST_SECONDS = 30.0


def run() -> dict[str, Any]:
    """Return wall seconds of each part; the labels and who is late are known before."""
    asked = study(million(amounts=True))
    late(asked)
    found = make_list(asked, "all")
    parts: dict[str, Callable[[], object]] = {
        "A list of everybody": lambda: make_list(asked, "all"),
        "its file": lambda: found.csv,
        "Make a list, the whole tab": lambda: list_of(asked, "all", ANY_PURPOSE, SUGGESTED),
    }
    return {f"{name}, 1M users, s": (_seconds(part), MOST_SECONDS) for name, part in parts.items()}


def _seconds(part: Callable[[], object]) -> float:
    started = time.perf_counter()
    part()
    return time.perf_counter() - started
