"""Four piles that add up to everyone a rule of silence calls inactive."""

from collections.abc import Sequence

import numpy as np

from analysis.at_risk.replay import Chances
from analysis.at_risk.settings import LateCuts

PILES = ("between_beats", "late", "gone", "cannot_tell")
BETWEEN, LATE, GONE, CANNOT_TELL = range(4)
NOT_SILENT = -1
# Where no chance could be replayed the own gaps alone decide (at-risk study, section 2.3).
UNCHECKED_BETWEEN_TAIL, UNCHECKED_GONE_TAIL = 0.2, 0.02


def piles_of(chances: Chances, inactive: np.ndarray, missed_beats: np.ndarray, settings: LateCuts) -> np.ndarray:
    """Return the place in `PILES` of everyone in `inactive`, int8, shape (users,); -1 for the others.

    between: a chance of at least `between_from`, or a calendar pattern none of whose days has been missed. gone: a
    chance under `gone_below`. late: in between, and the silence is rare for this person (`late_tail`). cannot tell:
    fewer than three gaps, a history too short for this person's horizon, or in between and not rare yet.

    Parameters
    ----------
    inactive
        bool, shape (users,): whom the person's rule calls inactive.
    missed_beats
        int, shape (users,): usual days let pass since the last visit; -1 where the user has none.
    """
    between, gone, rare = _verdicts(chances, settings)
    pile = np.full(len(inactive), CANNOT_TELL, np.int8)
    pile[rare] = LATE
    pile[gone] = GONE
    pile[between | ((missed_beats == 0) & chances.gaps.judged)] = BETWEEN
    return np.where(inactive, pile, np.int8(NOT_SILENT))


def late_already(chances: Chances, missed_beats: np.ndarray, settings: LateCuts) -> np.ndarray:
    """Return whose silence is rare for them and whose chance is no longer high, by no rule of days; bool."""
    between, gone, rare = _verdicts(chances, settings)
    return (rare | gone) & ~between & (missed_beats != 0)


def _verdicts(chances: Chances, settings: LateCuts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return who is between visits, who is gone, whose silence is rare; bool each, the first before the others."""
    judged, tail = chances.gaps.judged, chances.beat.tail
    if not chances.replays:
        late = judged & (tail <= UNCHECKED_BETWEEN_TAIL)
        return judged & (tail > UNCHECKED_BETWEEN_TAIL), judged & (tail <= UNCHECKED_GONE_TAIL), late
    known = np.isfinite(chances.chance)
    chance = np.where(known, chances.chance, 1.0)
    return known & (chance >= settings.between_from), chance < settings.gone_below, known & (tail <= settings.late_tail)


def counts(pile: np.ndarray, among: np.ndarray | None = None) -> Sequence[int]:
    """Return how many are on each pile, in the order of `PILES`."""
    inside = pile[pile >= 0] if among is None else pile[(pile >= 0) & among]
    return np.bincount(inside, minlength=len(PILES)).tolist()
