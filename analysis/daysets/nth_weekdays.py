"""The n-th weekday of the month: first Monday, last Friday."""

from analysis.activity import WEEKDAYS
from analysis.daysets.day_sets import Template

COUNTED = 4  # a fifth Monday is the last one; not every month has it


def _nth(number: int, weekday: int) -> Template:
    return Template(
        name=f"{number}:{WEEKDAYS[weekday]}",
        belongs=lambda when: (when.weekday == weekday) & ((when.month_day - 1) // 7 == number - 1),
    )


def _last(weekday: int) -> Template:
    return Template(
        name=f"last:{WEEKDAYS[weekday]}", belongs=lambda when: (when.weekday == weekday) & (when.from_end < 7)
    )


NTH_WEEKDAYS = (
    *(_nth(number, weekday) for number in range(1, COUNTED + 1) for weekday in range(7)),
    *(_last(weekday) for weekday in range(7)),
)
