"""The label of the last 90 days, and since when somebody keeps a pattern."""

import numpy as np
import pytest

from analysis.labels import DefaultSettings, label
from analysis.rhythms import score, score_days
from analysis.rhythms.change import find_changes, most_likely_step, score_parts
from analysis.rhythms.recent import RECENT_DAYS, score_recent
from analysis.segmentation import CODE
from analysis.synthetic.planted import FIRST_DAY, activity_of, planted_activity

SETTINGS = DefaultSettings()
CROWD = planted_activity("random", 400, 3, window_days=720)
OTHERS = [CROWD.days_of(row) for row in range(CROWD.users)]


def random_days(rng: np.random.Generator, first: int, last: int, number: int) -> np.ndarray:
    return np.sort(rng.choice(np.arange(first, last), number, replace=False))


def mondays_after_a_year_of_anything(rng: np.random.Generator) -> np.ndarray:
    """Return 40 random days in the first year, then nearly every Monday."""
    mondays = FIRST_DAY + 364 + 7 * np.arange(50)
    return np.concatenate([random_days(rng, FIRST_DAY, FIRST_DAY + 360, 40), mondays[rng.random(50) < 0.9]])


def test_the_last_90_days_have_a_label_of_their_own():
    rng = np.random.default_rng(1)
    until = FIRST_DAY + 719
    week = until - 7 * np.arange(11)[::-1]
    users = [np.concatenate([random_days(rng, FIRST_DAY, until - RECENT_DAYS, 60), week]), *OTHERS]
    scores = score(activity_of(users))
    assert not label(scores).is_in("weekday")[0]
    recent = label(score_recent(scores.days, until=until), SETTINGS)
    assert recent.is_in("weekday")[0]
    assert len(recent) == len(scores)


def test_somebody_silent_for_90_days_has_too_few_days_for_a_label():
    users = [FIRST_DAY + 7 * np.arange(20), *OTHERS[:50]]
    scores = score(activity_of(users))
    recent = label(score_recent(scores.days, until=FIRST_DAY + 719), SETTINGS)
    assert label(scores).is_in("weekday")[0]
    assert recent.is_in("too_few")[0]


def test_who_took_up_mondays_is_found_with_the_day():
    rng = np.random.default_rng(2)
    users = [*OTHERS, *(mondays_after_a_year_of_anything(rng) for _ in range(30))]
    scores = score(activity_of(users))
    found = find_changes(score_parts(scores.days), label(scores), SETTINGS)
    new = found[found["user"] >= len(OTHERS)]
    assert len(new) >= 28
    assert (new["rhythm"] == CODE["weekday"]).all()
    assert (abs(new["since_day"] - (FIRST_DAY + 364)) <= 28).mean() > 0.9
    assert len(found) - len(new) <= 1  # random people take up nothing


def test_who_always_kept_the_pattern_took_up_nothing():
    tuesdays = planted_activity("tuesday", 60, 4, window_days=720)
    users = [*OTHERS, *(tuesdays.days_of(row) for row in range(60))]
    scores = score(activity_of(users))
    found = find_changes(score_parts(scores.days), label(scores), SETTINGS)
    assert (found["user"] < len(OTHERS)).all()


@pytest.mark.parametrize(("before", "after"), [(10, 10), (3, 40), (30, 6)])
def test_the_step_is_where_the_share_rises(before, after):
    inside = np.r_[np.zeros(before, bool), np.ones(after, bool)]
    assert most_likely_step(inside) == before


def test_nobody_has_changes_where_there_is_nobody():
    scores = score_days(np.array([0]), np.zeros(0, np.int32))
    assert find_changes(score_parts(scores.days), label(scores), SETTINGS).empty


def test_nobody_has_changes_where_every_part_is_too_short():
    scores = score_days(np.array([0, 1, 4]), FIRST_DAY + np.array([0, 0, 1, 2], np.int32))
    assert find_changes(score_parts(scores.days), label(scores), SETTINGS).empty
    assert label(score_recent(scores.days, until=FIRST_DAY + 500), SETTINGS).is_in("too_few").all()
