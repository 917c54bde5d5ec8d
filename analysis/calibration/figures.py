"""The figures that labels are held to, and a measured value beside its bound."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

# Largest mean share of false labels among sure ones.
FALSE_AT_MOST: Mapping[str, float] = MappingProxyType({
    "random": 0.05, "batch": 0.05, "streaks": 0.01, "bursts": 0.01, "heavy_gaps": 0.01, "renewal": 0.01,
    "drifting": 0.01, "working_days": 0.01, "mixture": 0.01, "planted": 0.03,
})  # fmt: skip
DRIFTING_WEEKDAY_AT_MOST = 0.01  # of all users, labelled as one weekday
# Smallest share of planted users who get the right label, right detail and sure.
FOUND_AT_LEAST: Mapping[str, float] = MappingProxyType({
    "tuesday_8": 0.94, "tuesday_12": 0.99, "tuesday_20": 0.995, "mon_wed_fri": 0.99, "mon_wed_fri_90": 0.91,
    "mon_wed_fri_missed": 0.91, "every_10": 0.98, "every_10_missed": 0.95, "month_end": 0.97, "day_5": 0.99,
    "day_5_90": 0.96, "first_monday": 0.99, "quarter_end": 0.99, "weekend": 0.99,
    "clock_2": 0.93, "clock_2_12": 0.99,
})  # fmt: skip
# Rows for which the labelling study set no bound: what it measured.
STUDY_FOUND: Mapping[str, float] = MappingProxyType({
    "weekend_12": 0.892, "weekdays_30": 0.995, "clock_1": 1.0, "clock_1_missed": 0.935, "clock_2": 0.48,
    "clock_2_12": 0.82,
})  # fmt: skip
WRONG_AT_MOST, MIXED_AT_MOST = 0.03, 0.03
NEIGHBOURS_TOGETHER_AT_MOST = {12: 0.10, 24: 0.03}  # wrong and mixed, by visits


@dataclass(frozen=True)
class Figure:
    """A mean over runs beside its bound.

    Attributes
    ----------
    what
        What was measured.
    values
        One number a run.
    bound
        The bound of the mean; nan where there is none.
    at_least
        Whether the bound is a lower one.
    """

    what: str
    values: np.ndarray
    bound: float = math.nan
    at_least: bool = False

    @property
    def mean(self) -> float:
        """Mean over the runs."""
        return float(np.mean(self.values))

    @property
    def sd(self) -> float:
        """Standard deviation between runs; nan for one run."""
        return float(np.std(self.values, ddof=1)) if len(self.values) > 1 else math.nan

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return self.sd / math.sqrt(len(self.values))

    @property
    def holds(self) -> bool:
        """Whether the mean keeps its bound."""
        return self.mean >= self.bound if self.at_least else self.mean <= self.bound


def missed(found: Iterable[Figure]) -> list[str]:
    """Return the figures that have a bound and miss it."""
    return [each.what for each in found if math.isfinite(each.bound) and not each.holds]
