"""Lifecycle tables against slow counting, and the published states of loyal users."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import lifecycle as lc
from analysis.activity import Activity, to_day

START = to_day(date(2026, 1, 5))  # a Monday
HISTORIES = st.lists(st.sets(st.integers(0, 120), min_size=1, max_size=25), min_size=1, max_size=6)


def activity_of(histories, *, until=None, since=None) -> Activity:
    days = [np.array(sorted(own), np.int32) + START for own in histories]
    offsets = np.concatenate(([0], np.cumsum([len(own) for own in days]))).astype(np.int64)
    day = np.concatenate(days)
    ones = np.ones(len(day), np.uint32)
    uses = pd.DataFrame({name: [] for name in ("user", "event", "first_day")})
    first, last = int(day.min()) if since is None else START + since, int(day.max()) if until is None else START + until
    ids = pa.array([f"u{user}" for user in range(len(days))])
    return Activity(ids, offsets, day, ones, ones * 0, ones.astype(np.uint64), None, (), uses, first, last)


def slow_states(histories, period_of, periods):
    counts = {(period, state): 0 for period in periods for state in lc.STATES}
    for own in histories:
        active = {period_of(day) for day in own}
        for period in periods:
            before = period - 1 in active
            earlier = any(other < period - 1 for other in active)
            if period in active:
                state = "returning" if before else "resurrected" if earlier else "new"
                counts[period, state] += 1
            elif before:
                counts[period, "dormant"] += 1
    return counts


@given(HISTORIES)
def test_weekly_states_equal_slow_counting(histories):
    activity = activity_of(histories, since=0, until=125)
    table = lc.lifecycle(activity, "week")
    slow = slow_states(histories, lambda day: day // 7, range(126 // 7))
    assert [int(users) for users in table["users"]] == list(slow.values())
    assert table["complete"].all()
    assert table["period"].iloc[0] == date(2026, 1, 5)


@given(HISTORIES)
def test_monthly_states_add_up(histories):
    activity = activity_of(histories)
    table = lc.lifecycle(activity, "month")
    wide = table.pivot(index="period", columns="state", values="users")
    months = [
        {(START + day).astype("datetime64[D]").astype("datetime64[M]") for day in map(np.int64, own)}
        for own in histories
    ]
    active = pd.Series([month.item() for own in months for month in own]).value_counts()
    assert all(wide.loc[month, ["new", "returning", "resurrected"]].sum() == users for month, users in active.items())
    assert wide["new"].sum() == len(histories)


def test_unfinished_last_week_has_no_dormant_users():
    table = lc.lifecycle(activity_of([[0, 15]], since=0, until=15), "week")
    assert list(table["state"]) == list(lc.STATES) * 2 + list(lc.STATES[:3])
    last = table[table["period"] == date(2026, 1, 19)]
    assert list(last["users"]) == [0, 0, 1]
    assert not last["complete"].any()


def test_loyal_users_as_tabulated():
    # PostHog's rule on 180 days: Tuesday only is returning every week; every 10 days flickers; quarter end is dormant
    # two times by month (one of them the data's end).
    tuesdays = lc.lifecycle(activity_of([range(1, 180, 7)], since=0, until=179), "week")
    assert tuesdays.groupby("state")["users"].sum()[["new", "returning", "resurrected", "dormant"]].tolist() == [
        1,
        25,
        0,
        0,
    ]
    tens = lc.lifecycle(activity_of([range(0, 180, 10)], since=0, until=179), "week")
    assert tens.groupby("state")["users"].sum()["returning"] == 10
    assert tens.groupby("state")["users"].sum()["resurrected"] == 7


@given(HISTORIES)
def test_daily_actives_equal_slow_counting(histories):
    activity = activity_of(histories, since=0, until=125)
    table = lc.daily_actives(activity)
    for name, window in (("dau", 1), ("wau", 7), ("mau", 28)):
        slow = [sum(any(day - window < other <= day for other in own) for own in histories) for day in range(126)]
        np.testing.assert_array_equal(table[name][window - 1 :], slow[window - 1 :])
        assert table[name][: window - 1].isna().all()


def test_stickiness_by_hand():
    every_day, once = range(60), [40]
    assert lc.stickiness(activity_of([every_day], since=0, until=59)) == 1
    # the one-day user counts in MAU on days 40 to 59, in DAU on day 40 only
    expected = np.mean([1] * 8 + [1.0] + [0.5] * 19)
    assert lc.stickiness(activity_of([every_day, once], since=0, until=59)) == pytest.approx(expected)
    assert np.isnan(lc.stickiness(activity_of([range(40)], since=0, until=39)))


def test_power_curve_counts_the_last_28_days():
    curve = lc.power_curve(activity_of([range(60), [32], [31], [10, 33, 59]], since=0, until=59))
    assert curve["users"][[0, 1, 27]].tolist() == [1, 1, 1]
    assert curve["users"].sum() == 3
    assert curve["at_least_share"][0] == pytest.approx(1)
    assert curve["share"].sum() == pytest.approx(1)


def test_states_and_strip_by_hand():
    histories = [[95], [50, 99], [1, 90], [60], [2], [45, 71]]
    activity = activity_of(histories, since=0, until=99)
    assert [lc.STATES[code] if code >= 0 else "" for code in lc.state_of_users(activity)] == [
        "new", "returning", "resurrected", "dormant", "", "dormant",
    ]  # fmt: skip
    strip = lc.strip(activity, lc.Inactive(days=30)).set_index("name")["users"]
    assert strip.to_dict() == {"in": 2, "back": 1, "silent": 1, "gone": 2}
    patient = lc.strip(activity, lc.Inactive(days=90)).set_index("name")["users"]
    assert patient.to_dict() == {"in": 2, "back": 1, "silent": 2, "gone": 1}
