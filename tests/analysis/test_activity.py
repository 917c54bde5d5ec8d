"""Activity keeps its invariants whatever is cut from it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.activity import EPOCH, Activity, to_date, to_day, weekday_of
from analysis.errors import UnknownNameError

NAMES = ("a", "b", "c")
DAY = st.integers(0, 40)
# user -> {day -> {event -> count}}
HISTORIES = st.lists(
    st.dictionaries(DAY, st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3), min_size=1), min_size=1),
    min_size=1,
    max_size=6,
)


def activity_from(histories: list[dict[int, dict[str, int]]]) -> Activity:
    """The plain way: one row a user-day, one row a use."""
    rows = [(user, day, seen) for user, days in enumerate(histories) for day, seen in sorted(days.items())]
    uses = []
    for user, days in enumerate(histories):
        for name in NAMES:
            on = [day for day, seen in days.items() if name in seen]
            if on:
                count = sum(days[day][name] for day in on)
                uses.append((user, name, len(on), count, min(on), max(on), 1.5 * count))
    columns = ["user", "event", "days", "count", "first_day", "last_day", "amount"]
    return Activity(
        user_ids=pa.array([f"u{user}" for user in range(len(histories))], pa.string()),
        offsets=np.cumsum([0, *map(len, histories)]).astype(np.int64),
        day=np.array([day for _, day, _ in rows], np.int32),
        events=np.array([sum(seen.values()) for *_, seen in rows], np.uint32),
        hours=np.full(len(rows), 1 << 9, np.uint32),
        event_bits=np.array([sum(1 << NAMES.index(name) for name in seen) for *_, seen in rows], np.uint64),
        amount=np.array([1.5 * sum(seen.values()) for *_, seen in rows]),
        event_names=NAMES,
        uses=pd.DataFrame(uses, columns=columns).astype({"user": "int32", "event": "str"}),
        observed_from=0,
        observed_to=40,
    )


def days_by_user(activity: Activity) -> dict[str, list[int]]:
    return {name: activity.days_of(row).tolist() for row, name in enumerate(activity.user_ids.to_pylist())}


def check_invariants(activity: Activity) -> None:
    assert activity.offsets[0] == 0
    assert activity.offsets[-1] == len(activity.day)
    assert (activity.active_days >= 1).all()
    for array in (activity.events, activity.hours, activity.event_bits, activity.amount, activity.user):
        assert len(array) == activity.user_days
    assert len(activity.user_ids) == activity.users
    for row in range(activity.users):
        assert (np.diff(activity.days_of(row)) > 0).all()
    assert activity.uses["user"].isin(range(activity.users)).all()
    assert not activity.day.flags.writeable


@given(HISTORIES, DAY)
def test_until_keeps_the_past(histories, last):
    cut = activity_from(histories).until(last)
    check_invariants(cut)
    kept = {f"u{user}": sorted(day for day in days if day <= last) for user, days in enumerate(histories)}
    assert days_by_user(cut) == {name: days for name, days in kept.items() if days}
    assert cut.observed_to == last
    assert (cut.uses["first_day"] <= last).all()


@given(HISTORIES, DAY)
def test_since_keeps_the_rest(histories, first):
    cut = activity_from(histories).since(first)
    check_invariants(cut)
    kept = {f"u{user}": sorted(day for day in days if day >= first) for user, days in enumerate(histories)}
    assert days_by_user(cut) == {name: days for name, days in kept.items() if days}


@given(HISTORIES, st.randoms(use_true_random=False))
def test_of_users_keeps_whole_users(histories, random):
    activity = activity_from(histories)
    keep = np.array([random.random() < 0.5 for _ in histories])
    cut = activity.of_users(keep)
    check_invariants(cut)
    assert days_by_user(cut) == {f"u{user}": sorted(days) for user, days in enumerate(histories) if keep[user]}
    names = cut.user_ids.to_pylist()
    uses = [
        (names[use.user], use.event, use.count_) for use in cut.uses.rename(columns={"count": "count_"}).itertuples()
    ]
    before = activity.uses.rename(columns={"count": "count_"})
    assert uses == [(f"u{use.user}", use.event, use.count_) for use in before.itertuples() if keep[use.user]]


@given(HISTORIES, st.sets(st.sampled_from(NAMES), min_size=1))
def test_active_on_keeps_days_with_a_chosen_event(histories, chosen):
    cut = activity_from(histories).active_on(tuple(sorted(chosen)))
    check_invariants(cut)
    kept = {
        f"u{user}": sorted(day for day, seen in days.items() if chosen & set(seen))
        for user, days in enumerate(histories)
    }
    assert days_by_user(cut) == {name: days for name, days in kept.items() if days}
    assert set(cut.uses["event"]) <= chosen


@given(HISTORIES, st.lists(st.integers(-5, 45)))
def test_without_days_leaves_these_dates_out(histories, dates):
    activity = activity_from(histories)
    cut = activity.without_days(np.array(dates, np.int32))
    check_invariants(cut)
    kept = {f"u{user}": sorted(set(days) - set(dates)) for user, days in enumerate(histories)}
    assert days_by_user(cut) == {name: days for name, days in kept.items() if days}
    assert (cut.observed_from, cut.observed_to) == (0, 40)
    assert cut.ignored_days.tolist() == sorted({day for day in dates if 0 <= day <= 40})
    assert cut.ignored_days.dtype == np.int32
    assert not cut.ignored_days.flags.writeable


@given(HISTORIES, st.sets(DAY), st.sets(DAY), DAY)
def test_ignored_days_add_up_and_outlive_other_cuts(histories, some, more, last):
    activity = activity_from(histories)
    at_once = activity.without_days(np.array([*some, *more], np.int32))
    in_turn = activity.without_days(np.array([*some], np.int32)).without_days(np.array([*more], np.int32))
    assert in_turn.fingerprint == at_once.fingerprint
    assert at_once.of_users(np.ones(at_once.users, bool)).fingerprint == at_once.fingerprint
    assert at_once.until(last).ignored_days.tolist() == sorted(day for day in some | more if day <= last)
    assert at_once.since(last).ignored_days.tolist() == sorted(day for day in some | more if day >= last)
    assert at_once.active_on(("a",)).ignored_days.tolist() == sorted(some | more)
    assert at_once.until(last).fingerprint == activity.until(last).without_days(np.array([*some, *more])).fingerprint


def test_a_date_nobody_came_on_is_remembered_as_ignored():
    activity = activity_from([{1: {"a": 1}, 9: {"b": 2}}])
    without = activity.without_days(np.array([5]))
    assert days_by_user(without) == days_by_user(activity)
    assert without.fingerprint != activity.fingerprint
    assert activity.without_days(np.array([41])).fingerprint == activity.fingerprint
    assert activity.without_days(np.array([], np.int32)) is activity


@given(HISTORIES)
def test_fingerprint_is_of_the_content(histories):
    activity = activity_from(histories)
    assert activity.fingerprint == activity_from(histories).fingerprint
    everyone = np.ones(activity.users, bool)
    assert activity.of_users(everyone).fingerprint == activity.fingerprint


@pytest.mark.parametrize(
    "column", ["day", "events", "hours", "event_bits", "amount", "observed_to", "event_names", "user_ids"]
)
def test_fingerprint_changes_with_any_value(column):
    activity = activity_from([{1: {"a": 1}, 9: {"b": 2}}, {4: {"c": 1}}])
    value = getattr(activity, column)
    changed = {
        "observed_to": 41,
        "event_names": ("a", "b", "d"),
        "user_ids": pa.array(["u0", "u2"], pa.string()),
    }.get(column)
    if changed is None:
        changed = value.copy()
        changed[1] += np.array(1, value.dtype)
    other = Activity(**{**{name: getattr(activity, name) for name in activity.__dataclass_fields__}, column: changed})
    assert other.fingerprint != activity.fingerprint


def test_fingerprint_tells_where_an_id_ends():
    """A zero byte joins the ids, and may stand within one as well."""
    activity = activity_from([{1: {"a": 1}}, {2: {"a": 1}}])
    ways = (["a\0b", "c"], ["a", "b\0c"], ["a", "b"], ["a\0", "b"], ["a", "\0b"])
    found = {replace(activity, user_ids=pa.array(ids, pa.string())).fingerprint for ids in ways}
    assert len(found) == len(ways)


def test_fingerprint_tells_no_amount_from_zero_amount():
    activity = activity_from([{1: {"a": 1}}])
    fields = {name: getattr(activity, name) for name in activity.__dataclass_fields__}
    assert (
        Activity(**{**fields, "amount": None}).fingerprint != Activity(**{**fields, "amount": np.zeros(1)}).fingerprint
    )


def test_sizes_first_and_last_days():
    activity = activity_from([{1: {"a": 1}, 9: {"b": 2}}, {4: {"c": 1}}])
    assert (activity.users, activity.user_days) == (2, 3)
    assert activity.active_days.tolist() == [2, 1]
    assert activity.first_day.tolist() == [1, 4]
    assert activity.last_day.tolist() == [9, 4]
    assert activity.user.tolist() == [0, 0, 1]
    assert activity.has_hours


def test_unknown_user_and_event_are_named():
    activity = activity_from([{1: {"a": 1}}])
    assert activity.row_of("u0") == 0
    with pytest.raises(UnknownNameError, match='user, found "u7"'):
        activity.row_of("u7")
    with pytest.raises(UnknownNameError, match='event, found "z"'):
        activity.active_on(("z",))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_day_numbers_are_calendar_days(when):
    assert to_date(to_day(when)) == when
    assert weekday_of(np.array([to_day(when)]))[0] == when.weekday()


def test_day_zero():
    assert to_day(EPOCH) == 0
