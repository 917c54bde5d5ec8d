"""What is scored: users' days as compressed rows, with the lists of dates to test and the dates to leave out."""

from dataclasses import dataclass, field

import numpy as np

from analysis.daysets import DateList, DaySets, day_sets, sets_of
from analysis.rhythms.evidence import ANCHOR_FAMILIES, LEAST_MONTHS

NONE_IGNORED = np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class UserDays:
    """Days of all users; row i is user i.

    Attributes
    ----------
    offsets, day
        User i was active on `day[offsets[i]:offsets[i + 1]]`, ascending, days since 1970.
    lists
        A person's own dates, tested like any other set of days.
    ignored
        int32, ascending: dates nobody is expected on.
    """

    offsets: np.ndarray
    day: np.ndarray
    lists: tuple[DateList, ...] = ()
    ignored: np.ndarray = field(default_factory=lambda: NONE_IGNORED)

    @property
    def users(self) -> int:
        """Number of users."""
        return len(self.offsets) - 1


def anchor_sets(days: UserDays) -> DaySets:
    """Return the sets of days of all anchor rhythms, side by side, over the days' calendar."""
    first, last = int(days.day.min()), int(days.day.max())
    return day_sets(tuple(ANCHOR_FAMILIES), first, last, lists=days.lists, ignored=days.ignored)


def anchor_plan(days: UserDays) -> tuple:
    """Return what `kernels.anchors.score_anchors` takes from `first_day` to `least_months`; there must be a day."""
    sets = anchor_sets(days)
    when = sets.calendar
    arrays = (sets.inside, sets.dates_before, sets.runs_begun, sets.runs_ended, sets.width, sets.days_before)
    bounds = np.cumsum([0, *(len(sets_of(slug, days.lists)) for slug in ANCHOR_FAMILIES)])
    least_months = np.array([LEAST_MONTHS[slug] for slug in ANCHOR_FAMILIES])
    calendar = (when.month, when.month_day, when.month_length)
    return when.first_day, arrays, sets.members, sets.anchor, calendar, bounds, least_months
