"""Gaps as of a day: a plain reference agrees, later days change nothing, dates left out are no silence."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.activity import to_date
from analysis.at_risk.gaps import gaps_of
from analysis.at_risk.own_beat import late_after_days, own_beat
from analysis.kernels.silences import first_after
from analysis.synthetic.planted import FIRST_DAY, activity_of, mixed_activity

some_days = st.lists(st.sets(st.integers(0, 200), min_size=1, max_size=30), min_size=1, max_size=6)


def people(days, until=None):
    lives = [np.array(sorted(own)) + FIRST_DAY for own in days]
    return activity_of(lives, observed=(FIRST_DAY, FIRST_DAY + (200 if until is None else until)))


def plain(own, now):
    """One user's figures, by counting."""
    own = [day for day in sorted(own) if day <= now]
    gaps = [later - earlier for earlier, later in pairwise(own)]
    silence = now - own[-1]
    weekdays = [(FIRST_DAY + day + 3) % 7 for day in own]
    return {
        "gaps": len(gaps), "mean_days": np.mean(gaps) if gaps else math.nan, "silence_days": silence,
        "cv": np.std(gaps, ddof=1) / np.mean(gaps) if len(gaps) > 1 else math.nan,
        "longest_days": max(gaps, default=0), "longer_gaps": sum(gap > silence for gap in gaps),
        "known_days": now - own[0], "weekday_share": max(map(weekdays.count, range(7))) / len(own),
    }  # fmt: skip


@given(some_days, st.integers(0, 200))
def test_agrees_with_plain_counting(days, now):
    found = gaps_of(people(days), FIRST_DAY + now)
    for row, own in enumerate(days):
        if min(own) > now:
            assert found.gaps[row] == -1
            assert np.isnan(found.silence_days[row])
            continue
        for name, value in plain(own, now).items():
            assert getattr(found, name)[row] == pytest.approx(value, nan_ok=True), name


def test_month_share_counts_days_near_the_best_one_from_either_end():
    days = [day for day in range(200) if to_date(FIRST_DAY + day + 1).day == 1]
    found = gaps_of(people([days, list(range(200))]))
    assert found.month_share[0] == 1
    assert 0.05 < found.month_share[1] < 0.15


@given(some_days, st.integers(1, 199))
def test_later_days_change_nothing(days, now):
    whole = gaps_of(people(days), FIRST_DAY + now)
    there = whole.gaps >= 0
    if there.any():
        cut = gaps_of(people(days).until(FIRST_DAY + now))
        for name in ("gaps", "mean_days", "regularity_k", "silence_days", "longest_days", "longer_gaps", "month_share"):
            np.testing.assert_array_equal(getattr(whole, name)[there], getattr(cut, name))


def test_dates_left_out_are_no_silence():
    activity = people([{0, 10, 20, 30}], until=40).without_days(np.arange(FIRST_DAY + 31, FIRST_DAY + 36))
    assert gaps_of(activity).silence_days[0] == 5
    assert gaps_of(people([{0, 10, 20, 30}], until=40)).silence_days[0] == 10


def test_first_after_is_the_next_visit():
    activity = people([{0, 10, 20}, {5}])
    found = first_after(activity.offsets, activity.day, np.array([0, 1]), FIRST_DAY + 10)
    assert found.tolist() == [FIRST_DAY + 20, -1]


def test_equal_gaps_are_as_even_as_can_be():
    assert gaps_of(people([set(range(0, 200, 7))])).regularity_k[0] == 99


def test_own_beat_of_few_gaps_is_undefined():
    beat = own_beat(gaps_of(people([{0, 3, 9}, set(range(0, 200, 5))])))
    assert np.isnan([beat.tail[0], beat.mean_days[0], beat.regularity_k[0]]).all()
    assert 0 <= beat.tail[1] <= 1


def test_weekly_people_are_late_within_weeks_and_daily_ones_within_days():
    activity, kind = mixed_activity({"tuesday": 100, "daily": 100, "day_5": 100}, seed=3)
    gaps = gaps_of(activity)
    after = late_after_days(activity, gaps, own_beat(gaps), 0.05)
    middle = {name: np.median(after[kind == name]) for name in np.unique(kind)}
    assert middle["daily"] <= 5
    assert 8 <= middle["tuesday"] <= 17
    assert 33 <= middle["day_5"] <= 64


@pytest.mark.parametrize("tail", [0.02, 0.1, 0.3])
def test_late_from_that_day_on_is_what_the_tail_says(tail):
    activity, _ = mixed_activity({"random": 150, "streaks": 150, "heavy_gaps": 150, "tuesday": 50}, seed=5)
    gaps = gaps_of(activity, activity.observed_to - 40)
    beat = own_beat(gaps)
    after = late_after_days(activity, gaps, beat, tail)
    known = gaps.judged
    np.testing.assert_array_equal((gaps.silence_days >= after)[known], (beat.tail <= tail)[known])


def test_who_paused_like_this_before_is_told_so():
    days = {*range(100), *range(140, 190)}
    beat = own_beat(gaps_of(people([days], until=200)))
    longer_pause = own_beat(gaps_of(people([days | {230}], until=260)))
    assert beat.tail[0] > beat.law_tail[0]
    assert longer_pause.tail[0] >= 2 / 150


def test_who_is_judged_is_found_once():
    """Asked anew for each of a million rows of a list it took minutes."""
    found = gaps_of(activity_of([np.array([FIRST_DAY, FIRST_DAY + 7])]))
    assert found.judged is found.judged
