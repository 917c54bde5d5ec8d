"""Segments, Sizes: the live cut, and all sizes, beside those of another time where there is one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import curves, wording
from analysis.charts.pattern_sizes import pattern_sizes
from analysis.charts.picture import Picture
from analysis.errors import UnknownNameError
from analysis.knobs import Knob
from analysis.segments.frequency import FREQUENCY_CLASSES
from analysis.segments.spacing import Spacing
from analysis.settings import Settings
from analysis.study import Study
from analysis.wording import segment_title

# Threshold -> the segment it cuts and the column it is compared with (a score; the gaps where there is none).
CUTS = {
    "weekday.min_share": ("weekday", "weekday_share"),
    "weekday_set.min_share": ("weekday_set", "weekday_set_share"),
    "weekend.min_share": ("weekend", "weekend_share"),
    "weekdays.min_share": ("weekdays", "weekdays_share"),
    "month_day.min_share": ("month_day", "month_day_share"),
    "cadence.min_share": ("cadence", "cadence_share"),
    "frequency.daily_max_days": ("frequency:daily", ""),
}


@dataclass(frozen=True, eq=False)
class Cut:
    """A threshold that can be dragged: its table for the browser, exact at every step; `units` are one and many."""

    label: str
    knob: Knob
    table: dict


@dataclass(frozen=True, eq=False)
class Sizes:
    """All segments with their sizes; `own` is None where nobody made one."""

    caption: str
    patterns: Picture
    frequencies: Picture
    own: Picture | None


def cuts() -> dict[str, str]:
    """Return threshold address -> what the pill says."""
    return {address: segment_title(segment) for address, (segment, _) in CUTS.items()}


def cut_of(loosened: Study, address: str) -> Cut:
    """Return the live cut of a threshold.

    Parameters
    ----------
    loosened
        The study with this very threshold at its loosest: who is in the segment there passes every other condition, so
        the size at each step is the segment's size exactly.
    """
    values, candidates = compared_with(loosened, address)
    knob = Settings.knob(address)
    table = curves.cut_table(values, knob, candidates=candidates, activity=loosened.activity)
    units = [wording.units(1, loosened.unit_word).removeprefix("1 "), loosened.unit_word]
    return Cut(knob.label, knob, {**table, "units": units})


def compared_with(loosened: Study, address: str) -> tuple[np.ndarray, np.ndarray]:
    """Return what a threshold is compared with, and who passes every other condition; `loosened` as for `cut_of`."""
    if address not in CUTS:
        raise UnknownNameError.of("live threshold", address, CUTS)
    segment, column = CUTS[address]
    spacing, frequency = Spacing.of(loosened.activity), loosened.settings.frequency
    values = loosened.prepared.scores[column] if column else frequency.cut_gap_days(spacing)
    return values, loosened.members(segment) & loosened.chosen


def sizes_of(study: Study, then: Study | None = None) -> Sizes:
    """Return the sizes of all patterns and frequency classes among the chosen users; their changes since `then`."""
    total = int(study.chosen.sum())

    def drawn(counted: Callable[[Study], dict[str, int]], title: Callable[[str], str] = segment_title) -> Picture:
        sizes = counted(study)
        table = pd.DataFrame({"name": [title(name) for name in sizes], "users": sizes.values()})
        table["share"] = table["users"] / total if total else float("nan")
        if then is not None:
            before = counted(then)
            table["change"] = [users - before.get(name, float("nan")) for name, users in sizes.items()]
        return pattern_sizes(table, unit=study.unit_word)

    return Sizes(
        caption=f"Everyone has one; they add up to {wording.count(total)} {study.unit_word}.",
        patterns=drawn(counted_labels),
        frequencies=drawn(counted_classes),
        own=drawn(counted_own, str) if study.own_names else None,
    )


def counted_labels(study: Study) -> dict[str, int]:
    """Return the size of every label among the chosen users, by name, in display order."""
    labels = study.segmentation
    codes = np.bincount(labels.rhythm[study.chosen], minlength=len(labels.rhythm_slugs))
    return dict(zip(labels.rhythm_slugs, codes.tolist(), strict=True))


def counted_classes(study: Study) -> dict[str, int]:
    """Return the size of every frequency class among the chosen users, by name."""
    codes = study.settings.frequency.classify(Spacing.of(study.activity))[study.chosen]
    counts = np.bincount(codes, minlength=len(FREQUENCY_CLASSES))
    return {f"frequency:{each}": int(users) for each, users in zip(FREQUENCY_CLASSES, counts, strict=True)}


def counted_own(study: Study) -> dict[str, int]:
    """Return the size of every segment somebody made, among the chosen users, by name; they overlap."""
    return {name: int((study.members(name) & study.chosen).sum()) for name in study.own_names}
