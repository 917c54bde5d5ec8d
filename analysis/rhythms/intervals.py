"""The interval of a share, for many users at once."""

import numpy as np
from scipy import special


def wilson_interval(
    hits: np.ndarray | float, trials: np.ndarray | float, *, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high of the Wilson score interval of hits / trials (JASA 22, 1927); nan without trials."""
    z = special.ndtri((1 + level) / 2)
    hits, trials = np.asarray(hits, float), np.asarray(trials, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / trials
        weight = z**2 / trials
        centre = (share + weight / 2) / (1 + weight)
        reach = z / (1 + weight) * np.sqrt(share * (1 - share) / trials + weight / (4 * trials))
    # 0 of n and n of n end exactly at 0 and 1; rounding would miss them.
    return np.where(hits == 0, 0.0 * share, centre - reach), np.where(hits == trials, 1.0 * share, centre + reach)
