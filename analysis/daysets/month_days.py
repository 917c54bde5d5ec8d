"""Days of the month: the 5th, windows of three, the first and the last days."""

import numpy as np

from analysis.daysets.day_sets import Calendar, Template

FIRST_DAYS, LAST_WINDOW_START = 31, 26
EVERY_MONTH_HAS = 28
LAST = "last"


def _templates() -> tuple[Template, ...]:
    """Return the 64 sets of the labelling study."""
    return (
        *(_day(number) for number in range(1, FIRST_DAYS + 1)),
        *(_window(start) for start in range(1, LAST_WINDOW_START + 1)),
        *(_before_end(off, LAST if off == 0 else f"{LAST}-{off}") for off in range(3)),
        Template(name="last3", width=3, belongs=lambda when: when.from_end < 3),
        Template(name="last5", width=5, belongs=lambda when: when.from_end < 5),
        Template(name="first5", width=5, belongs=lambda when: when.month_day <= 5),
        Template(name="last±1", width=3, belongs=lambda when: (when.from_end < 2) | (when.month_day == 1)),
    )


def _day(number: int) -> Template:
    anchor = number if number <= EVERY_MONTH_HAS else 0
    return Template(name=str(number), anchor=anchor, belongs=lambda when: when.month_day == number)


def _window(start: int) -> Template:
    def belongs(when: Calendar) -> np.ndarray:
        return (when.month_day >= start) & (when.month_day <= start + 2)

    return Template(name=f"{start}-{start + 2}", width=3, belongs=belongs)


def _before_end(off: int, name: str) -> Template:
    return Template(name=name, belongs=lambda when: when.from_end == off)


MONTH_DAYS = _templates()
