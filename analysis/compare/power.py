"""What these data could show at all: the smallest difference two groups of this size would reveal."""

import math

from scipy import optimize, special

from analysis.compare.outcome import Outcome, or_nan
from analysis.compare.results import Smallest


def smallest_share_difference(n_a: int, n_b: int, share: float, *, power: float = 0.8, level: float = 0.95) -> float:
    """Return the smallest rise over `share` that a two-sided test at 1 - `level` shows with chance `power`.

    In [0, 1]; nan where even a rise to 1 would not do, or a group is empty. Normal approximation with the pooled
    variance under no difference (Fleiss, Statistical Methods for Rates and Proportions, section 4.2).
    """
    if not (n_a and n_b) or not 0 <= share < 1:
        return math.nan
    z_level, z_power = special.ndtri((1 + level) / 2), special.ndtri(power)

    def shortfall(rise: float) -> float:
        other = share + rise
        pooled = (n_a * other + n_b * share) / (n_a + n_b)
        null = math.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
        real = math.sqrt(other * (1 - other) / n_a + share * (1 - share) / n_b)
        return z_level * null + z_power * real - rise

    most = 1 - share
    return math.nan if shortfall(most) > 0 else float(optimize.brentq(shortfall, 1e-12, most))


def smallest_win_share(n_a: int, n_b: int, *, power: float = 0.8, level: float = 0.95) -> float:
    """Return how often one of a must beat one of b (ties half) for ranks to show it with chance `power`.

    Above 0.5, in [0, 1]; nan where even always winning would not do, or a group is empty. Two-sided at 1 - `level`;
    the sample size of Noether (JASA 82, 1987, eq. 9) solved for the effect.
    """
    if not (n_a and n_b):
        return math.nan
    reach = special.ndtri((1 + level) / 2) + special.ndtri(power)
    wins = 0.5 + reach * math.sqrt((n_a + n_b) / (12 * n_a * n_b))
    return float(wins) if wins <= 1 else math.nan


def smallest_effect(outcome: Outcome, sizes: tuple[int, int], *, power: float = 0.8, level: float = 0.95) -> Smallest:
    """Return the smallest effect that groups of these sizes would have shown, whatever was found.

    Shares: a rise over the second group's or a fall below it, whichever has to be larger (`smallest_share_difference`);
    the other alone where one is not possible. Others: (z of the level + z of the power)
    standard errors of the effect, times as much where the effect is a ratio. Ranks whose shift has no error (all ties)
    or no interval: how often one would have to beat the other (`smallest_win_share`). nan where no test was possible.
    """
    name = outcome.effects[0].name
    reach = float(special.ndtri((1 + level) / 2) + special.ndtri(power))
    if math.isnan(outcome.pvalue):
        return Smallest(name, math.nan, power)
    if name == "share_difference":
        share = outcome.estimates[1]
        both = [smallest_share_difference(*sizes, each, power=power, level=level) for each in (share, 1 - share)]
        return Smallest(name, max((each for each in both if math.isfinite(each)), default=math.nan), power)
    if name == "rate_ratio":
        return Smallest(name, or_nan(math.exp(reach * outcome.error)), power)
    if name == "hodges_lehmann_shift" and not outcome.error > 0:
        return Smallest("common_language", smallest_win_share(*sizes, power=power, level=level), power)
    return Smallest(name, or_nan(reach * outcome.error), power)
