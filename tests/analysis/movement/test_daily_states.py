"""Daily states and pulse against slow counting, user by user and day by day, and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.movement.daily_states import DAILY_STATES, daily_states
from analysis.movement.pulse import pulse

START = 20458  # 2026-01-05, a Monday
HISTORIES = st.lists(st.sets(st.integers(0, 120), min_size=1, max_size=25), min_size=1, max_size=6)


def slow_state(own: set, day: int) -> str | None:
    before = [day - each for each in own if each < day]
    if day in own:
        since = min(before, default=None)
        if since is None:
            return "new"
        return "current" if since <= 6 else "reactivated" if since <= 29 else "resurrected"
    if not before:
        return None
    return "at_risk_wau" if min(before) <= 6 else "at_risk_mau" if min(before) <= 29 else "dormant"


@given(HISTORIES)
def test_counts_and_moves_equal_slow_counting(dataset_of, histories):
    activity = dataset_of([[START, *sorted(START + day for day in own if day)] for own in histories], until=START + 125)
    found = daily_states(activity.activity)
    owned = [{0, *own} for own in histories]
    counts, moves = np.zeros_like(found.counts), np.zeros_like(found.moves)
    for own in owned:
        states = [slow_state(own, day) for day in range(126)]
        for day, state in enumerate(states):
            if state is not None:
                counts[day, DAILY_STATES.index(state)] += 1
                if day < 125:
                    moves[day, DAILY_STATES.index(state), DAILY_STATES.index(states[day + 1])] += 1
    np.testing.assert_array_equal(found.counts, counts)
    np.testing.assert_array_equal(found.moves, moves)


def test_a_daily_user_who_stops(dataset_of):
    dataset = dataset_of([range(START, START + 11), [START + 60]], until=START + 60)
    found = daily_states(dataset.activity)
    rates = found.rates(START, START + 60)
    new, current, wau, mau, dormant = (
        DAILY_STATES.index(name) for name in ("new", "current", "at_risk_wau", "at_risk_mau", "dormant")
    )
    assert rates[new, current] == 1
    assert rates[current, current] == pytest.approx(9 / 10)
    assert rates[wau, mau] == pytest.approx(1 / 6)
    assert rates[mau, dormant] == pytest.approx(1 / 23)
    assert rates[dormant, dormant] == 1
    assert np.isnan(rates[DAILY_STATES.index("resurrected")]).all()
    assert np.isnan(found.rates(START - 50, START - 1)).all()


def test_nights_at_a_date_left_out_are_not_counted(dataset_of):
    activity = dataset_of([range(START, START + 40)], until=START + 39).activity
    left_out = daily_states(activity.without_days(np.array([START + 20])))
    current = DAILY_STATES.index("current")
    assert left_out.rates(START, START + 39)[current, current] == 1
    assert not left_out.is_counted[20]


@given(HISTORIES)
def test_pulse_equals_slow_counting(dataset_of, histories):
    days = [[START, *sorted(START + day for day in own if day)] for own in histories]
    table = pulse(dataset_of(days, until=START + 125).activity, "week")
    weeks = [{(day - START) // 7 for day in own} for own in days]
    for place, row in enumerate(table.itertuples(index=False)):
        came = sum(place in own and place - 1 not in own for own in weeks)
        quiet = sum(place not in own and place - 1 in own for own in weeks)
        assert (np.isnan(row.pulse) and not quiet) or row.pulse == pytest.approx(came / quiet)


def test_a_mean_day_leaves_out_what_does_not_count(dataset_of):
    activity = dataset_of([range(START, START + 40)], until=START + 39).activity
    left_out = daily_states(activity.without_days(np.array([START + 20])))
    current = DAILY_STATES.index("current")
    assert left_out.mean_day(START + 10, START + 30)[current] == 1
    assert np.isnan(left_out.mean_day(START + 20, START + 20)).all()
    assert np.isnan(left_out.mean_day(START + 5, START + 4)).all()
