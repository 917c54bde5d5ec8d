"""What these data could show at all: the smallest difference two groups of this size would reveal."""

import math

from scipy import optimize, special


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
