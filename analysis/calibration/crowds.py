"""The crowds of the battery by name: nulls, mixtures, and everybody who is planted among random users."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from analysis.calibration import occasions
from analysis.calibration.nulls import NULLS, at_random
from analysis.calibration.occasions import Planted
from analysis.calibration.rows import Rows, joined

USERS = 10_000
PLANTED_SHARE = 0.05
TEN = ("9", "10", "11")
MONTH_ENDS = ("last", "last-1", "last3", "last5", "last±1")
MIXTURE, PLANTED_RANDOM = "mixture", "planted"
CROWD_TITLES: Mapping[str, str] = MappingProxyType({
    **{name: null.title for name, null in NULLS.items()},
    MIXTURE: "mixture of the eight, 5 % planted",
    PLANTED_RANDOM: "random days, 5 % planted",
})  # fmt: skip


def every(gap_days: int, jitter_days: int, visits: int, turnout: float = 1.0) -> Planted:
    """Return people whose gaps are `gap_days` give or take `jitter_days`; right within a day."""
    draw = partial(occasions.every_n_days, gap_days=gap_days, jitter_days=jitter_days, turnout=turnout)
    missed = f", {1 - turnout:.0%} of beats missed" if turnout < 1 else ""
    near = tuple(str(gap_days + off) for off in (-1, 0, 1))
    return Planted(f"every {gap_days} days, each gap ±{jitter_days}{missed}", "cadence", near, draw, visits)


def renewing(sd_days: int, visits: int) -> Planted:
    """Return people whose gaps are normally distributed around 10 days."""
    draw = partial(occasions.renewing, gap_days=10, sd_days=sd_days)
    return Planted(f"every 10 days, gaps with sd {sd_days}", "cadence", TEN, draw, visits)


def _clock(jitter_days: int, visits: int, turnout: float = 1.0) -> Planted:
    draw = partial(occasions.on_a_clock, gap_days=10, jitter_days=jitter_days, turnout=turnout)
    missed = f", {1 - turnout:.0%} of beats missed" if turnout < 1 else ""
    return Planted(f"every 10 days by a clock, ±{jitter_days}{missed}", "cadence", TEN, draw, visits)


def tuesday(share: float, visits: int) -> Planted:
    """Return people who come once a week, this share of visits on Tuesday."""
    return Planted(
        f"Tuesday, {share:.0%} of visits", "weekday", ("Tue",), partial(occasions.weekly, on=(1,), kept=share), visits
    )


def _mon_wed_fri(share: float, visits: int) -> Planted:
    draw = partial(occasions.weekly, on=(0, 2, 4), kept=share, every=True)
    return Planted(f"Mon+Wed+Fri, {share:.0%} of visits", "weekday_set", ("Mon+Wed+Fri",), draw, visits)


def _weekend(share: float, visits: int) -> Planted:
    draw = partial(occasions.weekly, on=(5, 6), kept=share)
    return Planted(f"weekend, {share:.0%} of visits", "weekend", (), draw, visits)


def _day_5(share: float, visits: int) -> Planted:
    draw = partial(occasions.on_month_day, day=5, kept=share)
    return Planted(f"day 5, {share:.0%} of visits", "month_day", ("5",), draw, visits)


def month_end(jitter_days: int, visits: int) -> Planted:
    """Return people who come on the last day of each month, give or take `jitter_days`."""
    draw = partial(occasions.at_month_end, jitter_days=jitter_days)
    return Planted(f"month end ±{jitter_days} day{'s' * (jitter_days > 1)}", "month_day", MONTH_ENDS, draw, visits)


def _quarter_end(visits: int) -> Planted:
    return Planted(
        "quarter end, last 3 days", "quarter_end", (), partial(occasions.at_quarter_end, last_days=3), visits
    )


def _working_days(visits: int, window_days: int) -> Planted:
    draw = partial(occasions.some_working_days, window_days=window_days)
    return Planted("Monday to Friday", "weekdays", (), draw, visits)


FIRST_MONDAY = Planted(
    "first Monday", "nth_weekday", ("1:Mon",), partial(occasions.on_nth_weekday, which=0, weekday=0), 8
)
KEPT_SET = Planted(
    "Mon+Wed+Fri, 10 % of visits missed", "weekday_set", ("Mon+Wed+Fri",),
    partial(occasions.weekly_with_misses, on=(0, 2, 4), turnout=0.9), 24,
)  # fmt: skip
FOUND: Mapping[str, Planted] = MappingProxyType({
    "tuesday_8": tuesday(0.9, 8),
    "tuesday_12": tuesday(0.9, 12),
    "tuesday_20": tuesday(0.9, 20),
    "mon_wed_fri": _mon_wed_fri(1.0, 24),
    "mon_wed_fri_90": _mon_wed_fri(0.9, 24),
    "mon_wed_fri_missed": KEPT_SET,
    "every_10": every(10, 2, 8),
    "every_10_missed": every(10, 1, 20, 0.8),
    "month_end": month_end(1, 6),
    "day_5": _day_5(1.0, 8),
    "day_5_90": _day_5(0.9, 8),
    "first_monday": FIRST_MONDAY,
    "quarter_end": _quarter_end(8),
    "weekend": _weekend(0.9, 20),
    "weekend_12": _weekend(0.9, 12),
    "weekdays_30": _working_days(30, 180),
    "clock_1": _clock(1, 8),
    "clock_1_missed": _clock(1, 20, 0.8),
    "clock_2": _clock(2, 8),
    "clock_2_12": _clock(2, 12),
})  # fmt: skip
CONFUSED: Mapping[str, Planted] = MappingProxyType({
    "tuesday": tuesday(0.9, 12),
    "mon_wed_fri": _mon_wed_fri(1.0, 12),
    "weekdays": _working_days(40, 180),
    "weekend": _weekend(0.9, 20),
    "month_end": month_end(1, 12),
    "day_5": _day_5(0.9, 12),
    "nth_weekday": Planted("n-th weekday", "nth_weekday", (), occasions.on_nth_weekday, 12),
    "quarter_end": _quarter_end(12),
    "every_10": every(10, 2, 12),
    "every_14": every(14, 1, 12),
})  # fmt: skip
NEIGHBOURS: Mapping[str, Planted] = MappingProxyType(
    {f"every_{gap}_{visits}": every(gap, 1, visits) for gap in (7, 30) for visits in (12, 24)}
)


@dataclass(frozen=True)
class Crowd:
    """Users, what is true of each, and which labels are right for that.

    Attributes
    ----------
    rows
        Their active days.
    truth
        int, shape (users,): index into `right`.
    right
        Slugs of right labels for each kind of user.
    """

    rows: Rows
    truth: np.ndarray
    right: tuple[tuple[str, ...], ...]


def null_crowd(name: str, seed: int) -> Crowd:
    """Return the users of one run of a null or a mixture, 10,000 of them."""
    rng = np.random.default_rng(seed)
    if name in NULLS:
        return _crowd([(NULLS[name].draw(rng, USERS), NULLS[name].right)])
    planted = round(USERS * PLANTED_SHARE)
    nulls = ["random"] if name == PLANTED_RANDOM else list(NULLS)
    others = np.diff(np.linspace(0, USERS - planted, len(nulls) + 1).astype(int))
    parts = [(NULLS[null].draw(rng, int(count)), NULLS[null].right) for null, count in zip(nulls, others, strict=True)]
    each = planted // len(CONFUSED)
    parts += [(kind.draw(rng, each, kind.visits), (kind.slug,)) for kind in CONFUSED.values()]
    return _crowd(parts)


def right_in(name: str) -> set[str]:
    """Return the slugs that are right for somebody in a null or a mixture."""
    if name in NULLS:
        return set(NULLS[name].right)
    planted = {row.slug for row in CONFUSED.values()}
    return planted if name == PLANTED_RANDOM else planted.union(*(null.right for null in NULLS.values()))


def planted_crowd(planted: Planted, seed: int) -> Crowd:
    """Return 5 % planted users, first, among random ones: truth 0 and 1."""
    rng = np.random.default_rng(seed)
    few = round(USERS * PLANTED_SHARE)
    return _crowd([(planted.draw(rng, few, planted.visits), (planted.slug,)), (at_random(rng, USERS - few), ())])


def _crowd(parts: Sequence[tuple[Rows, tuple[str, ...]]]) -> Crowd:
    truth = np.repeat(np.arange(len(parts)), [rows.users for rows, _ in parts])
    return Crowd(joined([rows for rows, _ in parts]), truth, tuple(right for _, right in parts))
