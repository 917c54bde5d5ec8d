"""Frequency classes: how often a user usually comes, by the median gap between active days."""

import numpy as np
import pandas as pd

from analysis.knobs import Tunable, knob

# Code i of a class is its place here; a user with fewer than two gaps is too_few, never a guess.
FREQUENCY_CLASSES = ("daily", "weekly", "monthly", "rarer", "too_few")
MIN_GAPS = 2


class Frequency(Tunable):
    """Where daily ends, weekly ends and monthly ends, in days between visits."""

    slug = "frequency"
    title = "How often"

    daily_max_days: float = knob(
        1.5, "Daily up to", "Median days between visits of a daily user, at most.",
        bounds=(1.0, 3.0), step=0.1, unit="days", tightens="down",
    )  # fmt: skip
    weekly_max_days: float = knob(
        9.0, "Weekly up to", "Median days between visits of a weekly user, at most.",
        bounds=(3.0, 20.0), step=0.5, unit="days", tightens="down",
    )  # fmt: skip
    monthly_max_days: float = knob(
        40.0, "Monthly up to", "Median days between visits of a monthly user, at most.",
        bounds=(20.0, 120.0), step=2.5, unit="days", tightens="down",
    )  # fmt: skip

    def classify(self, features: pd.DataFrame) -> np.ndarray:
        """Return the place of each user's class in `FREQUENCY_CLASSES`, int8, shape (users,).

        Reads `active_days` and `gap_median_days` of `analysis.features.features`.
        """
        edges = np.array([self.daily_max_days, self.weekly_max_days, self.monthly_max_days])
        code = np.searchsorted(edges, features["gap_median_days"].to_numpy(), side="left").astype(np.int8)
        too_few = features["active_days"].to_numpy() <= MIN_GAPS
        return np.where(too_few, np.int8(FREQUENCY_CLASSES.index("too_few")), code)
