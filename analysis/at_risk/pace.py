"""How likely a change of pace of each user is chance; knows no threshold.

The test: the latest gaps, the open one among them, against all gaps before, exact for gamma renewal, with a shape k
that respects bursts (the least of three estimates), in the population's operational time. `kernels.pace` has the loop.
"""

from dataclasses import dataclass

import numpy as np

from analysis.activity import Activity
from analysis.at_risk.shared_changes import PopulationClock, population_clock
from analysis.compare.multiplicity import benjamini_hochberg
from analysis.kept import Kept
from analysis.kernels import pace as kernel
from analysis.kernels.parallel import over_slices

BURSTY_BELOW_K = 0.5  # bursty users are corrected for among themselves: few of them can be told anything
FIT_DEFAULT = (1.0, 1.0)  # shape and squared CV where nobody has gaps enough: random days


@dataclass(frozen=True, eq=False)
class Change:
    """The likeliest change of every user in one direction; row i is user i, nan where too few gaps.

    Attributes
    ----------
    pvalue
        Corrected for the candidates looked at; a screen: q and the user's own past make the promise.
    later
        Active days after the change.
    gap_before_days, gap_now_days
        Mean gap before, and since (the open gap counts), in operational days.
    k
        Shape of the gaps: 1 random, above even, below bursty.
    seen_before
        Whether the user's own past holds such a stretch without a change, or is too short to say.
    """

    pvalue: np.ndarray
    later: np.ndarray
    gap_before_days: np.ndarray
    gap_now_days: np.ndarray
    k: np.ndarray
    seen_before: np.ndarray

    @property
    def is_bursty(self) -> np.ndarray:
        """Whose days are too bursty to be compared with everybody's, bool, shape (users,)."""
        return self.k < BURSTY_BELOW_K

    def qvalues(self, asked: np.ndarray) -> np.ndarray:
        """Return q of the users `asked` (bool, shape (users,)), bursty and other ones apart; nan for the others.

        A user whose own past holds the like counts with p = 1.
        """
        pvalue = np.where(self.seen_before, 1.0, self.pvalue)
        apart = [np.where(asked & family, pvalue, np.nan) for family in (self.is_bursty, ~self.is_bursty)]
        bursty, other = (benjamini_hochberg(each) for each in apart)
        return np.where(self.is_bursty, bursty, other)


@dataclass(frozen=True, eq=False)
class Pace:
    """Both directions for every user, with the clock they were measured by.

    Attributes
    ----------
    stop_p
        p that three weeks of silence after each user's last day would have, float64; nan where too few gaps.
    kept
        q values by what they were asked for; a slider of another threshold asks for the same ones again.
    """

    slower: Change
    faster: Change
    stop_p: np.ndarray
    clock: PopulationClock
    kept: Kept

    @property
    def tested(self) -> np.ndarray:
        """Who has gaps enough, bool, shape (users,)."""
        return np.isfinite(self.slower.pvalue)


def score_pace(activity: Activity) -> Pace:
    """Return the change of pace of every user; seconds for a million users, once a dataset."""
    clock = population_clock(activity)
    time, first = clock.time_days, activity.observed_from
    figures = np.full((activity.users, 2), np.nan)
    slower, faster = (np.full((activity.users, len(kernel.COLUMNS)), np.nan) for _ in range(2))
    stop = np.full(activity.users, np.nan)
    rows = activity.offsets, activity.day, time, first
    over_slices(lambda start, end: kernel.summarise((start, end), *rows, figures), activity.users)
    known = figures[np.isfinite(figures[:, 0])]
    medians = (float(np.median(known[:, 0])), float(np.median(known[:, 1]))) if len(known) else FIT_DEFAULT
    over_slices(lambda start, end: kernel.scan_pace((start, end), *rows, medians, slower, faster, stop), activity.users)
    return Pace(_change(slower), _change(faster), stop, clock, Kept())


def _change(columns: np.ndarray) -> Change:
    p, later, before, now, k, guarded = np.ascontiguousarray(columns.T)
    return Change(p, np.nan_to_num(later).astype(np.int64), before, now, k, guarded == 1)
