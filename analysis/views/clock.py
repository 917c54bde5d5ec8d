"""Data, How it was read: how many patterns another time zone would change."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.shift_bars import shift_bars
from analysis.study import Study
from analysis.timezones import flips, has_pattern

_QUICK_USER_DAYS = 300_000  # everybody is scored 26 times: beyond it nobody waits for it unasked


@dataclass(frozen=True, eq=False)
class Clock:
    """What every clock 1 to 12 hours off would do."""

    sentence: str
    picture: Picture


def is_quick(study: Study) -> bool:
    """Whether `clock_of` takes a few seconds at most."""
    return study.activity.user_days <= _QUICK_USER_DAYS


def clock_of(study: Study) -> Clock:
    """Return how many of the shown users would have another label, by shift; raises OffbeatError without hours."""
    shifts = flips(
        study.activity, study.settings, among=study.chosen, lists=study.filters.dates, now=study.segmentation
    )
    patterns = int((has_pattern(study.segmentation) & study.chosen).sum())
    return Clock(_sentence(shifts, patterns, study.unit_word), shift_bars(shifts, unit=study.unit_word))


def _sentence(shifts: pd.DataFrame, patterns: int, unit: str) -> str:
    """Say what one hour would change, and the worst shift."""
    users = dict(zip(shifts["shift_hours"], shifts["users"], strict=True))
    worst = max(users, key=lambda hours: (users[hours], -abs(hours)))
    now = f"{wording.count(patterns)} {unit} have a pattern now."
    if not users[worst]:
        return f"{now} No label would change with every clock up to 12 hours off."
    return (
        f"{now} With every clock {wording.shift(1)} {wording.plural(users[1], 'label')} would change, "
        f"{wording.shift(-1)} {wording.count(users[-1])}; the worst shift, {wording.shift(worst)}, would change "
        f"{wording.count(users[worst])}."
    )
