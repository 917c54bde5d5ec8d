"""Patterns, Fold: the daily series wrapped at any period, and its column averages as a table."""

import pandas as pd

from analysis.fold import fold_table, profile
from analysis.study import Study


def folded_of(study: Study) -> dict:
    """Return what the fold holds in the browser, for the chosen users in the chosen period."""
    return fold_table(study.shown, unit=f"{study.unit_word} active")


def profile_of(study: Study, period_days: float) -> pd.DataFrame:
    """Return the fold's column averages as numbers, by the calendar."""
    return profile(folded_of(study), period_days)
