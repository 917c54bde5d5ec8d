"""What one test answers with, before anyone knows which metric and groups it was about."""

import math
from dataclasses import dataclass, field

from analysis.compare.results import Caveat, CaveatSlug, Effect, EffectName, Interval


@dataclass(frozen=True)
class Outcome:
    """One test's result. Undefined numbers are nan and `caveats` say why.

    Attributes
    ----------
    estimates
        One figure a group, in the order the groups were given (median, mean, share, restricted mean); may be empty.
    effect
        The first of `effects`, or None where the test has no single one (more than two groups).
    degrees
        Degrees of freedom of the statistic's null distribution, nan where it has none.
    horizon
        The time up to which restricted means were taken, nan elsewhere.
    about
        The category the estimates are shares of, empty elsewhere.
    error
        Standard error of the main effect (of its logarithm, where it is a ratio), nan where none is known.
    """

    test: str
    statistic: float
    pvalue: float
    estimates: tuple[float, ...] = ()
    effects: tuple[Effect, ...] = ()
    degrees: float = math.nan
    caveats: tuple[Caveat, ...] = field(default=())
    horizon: float = math.nan
    about: str = ""
    error: float = math.nan

    @property
    def effect(self) -> Effect | None:
        """The main effect with its interval, or None."""
        return self.effects[0] if self.effects else None


def no_interval(level: float) -> Interval:
    """Return an interval that is not defined."""
    return Interval(math.nan, math.nan, level)


def undefined(
    test: str, name: EffectName | None, *, why: tuple[CaveatSlug, str], level: float, estimates: tuple[float, ...] = ()
) -> Outcome:
    """Return an outcome of nan with the caveat that says why: slug and sentence."""
    effects = () if name is None else (Effect(name, math.nan, no_interval(level)),)
    return Outcome(test, math.nan, math.nan, estimates, effects, caveats=(Caveat(*why),))


def or_nan(value: float) -> float:
    """Return the value, or the one `math.nan` where it is not finite, so that equal outcomes compare as equal."""
    return value if math.isfinite(value) else math.nan
