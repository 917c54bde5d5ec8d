"""How much more contacted people did than those left out on purpose, with interval; and what one more return took."""

import math
from dataclasses import dataclass

import numpy as np

from analysis.compare.means import permutation
from analysis.compare.settings import Compare
from analysis.compare.shares import proportions, wilson


@dataclass(frozen=True)
class Estimate:
    """A number with its interval; nan with `reason` where it is not defined. A bound may be infinite."""

    value: float
    low: float
    high: float
    reason: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a number with an interval."""
        return math.isfinite(self.value) and math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def holds_zero(self) -> bool:
        """Whether no effect at all would fit."""
        return self.low <= 0 <= self.high

    def times(self, factor: float) -> "Estimate":
        """Return the same for `factor` people, at least 0."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor, self.reason)


def undefined(reason: str) -> Estimate:
    """Return no number, with the reason."""
    return Estimate(math.nan, math.nan, math.nan, reason)


def hold_out_lift(contacted: np.ndarray, left_out: np.ndarray, *, is_share: bool, how: Compare) -> Estimate:
    """Return the mean outcome of the contacted less that of those left out on purpose.

    Shares: Newcombe's interval (`analysis.compare.shares.proportions`). Other outcomes: the interval of the studentised
    bootstrap, from 50 people a group on (`analysis.compare.means.permutation`).

    Parameters
    ----------
    contacted, left_out
        The outcome of each person, float64.
    """
    if not (len(contacted) and len(left_out)):
        return undefined("nobody was left out on purpose" if len(contacted) else "nobody was contacted")
    if is_share:
        counts = (int(contacted.sum()), len(contacted), int(left_out.sum()), len(left_out))
        found = proportions(*counts, level=how.level)
    else:
        found = permutation(contacted, left_out, draws=how.draws, seed=how.seed, level=how.level)
    effect = found.effects[0]
    known = math.isfinite(effect.interval.low)
    reason = "" if known else (found.caveats[0].sentence.rstrip(".") if found.caveats else "there is no interval")
    return Estimate(effect.value, effect.interval.low, effect.interval.high, reason)


def anyway(left_out: np.ndarray, contacted: int, *, level: float) -> Estimate:
    """Return how many of `contacted` people would have come anyway, by the share of those left out who came."""
    share = wilson(float(left_out.sum()), len(left_out), level=level)
    return Estimate(float(left_out.mean()), share.low, share.high).times(contacted)


def number_needed(lift: Estimate) -> Estimate:
    """Return how many contacts one more return took, 1 / lift (Altman, BMJ 317, 1998).

    Where the interval of the lift holds 0 the number is not defined: it took at least `low` contacts, perhaps endlessly
    many.
    """
    if not math.isfinite(lift.low) or not math.isfinite(lift.high):
        return undefined("the lift is not known")
    if lift.low > 0:
        return Estimate(1 / lift.value, 1 / lift.high, 1 / lift.low)
    if lift.high <= 0:
        return undefined("contacted people did not come more often")
    return Estimate(math.nan, 1 / lift.high, math.inf, "no effect at all would fit the numbers too")
