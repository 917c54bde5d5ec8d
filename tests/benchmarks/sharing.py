"""Sharing at a million users: the data as counts, what they take on disk, and how long a viewer waits for them."""

import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from analysis.ingest import ReadReport
from analysis.sample import load_sample
from analysis.store import Store, View
from analysis.store.counts_only import counts_only, report_of_counts
from analysis.store.files import size_of
from analysis.store.kept_splits import Draw
from tests.benchmarks.million import million

MOST_SECONDS = 30.0
MIB = 1 << 20
Made = TypeVar("Made")


def run() -> dict[str, Any]:
    """Return CPU seconds of each step, megabytes on disk, and the most memory this process has taken."""
    rng, dataset = np.random.default_rng(1), million(amounts=True)
    users = dataset.users.assign(plan=rng.choice(["Pro", "Free"], len(dataset.users)), email=_emails(dataset.users))
    dataset = replace(dataset, users=users)
    figures: dict[str, Any] = {}
    counted = _timed(figures, "counts only", lambda: counts_only(dataset))
    _timed(figures, "counts only, halves kept", lambda: counts_only(dataset, draws=[Draw(2, 7)]))
    report: ReadReport = report_of_counts(load_sample("saas")[1], counted)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        workspace = _timed(figures, "kept on disk", lambda: store.keep_data(counted.dataset, report))
        view = View("home", {}, "counts", "million.csv")
        asked = store.keep_view(view, owner="owner", days=30, workspace=workspace)
        figures["on disk, MB"] = size_of(Path(folder)) / MIB
        opened = store.open_view(asked)
        _timed(figures, "opened by a viewer", lambda: store.open_data(opened.workspace))
        _timed(figures, "looked at once more, still open", lambda: store.require_open(asked))
    return {**figures, "most memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _emails(users: Any) -> Any:
    return users["user_id"] + "@own.example"


def _timed(figures: dict[str, Any], name: str, make: Callable[[], Made]) -> Made:
    started = time.process_time()
    made = make()
    figures[f"{name}, 1M users, CPU s"] = (time.process_time() - started, MOST_SECONDS)
    return made
