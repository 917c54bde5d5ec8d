"""Shifted clocks: exact against a plain twin and against reading the file in another zone; labels that flip."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import timezones
from analysis.activity import WEEKDAYS
from analysis.errors import OffbeatError
from analysis.ingest import read
from analysis.labels import label
from analysis.rhythms import score
from analysis.synthetic import mixed_activity
from analysis.synthetic.planted import activity_of
from analysis.timezones import flips, has_pattern, shifted


def active_hours(activity):
    """Every active hour as (user row, hours since 1970), plainly."""
    return sorted(
        (int(user), 24 * int(day) + hour)
        for user, day, bits in zip(activity.user, activity.day, activity.hours, strict=True)
        for hour in range(24)
        if int(bits) >> hour & 1
    )


def with_hours(activity, hours):
    return replace(activity, hours=np.asarray(hours, np.uint32))


DAYS = st.lists(
    st.dictionaries(st.integers(-40, 40), st.integers(1, 2**24 - 1), min_size=1, max_size=12), min_size=1, max_size=5
)


@st.composite
def activities(draw):
    users = draw(DAYS)
    days = [np.array(sorted(each), np.int32) for each in users]
    activity = activity_of(days)
    hours = [each[day] for each in users for day in sorted(each)]
    events = draw(st.lists(st.integers(1, 50), min_size=len(hours), max_size=len(hours)))
    return replace(
        with_hours(activity, hours), events=np.array(events, np.uint32), amount=np.array(events, np.float64) / 4
    )


@given(activities(), st.integers(-24, 24))
def test_every_active_hour_moves_by_the_shift_and_nothing_else(activity, hours):
    moved = shifted(activity, hours=hours)
    assert active_hours(moved) == sorted((user, hour + hours) for user, hour in active_hours(activity))
    assert (np.diff(moved.day)[np.diff(moved.user) == 0] > 0).all()
    assert moved.offsets[-1] == moved.user_days == len(moved.events) == len(moved.event_bits)
    assert (moved.active_days > 0).all()
    assert moved.events.sum() == activity.events.sum()
    assert moved.amount.sum() == pytest.approx(activity.amount.sum())
    assert moved.observed_from <= moved.day.min()
    assert moved.observed_to >= moved.day.max()


@given(activities())
def test_no_shift_and_a_whole_day_are_what_they_say(activity):
    assert shifted(activity, hours=0).fingerprint == activity.fingerprint
    for sign in (-1, 1):
        day_on = shifted(activity, hours=24 * sign)
        assert (day_on.day == activity.day + sign).all()
        assert (day_on.hours == activity.hours).all()
        assert (day_on.events == activity.events).all()
        assert (day_on.observed_from, day_on.observed_to) == (
            activity.observed_from + sign,
            activity.observed_to + sign,
        )


@given(activities(), st.integers(-12, 12), st.integers(-12, 12))
def test_shifts_add_up(activity, first, second):
    once, twice = shifted(activity, hours=first + second), shifted(shifted(activity, hours=first), hours=second)
    assert active_hours(once) == active_hours(twice)


@pytest.mark.parametrize("hours", [-11, -3, 0, 5, 12])
def test_a_shift_is_what_reading_in_another_zone_gives(tmp_path, hours):
    rng = np.random.default_rng(3)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(minutes=int(each)) for each in rng.integers(0, 200 * 1440, 600)]
    rows = "".join(
        f"u{who},{moment.isoformat()}\n" for who, moment in zip(rng.integers(0, 9, 600), moments, strict=True)
    )
    path = tmp_path / "events.csv"
    path.write_text("user_id,time\n" + rows)
    zone = f"Etc/GMT{-hours:+d}" if hours else "UTC"  # POSIX counts westwards
    there, moved = read(path, timezone=zone)[0].activity, shifted(read(path)[0].activity, hours=hours)
    for name in ("offsets", "day", "hours"):
        assert (getattr(there, name) == getattr(moved, name)).all(), name


def test_what_hours_cannot_split_goes_with_the_larger_half():
    activity = with_hours(activity_of([np.array([0, 10])]), [0b111 << 21 | 1 << 3, 0b11 << 22])
    activity = replace(activity, events=np.array([7, 9], np.uint32), event_bits=np.array([1, 2], np.uint64))
    moved = shifted(activity, hours=2)
    assert moved.day.tolist() == [0, 1, 11]
    assert moved.events.tolist() == [7, 0, 9]
    assert moved.event_bits.tolist() == [1, 0, 2]


def test_no_hour_moves_onto_a_date_that_was_left_out():
    days = with_hours(activity_of([np.array([0, 1, 2, 5])]), [1 << 23 | 1 << 9] * 4).without_days(np.array([1]))
    moved = shifted(days, hours=2)
    assert moved.day.tolist() == [0, 2, 3, 5, 6]
    assert moved.ignored_days.tolist() == [1]


@pytest.fixture(scope="module")
def crowd():
    """Tuesday people at nine in the evening, and people on random days at noon."""
    activity, kinds = mixed_activity({"tuesday": 60, "random": 240}, 11)
    return with_hours(activity, np.where(kinds[activity.user] == "tuesday", 1 << 21, 1 << 12)), kinds


def test_no_shift_flips_nobody_and_four_hours_carry_tuesdays_into_wednesday(crowd):
    activity, kinds = crowd
    now = label(score(activity))
    tuesdays = int((now.is_in("weekday:Tue") & (kinds == "tuesday")).sum())
    assert tuesdays > 50
    table = flips(activity, hours=[-12, 0, 2, 3, 4]).set_index("shift_hours")
    assert table.loc[[0, 2, -12]].eq(0).all(axis=None)  # nobody's hours reach midnight
    assert table.loc[3, "users"] == table.loc[4, "users"] >= tuesdays
    assert (table["users"] == table["changed"] + table["gained"] + table["lost"]).all()


def test_a_day_on_turns_every_weekday_label(crowd):
    now, then = (label(score(each)) for each in (crowd[0], shifted(crowd[0], hours=24)))
    weekday = now.is_in("weekday")
    assert weekday.sum() > 50
    assert then.is_in("weekday")[weekday].all()
    assert (then.detail[weekday] == (now.detail[weekday] + 1) % len(WEEKDAYS)).all()
    assert flips(crowd[0], hours=[24])["changed"].item() >= weekday.sum()


def test_known_labels_are_not_scored_again(crowd, monkeypatch):
    activity, _ = crowd
    expected = flips(activity, hours=[3, 0, 4])
    scored = []
    monkeypatch.setattr(timezones, "score", lambda *given, **more: scored.append(1) or score(*given, **more))
    assert flips(activity, hours=[3, 0, 4], now=label(score(activity))).equals(expected)
    assert len(scored) == 2


def test_only_the_chosen_are_counted(crowd):
    activity, _ = crowd
    everybody, nobody = flips(activity, hours=[4]), flips(activity, hours=[4], among=np.zeros(activity.users, bool))
    chosen = np.arange(activity.users) % 2 == 0
    halves = [flips(activity, hours=[4], among=each)["users"].item() for each in (chosen, ~chosen)]
    assert sum(halves) == everybody["users"].item() > 0
    assert nobody["users"].item() == 0


def test_gained_and_lost_are_patterns_there_and_gone(real_data):
    activity = read(real_data / "pytest_commits.csv.gz")[0].activity
    table = flips(activity, hours=[5]).iloc[0]
    now, then = (has_pattern(label(score(each))) for each in (activity, shifted(activity, hours=5)))
    assert (table["gained"], table["lost"]) == (int((then & ~now).sum()), int((now & ~then).sum()))
    assert table["users"] > 0


def test_all_shifts_are_tried_in_order(crowd):
    table = flips(crowd[0].of_users(np.arange(crowd[0].users) < 5))
    assert table["shift_hours"].tolist() == list(range(-12, 13))
    assert list(table.columns) == ["shift_hours", "users", "changed", "gained", "lost"]
    assert (table.dtypes == np.int64).all()


def test_dates_without_hours_cannot_be_shifted():
    activity = with_hours(activity_of([np.arange(5)]), [0] * 5)
    for call in (lambda: shifted(activity, hours=1), lambda: flips(activity), lambda: flips(activity, hours=[0])):
        with pytest.raises(OffbeatError, match="hours"):
            call()


def test_the_sunday_bot_of_pytest_becomes_a_saturday_bot_one_hour_west(real_data):
    activity = read(real_data / "pytest_commits.csv.gz", timezone="UTC")[0].activity
    row = activity.row_of("99c1bfe7f8e1")
    here, west = (label(score(each)) for each in (activity, shifted(activity, hours=-1)))
    assert here.name_of(here.rhythm[row], here.detail[row]) == "weekday:Sun"
    assert west.name_of(west.rhythm[row], west.detail[row]) == "weekday:Sat"
    table = flips(activity, hours=[-1], among=np.arange(activity.users) == row)
    assert table.to_dict("records") == [{"shift_hours": -1, "users": 1, "changed": 1, "gained": 0, "lost": 0}]
