"""The made-up people of the rhythm tests: seeded, valid, and as described."""

import numpy as np
import pytest

from analysis.activity import to_date, weekday_of
from analysis.errors import UnknownNameError
from analysis.synthetic import KINDS, NULL_KINDS, PLANTED_KINDS, activity_of, mixed_activity, planted_activity


@pytest.mark.parametrize("kind", KINDS)
def test_activity_is_valid(kind):
    activity = planted_activity(kind, 20, seed=1)
    assert activity.users == 20
    assert (activity.active_days >= 1).all()
    assert activity.user_ids.to_pylist() == sorted(activity.user_ids.to_pylist())
    assert activity.day.min() >= activity.observed_from
    assert activity.day.max() <= activity.observed_to
    for row in range(activity.users):
        assert (np.diff(activity.days_of(row)) > 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_seed_decides(kind):
    assert planted_activity(kind, 5, seed=1).fingerprint == planted_activity(kind, 5, seed=1).fingerprint
    assert planted_activity(kind, 5, seed=1).fingerprint != planted_activity(kind, 5, seed=2).fingerprint


def test_every_kind_is_planted_or_null_or_in_between():
    between = {name for name in KINDS if name.startswith(("slowing", "mostly"))}
    assert set(PLANTED_KINDS) | set(NULL_KINDS) | between == set(KINDS)
    assert not set(PLANTED_KINDS) & set(NULL_KINDS)


def test_unknown_kind_names_the_nearest():
    with pytest.raises(UnknownNameError, match="tuesday"):
        planted_activity("tuesdays", 1, seed=1)


def test_mixture_keeps_the_order_of_kinds():
    activity, kinds = mixed_activity({"daily": 3, "random": 7}, seed=4)
    assert kinds.tolist() == ["daily"] * 3 + ["random"] * 7
    assert (activity.active_days[:3] > 300).all()


def test_tuesday_people():
    share = np.mean(weekday_of(planted_activity("tuesday", 200, seed=3).day) == 1)
    assert 0.9 < share < 0.96


def test_gaps_of_every_10_days():
    activity = planted_activity("every_10_days", 50, seed=3)
    gaps = np.concatenate([np.diff(activity.days_of(row)) for row in range(50)])
    assert set(gaps) == {9, 10, 11}


def test_month_end_is_the_last_day():
    days = planted_activity("month_end", 50, seed=3).day
    next_days = np.array([to_date(day + 1).day for day in days])
    assert np.mean(next_days == 1) > 0.93


def test_random_people_have_no_weekday():
    counts = np.bincount(weekday_of(planted_activity("random", 2000, seed=3).day), minlength=7)
    assert counts.max() / counts.sum() < 0.147


def test_activity_of_given_days():
    activity = activity_of([np.array([5, 9]), np.array([7])])
    assert activity.offsets.tolist() == [0, 2, 3]
    assert (activity.observed_from, activity.observed_to) == (5, 9)
    assert activity.uses["days"].tolist() == [2, 1]
