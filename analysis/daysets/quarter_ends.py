"""The end of a quarter: its last day, its last three or five, or the turn to the next."""

import numpy as np

from analysis.daysets.day_sets import Calendar, Template


def _closes(when: Calendar) -> np.ndarray:
    """Return which dates lie in March, June, September or December; `month` counts from January 1970."""
    return when.month % 3 == 2


def _last_days(days: int, name: str) -> Template:
    return Template(name=name, width=days, belongs=lambda when: _closes(when) & (when.from_end < days))


def _turns(when: Calendar) -> np.ndarray:
    opens = (when.month % 3 == 0) & (when.month_day == 1)
    return (_closes(when) & (when.from_end < 2)) | opens


QUARTER_ENDS = (
    _last_days(1, "last"),
    _last_days(3, "last3"),
    _last_days(5, "last5"),
    Template(name="last±1", width=3, belongs=_turns),
)
