"""Dates left out are no days of silence: no likelihood, share or exposure counts them."""

import numpy as np
import pytest

from analysis.rhythms import score_days
from analysis.synthetic.planted import FIRST_DAY

WINDOW = 500


def random_users(ignored: np.ndarray, users: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets and days of users with 30 random days among the dates that count."""
    rng = np.random.default_rng(5)
    dates = np.setdiff1d(np.arange(FIRST_DAY, FIRST_DAY + WINDOW), ignored)
    days = [np.sort(rng.choice(dates, 30, replace=False)) for _ in range(users)]
    return 30 * np.arange(users + 1), np.concatenate(days).astype(np.int32)


@pytest.mark.parametrize("left_out", [0, 8, 60])
def test_models_are_compared_over_the_same_dates(left_out):
    ignored = (FIRST_DAY + np.arange(left_out) * 8).astype(np.int32)
    scores = score_days(*random_users(ignored), ignored=ignored)
    better = np.mean(scores["weekdays_bic"] < scores["hazard_bic"])
    assert better < 0.15  # a set is rarely better than none on random days, however many dates are left out


def test_somebody_who_comes_on_every_date_that_counts_covers_all():
    ignored = (FIRST_DAY + 7 * np.arange(1, 12)).astype(np.int32)
    day = np.setdiff1d(np.arange(FIRST_DAY, FIRST_DAY + 90), ignored).astype(np.int32)
    scores = score_days(np.array([0, len(day)]), day, ignored=ignored)
    assert scores["daily_share"][0] == 1.0
    assert scores["span_days"][0] == len(day)
