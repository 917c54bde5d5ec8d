"""The held-out end of the data: what was known on a day in the past, and who came back after it."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.worth import worth
from analysis.counted_days import silence_days
from analysis.dataset import Dataset
from analysis.errors import OffbeatError
from analysis.features import features
from analysis.study import Study

LEAST_HELD_OUT_DAYS = 14
_HELD_OUT_PART = 3  # at most a third of the data: what is left must hold a few beats of everybody


@dataclass(frozen=True, eq=False)
class HeldOut:
    """One date in the past; all arrays have an entry for each user seen by then, in the order of `past`.

    Attributes
    ----------
    past
        What was known at the end of `cutoff_day`: nothing later is in it.
    cutoff_day
        Days since 1970.
    days
        How many days after it are looked at: all that follow.
    rows
        int64, row numbers in the study's activity.
    shown
        bool, those of them whom the study's filter shows.
    came_back
        bool, seen again in the days after.
    """

    past: Dataset
    cutoff_day: int
    days: int
    rows: np.ndarray = field(repr=False)
    shown: np.ndarray = field(repr=False)
    came_back: np.ndarray = field(repr=False)

    @cached_property
    def silence_days(self) -> np.ndarray:
        """Days without a visit up to the cut-off, int64; dates left out are no days of silence."""
        return silence_days(self.past.activity)

    @cached_property
    def money(self) -> np.ndarray | None:
        """What each user was worth at the cut-off, as `analysis.at_risk.worth`; None where no money is known."""
        known = worth(self.past, features(self.past))
        return known.of_users if known.kind else None

    @property
    def cutoff(self) -> str:
        """The cut-off as a person reads it."""
        return wording.day(to_date(self.cutoff_day))


def hold_out(study: Study) -> HeldOut:
    """Return the date before the last days of the data; raises OffbeatError where the data are too short for one.

    `rules.held_out_days` days are held out, at most a third of the data.
    """
    activity = study.activity
    whole = activity.observed_to - activity.observed_from + 1
    days = min(study.settings.rules.held_out_days, whole // _HELD_OUT_PART)
    if days < LEAST_HELD_OUT_DAYS:
        least = LEAST_HELD_OUT_DAYS * _HELD_OUT_PART
        raise OffbeatError(
            f"Expected at least {least} days of data, found {wording.plural(whole, 'day')}.",
            hint=f"with {least} days the last {LEAST_HELD_OUT_DAYS} show who of those called gone comes back.",
        )
    cutoff = activity.observed_to - days
    rows = np.flatnonzero(activity.first_day <= cutoff)
    return HeldOut(
        past=study.dataset.with_activity(activity.until(cutoff)),
        cutoff_day=cutoff,
        days=days,
        rows=rows,
        shown=study.chosen[rows],
        came_back=activity.last_day[rows] > cutoff,
    )
