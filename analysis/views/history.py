"""Person: every active day as a calendar, with the days that keep to the person's pattern."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date, weekday_of
from analysis.charts.calendar_strip import Layout, calendar_strip
from analysis.charts.picture import MOST_MARKS, Picture
from analysis.rhythms.on_pattern import Kept, days_of, kept_days
from analysis.segmentation import KIND
from analysis.study import Study

DAYS_A_WEEK = 7


@dataclass(frozen=True, eq=False)
class History:
    """The calendar and what its colours mean."""

    picture: Picture
    caption: str


def history_of(study: Study, row: int) -> History:
    """Return user `row`'s days on the pattern of the label, else on the one they lean to, else without one."""
    own = days_of(study.prepared.scores.days, row)
    name, kept = _pattern_of(study, row)
    if kept is None:
        kinds = dict.fromkeys(own.tolist(), "active")
    else:
        kinds = {int(day): "missed" for day in kept.dates}
        kinds |= {int(day): "on" if on else "off" for day, on in zip(own, kept.days, strict=True)}
    days = sorted(kinds)
    frame = pd.DataFrame({"day": [to_date(day) for day in days], "kind": [kinds[day] for day in days]})
    picture = calendar_strip(frame, layout=_layout(kept))
    return History(picture, _caption(name, kept, len(frame)))


def _pattern_of(study: Study, row: int) -> tuple[str, Kept | None]:
    labels = study.segmentation
    for codes, details in ((labels.rhythm, labels.detail), (labels.leaning, labels.leaning_detail)):
        slug = labels.rhythm_slugs[codes[row]]
        if codes[row] >= 0 and slug in KIND:
            kept = kept_days(KIND[slug], int(details[row]), study.prepared.scores.days, row)
            if kept is not None:
                return labels.name_of(int(codes[row]), int(details[row])), kept
    return "", None


def _layout(kept: Kept | None) -> Layout:
    """Return months where the pattern's dates fall on any weekday, weeks for everything else."""
    if kept is None or not len(kept.dates):
        return "weeks"
    of_week = np.unique(weekday_of(kept.dates))
    every_week = np.diff(kept.dates).max(initial=0) <= DAYS_A_WEEK
    return "weeks" if len(of_week) == 1 or every_week else "months"


def _caption(name: str, kept: Kept | None, days: int) -> str:
    cut = f" The last {wording.count(MOST_MARKS)} days are drawn." if days > MOST_MARKS else ""
    if kept is None:
        return f"One cell an active day; no pattern to mark.{cut}"
    what = f"“{wording.segment_title(name)}”"
    if not len(kept.dates):
        return f"Blue: on the beat of {what}; grey: off it.{cut}"
    return f"Blue: active on a day of {what}; grey: active on another day; frame: such a day without a visit.{cut}"
