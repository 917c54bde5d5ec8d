"""Dates left out are no days of silence: what counts silence says the same as on a calendar without these dates."""

import numpy as np
import pandas as pd
import pytest

from analysis.at_risk.repeats import repeats_of
from analysis.compare.measured import inactive_time
from analysis.counted_days import counted_days, last_day_of_silent, silence_days
from analysis.dataset import Dataset
from analysis.lifecycle import Inactive, strip

FIRST, UNTIL = 20_000, 20_240
HOLIDAYS = np.array([*range(FIRST + 90, FIRST + 110), *range(UNTIL - 20, UNTIL - 4)], np.int32)


@pytest.fixture(scope="module")
def both(dataset_of):
    """The same people with holidays left out, and on a calendar that has no such days; nobody comes on them."""
    rng = np.random.default_rng(4)
    usual = np.setdiff1d(np.arange(FIRST, UNTIL + 1), HOLIDAYS)
    days = [np.sort(rng.choice(usual[: rng.integers(60, len(usual))], 25, replace=False)) for _ in range(120)]
    whole = dataset_of(days, until=UNTIL)
    left_out = whole.with_activity(whole.activity.without_days(HOLIDAYS))
    without = dataset_of([np.searchsorted(usual, own) for own in days], until=len(usual) - 1)
    return left_out, without, usual


def test_silences_are_as_long_as_without_these_dates(both):
    left_out, without, _ = both
    expected = without.activity.observed_to - without.activity.last_day
    np.testing.assert_array_equal(silence_days(left_out.activity), expected)
    day, now = counted_days(left_out.activity, UNTIL)
    np.testing.assert_array_equal(now - day, without.activity.observed_to - without.activity.day)


@pytest.mark.parametrize("silent_days", [3, 12, 40])
def test_the_last_day_of_the_silent_parts_them(both, silent_days):
    activity = both[0].activity
    parts = activity.last_day <= last_day_of_silent(activity, silent_days)
    np.testing.assert_array_equal(parts, silence_days(activity) >= silent_days)


def test_the_time_to_a_silence_ends_on_the_same_visit(both):
    left_out, without, usual = both
    found, expected = (inactive_time(each, Inactive(days=28)) for each in (left_out, without))
    np.testing.assert_array_equal(found.observed, expected.observed)
    assert 20 < found.observed.sum() < 120
    first = without.activity.first_day[found.observed]
    ended = usual[first + expected.days[found.observed].astype(int)]
    np.testing.assert_array_equal(found.days[found.observed], ended - usual[first])
    np.testing.assert_array_equal(np.isnan(found.days), np.isnan(expected.days))
    followed = ~found.observed & np.isfinite(found.days)
    last = left_out.activity.first_day[followed] + found.days[followed]
    assert (last == last_day_of_silent(left_out.activity, 28)).all()


def test_the_model_of_repeat_visits_reads_the_same(both):
    found, expected = (repeats_of(each.activity) for each in both[:2])
    for name in ("count", "last", "age", "log_gaps"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name))


def test_nobody_is_gone_on_home_for_a_silence_of_holidays(dataset_of):
    """Three silent for 40 days, of which 16 are left out: gone by a rule of 30 days only where they count."""
    silent: Dataset = dataset_of([[UNTIL - 100, UNTIL - 40]] * 3, until=UNTIL)
    left_out = silent.activity.without_days(HOLIDAYS)
    told = [strip(each, Inactive(days=30)).set_index("name")["users"] for each in (silent.activity, left_out)]
    pd.testing.assert_series_equal(told[1], told[0].replace({3: 0}).where(told[0].index != "silent", 3))
    assert told[0]["gone"] == 3
