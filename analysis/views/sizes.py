"""Segments, Sizes: the live cut, all sizes, the size at every threshold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import curves, wording
from analysis.charts.pattern_sizes import pattern_sizes
from analysis.charts.picture import Picture
from analysis.charts.size_curve import size_curve
from analysis.errors import UnknownNameError
from analysis.knobs import Knob
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.settings import Settings
from analysis.study import Study

# Threshold -> the segment it cuts and the column it is compared with (a score, or a feature).
CUTS = {
    "weekday.min_share": ("weekday", "weekday_share"),
    "weekday_set.min_share": ("weekday_set", "weekday_set_share"),
    "weekend.min_share": ("weekend", "weekend_share"),
    "weekdays.min_share": ("weekdays", "weekdays_share"),
    "month_day.min_share": ("month_day", "month_day_share"),
    "cadence.min_share": ("cadence", "cadence_share"),
    "frequency.daily_max_days": ("frequency:daily", "gap_median_days"),
}


@dataclass(frozen=True, eq=False)
class Cut:
    """A threshold that can be dragged: its table for the browser, exact at every step."""

    label: str
    knob: Knob
    table: dict


@dataclass(frozen=True, eq=False)
class Sizes:
    """All segments with their sizes."""

    caption: str
    patterns: Picture
    frequencies: Picture


def cuts() -> dict[str, str]:
    """Return threshold address -> what the pill says."""
    return {address: wording.segment_title(segment) for address, (segment, _) in CUTS.items()}


def cut_of(loosened: Study, address: str) -> Cut:
    """Return the live cut of a threshold.

    Parameters
    ----------
    loosened
        The study with this very threshold at its loosest: who is in the segment there passes every other condition, so
        the size at each step is the segment's size exactly.
    """
    if address not in CUTS:
        raise UnknownNameError.of("live threshold", address, CUTS)
    segment, column = CUTS[address]
    knob = Settings().knob(address)
    scores, features = loosened.prepared.scores, loosened.prepared.features
    values = features[column].to_numpy() if segment.startswith("frequency:") else scores[column]
    candidates = loosened.members(segment) & loosened.chosen
    return Cut(knob.label, knob, curves.cut_table(values, knob, candidates=candidates, activity=loosened.activity))


def curve_of(loosened: Study, address: str, value: float) -> Picture:
    """Return the size at every threshold, with the cut line at `value`; `loosened` as for `cut_of`."""
    cut = cut_of(loosened, address)
    return size_curve(curves.sizes(cut.table), cut.knob, value=value)


def sizes_of(study: Study) -> Sizes:
    """Return the sizes of all patterns and frequency classes among the chosen users."""
    total = int(study.chosen.sum())
    labels = study.segmentation
    codes = np.bincount(labels.rhythm[study.chosen], minlength=len(labels.rhythm_slugs))
    by_pattern = pd.DataFrame({"name": [wording.segment_title(slug) for slug in labels.rhythm_slugs], "users": codes})
    by_class = pd.DataFrame(
        [
            (wording.segment_title(f"frequency:{each}"), int((study.members(f"frequency:{each}") & study.chosen).sum()))
            for each in FREQUENCY_CLASSES
        ],
        columns=["name", "users"],
    )
    for table in (by_pattern, by_class):
        table["share"] = table["users"] / total if total else float("nan")
    return Sizes(
        caption=f"Everyone has one; they add up to {wording.count(total)} {study.unit_word}.",
        patterns=pattern_sizes(by_pattern, unit=study.unit_word),
        frequencies=pattern_sizes(by_class, unit=study.unit_word),
    )
