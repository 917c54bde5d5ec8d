"""The interval of a share, for many users at once."""

import numpy as np

Z_95 = 1.959963984540054  # two-sided 95 % quantile of the normal distribution


def wilson_interval(hits: np.ndarray | float, trials: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high of the 95 % Wilson score interval of hits / trials (Wilson 1927); nan without trials."""
    hits, trials = np.asarray(hits, float), np.asarray(trials, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / trials
        weight = Z_95**2 / trials
        centre = (share + weight / 2) / (1 + weight)
        reach = Z_95 / (1 + weight) * np.sqrt(share * (1 - share) / trials + weight / (4 * trials))
    # 0 of n and n of n end exactly at 0 and 1; rounding would miss them.
    return np.where(hits == 0, 0.0 * share, centre - reach), np.where(hits == trials, 1.0 * share, centre + reach)
