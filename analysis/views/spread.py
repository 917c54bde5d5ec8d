"""Segments, Compare: how one figure is spread in each segment, as shares with at most so much."""

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.spread_by_segment import spread_by_segment
from analysis.compare.measured import Sources, Volumes
from analysis.compare.metrics import metric_of
from analysis.study import Study
from analysis.views.comparison import alone, members_of
from analysis.views.profile import Part

TITLE = "How it is spread"


def spread_choices(study: Study, metrics: tuple[str, ...]) -> dict[str, str]:
    """Return name -> title of the metrics that are a number a user: those of which a spread can be drawn."""
    known = {name: metric_of(name, study.dataset) for name in metrics}
    return {name: each.title for name, each in known.items() if each.kind in ("typical", "mean", "volume")}


def spread_of(study: Study, groups: tuple[str, ...], metric: str) -> Part:
    """Return the spread of a metric in each segment; who is in several is left out, as in the tests."""
    asked = metric_of(metric, study.dataset)
    measured = asked.measure(Sources(study.dataset, study.prepared.features, study.settings))
    if isinstance(measured, Volumes):
        measured = np.divide(measured.total, measured.base, out=np.full_like(measured.total, np.nan),
                             where=measured.base > 0)  # fmt: skip
    values = np.asarray(measured, np.float64)
    parts = [
        pd.DataFrame({"group": wording.segment_title(name), "value": values[members & np.isfinite(values)]})
        for name, members in alone(members_of(study, groups)).items()
    ]
    known = pd.concat(parts, ignore_index=True)
    title = wording.capital(asked.title)
    if known.empty:
        return Part(TITLE, f"{title} is known of nobody here.", None)
    unknown = sum(int(each.sum()) for each in alone(members_of(study, groups)).values()) - len(known)
    left_out = f" {wording.count(unknown)} with no known value are left out." if unknown else ""
    caption = f"Share with at most so much; the line further right has the larger values.{left_out}"
    return Part(TITLE, caption, spread_by_segment(known, title=title))
