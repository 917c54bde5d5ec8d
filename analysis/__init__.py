"""Offbeat as a library: read activity, score and label rhythms, cut segments, compare them, find what is worth saying.

The verbs here are what a notebook needs; `analysis.study.study` does reading-to-labels in one call.
"""

from typing import TYPE_CHECKING

from analysis.lazy import lazy_names

if TYPE_CHECKING:
    from analysis.compare import compare_segments
    from analysis.findings import find
    from analysis.ingest import read
    from analysis.labels import label
    from analysis.rhythms import score
    from analysis.rhythms.explain import explain_user
    from analysis.sample import load_sample
    from analysis.verbs import (
        find_overdue,
        find_passive,
        find_slowing,
        make_list,
        measure_churn,
        measure_lift,
        segment,
        track,
    )

_MODULES = {
    "analysis.compare": ("compare_segments",),
    "analysis.findings": ("find",),
    "analysis.ingest": ("read",),
    "analysis.labels": ("label",),
    "analysis.rhythms": ("score",),
    "analysis.rhythms.explain": ("explain_user",),
    "analysis.sample": ("load_sample",),
    "analysis.verbs": (
        "find_overdue",
        "find_passive",
        "find_slowing",
        "make_list",
        "measure_churn",
        "measure_lift",
        "segment",
        "track",
    ),
}
__all__ = [
    "compare_segments", "explain_user", "find", "find_overdue", "find_passive", "find_slowing", "label", "load_sample",
    "make_list", "measure_churn", "measure_lift", "read", "score", "segment", "track",
]  # fmt: skip

__getattr__ = lazy_names(__name__, _MODULES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
