"""The tabs of At risk, and Patterns, Change, at a million users: the whole computation of each, once a dataset."""

import time
from collections.abc import Callable
from typing import Any

from analysis.study import study
from analysis.views.change import change_of, default_days, history_of
from analysis.views.late import late_of
from analysis.views.overnight import overnight_of
from analysis.views.quiet import later_of, quiet_of
from analysis.views.rule_check import rule_check
from analysis.views.rule_sides import rule_sides
from analysis.views.slowing import slowing_of
from tests.benchmarks.million import million

MOST_SECONDS = 10.0


def run() -> dict[str, Any]:
    """Return wall seconds of each part; every tab begins where nothing of it is known, labels apart."""
    asked = study(million(amounts=True))
    start, end = default_days(asked, "month")
    tabs: dict[str, tuple[Callable[[], object], ...]] = {
        "Late": (lambda: late_of(asked),),
        "Slowing": (lambda: slowing_of(asked),),
        "Quiet": (lambda: quiet_of(asked), lambda: later_of(asked)),
        "Is my rule right?": (lambda: rule_check(asked),),
        "Is my rule right?, rules side by side": (lambda: rule_sides(asked),),
        "Change, how often": (
            lambda: change_of(asked, "frequency", "", start, end),
            lambda: history_of(asked, "month", "frequency", ""),
            lambda: overnight_of(asked, "month", start, end),
        ),
        "Change, pattern": (lambda: change_of(asked, "rhythm", "", start, end),),
    }
    return {f"{name}, 1M users, s": (_seconds(parts), MOST_SECONDS) for name, parts in tabs.items()}


def _seconds(parts: tuple[Callable[[], object], ...]) -> float:
    started = time.perf_counter()
    for part in parts:
        part()
    return time.perf_counter() - started
