"""A time zone a user: from the users table to the local day, with every name that is none counted and said."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_date
from analysis.errors import UnknownNameError
from analysis.ingest import open_saved, read, save
from analysis.ingest.report import NearMidnight
from analysis.ingest.zones import known_zones

EVENTS = """user_id,time,what
a,2026-03-01T23:30:00Z,x
b,2026-03-01T23:30:00Z,x
c,2026-03-01T23:30:00-05:00,x
d,2026-03-01T23:30:00,x
"""
USERS = "user_id,TZ\na,Europe/Berlin\nb,America/New_York\nd,Asia/Tokyo\nghost,Asia/Tokyo\n"


@pytest.fixture
def put(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def local(dataset):
    """Return (day, hour bits) by user id, of users with one active day."""
    activity = dataset.activity
    pairs = zip(activity.day.tolist(), activity.hours.tolist(), strict=True)
    return {
        who: (to_date(day).isoformat(), hours.bit_length() - 1)
        for who, (day, hours) in zip(activity.user_ids.to_pylist(), pairs, strict=True)
    }


STORED = {"a": ("2026-03-01", 23), "b": ("2026-03-01", 23), "c": ("2026-03-01", 23), "d": ("2026-03-01", 23)}
OWN = STORED | {"a": ("2026-03-02", 0), "b": ("2026-03-01", 18)}


def test_the_user_s_zone_goes_before_the_stored_offset_and_naive_times_stay(put):
    dataset, report = read(put("events.csv", EVENTS), users=put("users.csv", USERS))
    assert local(dataset) == OWN
    assert report.timezone == "users' own zones, else stored offsets"
    assert report.notes[:3] == (
        "3 of 4 users have a time zone (column TZ): their times with an offset are local in it.",
        "For the others the offset stored with each time decides its local day.",
        "1 of 4 times store no offset: taken as local, as they stand.",
    )
    assert dataset.users["time_zone"].tolist()[:2] == ["Europe/Berlin", "America/New_York"]


def test_one_zone_for_all_goes_before_the_user_s(put):
    dataset, report = read(put("events.csv", EVENTS), users=put("users.csv", USERS), timezone="UTC")
    assert local(dataset) == STORED | {"c": ("2026-03-02", 4)}
    assert report.timezone == "UTC"
    assert "The time zones in the column TZ are not used: UTC was asked for." in report.notes


@pytest.mark.parametrize("field", ["users.time_zone", "users.timezone"])
def test_another_column_or_none_may_be_named(put, field):
    events, users = put("events.csv", EVENTS), put("users.csv", USERS.replace("TZ", "home"))
    assert local(read(events, users=users)[0]) == STORED
    assert local(read(events, users=users, columns={field: "home"})[0]) == OWN
    found = read(events, users=put("named.csv", USERS), columns={field: ""})
    assert local(found[0]) == STORED
    assert found[1].timezone == "stored offsets"
    with pytest.raises(UnknownNameError, match="nowhere"):
        read(events, users=users, columns={field: "nowhere"})


@pytest.mark.parametrize("header", ["time zone", "timezone", "tz", "time_zone", "Time Zone", "timeZone"])
def test_the_column_is_found_by_its_name(put, header):
    assert local(read(put("events.csv", EVENTS), users=put("users.csv", USERS.replace("TZ", header)))[0]) == OWN


def test_names_that_are_no_zones_are_counted_and_the_offset_is_used_instead(put):
    users = "user_id,tz\na,Mars/Base\nb,america/new york\nc,PST\nd,\n"
    dataset, report = read(put("events.csv", EVENTS), users=put("users.csv", users))
    assert local(dataset) == STORED | {"b": ("2026-03-01", 18)}
    assert any(
        'time zones of 2 users are not known (column tz): "Mars/Base" (1 user) and "PST" (1 user); stored offsets used'
        in note
        for note in report.notes
    )
    only_unknown = read(put("events.csv", EVENTS), users=put("users.csv", "user_id,tz\na,Mars/Base\n"))
    assert local(only_unknown[0]) == STORED
    assert only_unknown[1].timezone == "stored offsets"
    assert any("Mars/Base" in note for note in only_unknown[1].notes)


def test_names_are_those_of_the_list_whatever_their_case():
    texts = pd.Series(["Europe/Berlin", " europe/BERLIN ", "America/New York", "utc", "IST", "+02:00", "localtime", ""])
    found = known_zones(texts)
    assert found.fillna("-").tolist() == ["Europe/Berlin"] * 2 + ["America/New_York", "UTC", "-", "-", "-", "-"]


def test_users_of_an_account_and_aliases_have_their_zone(put):
    events = "user_id,time,account_id\nold,2026-03-01T23:30:00Z,acme\nv,2026-03-01T23:30:00Z,beta\n"
    accounts = put("accounts.csv", "account_id,tz\nbeta,Asia/Tokyo\n")
    assert local(read(put("events.csv", events), users=accounts)[0])["v"] == ("2026-03-02", 8)
    users, mapping = put("users.csv", "user_id,tz\nnew,Asia/Tokyo\n"), put("mapping.csv", "alias,id\nold,new\n")
    found = read(put("events.csv", events), users=users, mapping=mapping)[0]
    assert local(found) == {"new": ("2026-03-02", 8), "v": ("2026-03-01", 23)}


@pytest.mark.parametrize(
    ("as_of", "days"),
    [("2026-03-01", {"b": "2026-03-01", "c": "2026-03-01", "d": "2026-03-01"}), ("2026-03-02", {"a": "2026-03-02"})],
)
def test_as_of_is_the_user_s_own_day(put, as_of, days):
    options = {"users": put("users.csv", USERS), "as_of": date.fromisoformat(as_of)}
    dataset, report = read(put("events.csv", EVENTS), **options)
    assert {who: day for who, (day, _) in local(dataset).items()}.items() >= days.items()
    assert report.loaded + report.rejected == report.rows_in_file == 4
    assert [(each.line, each.reason) for each in report.rejects] == ([(2, "after as of")] if "a" not in days else [])


def test_a_user_whose_days_are_all_early_in_their_own_zone_is_found(put):
    events, users = put("late.csv", "user_id,time\nw,2026-03-02T01:00:00Z\n"), put("u.csv", "id,tz\nw,US/Hawaii\n")
    dataset, _ = read(events, users=users, as_of=date(2026, 3, 1))
    assert local(dataset) == {"w": ("2026-03-01", 15)}


@pytest.mark.parametrize("times", [("2026-03-01",), ("2026-03-01T23:30:00",), ("2026-03-01 23:30:00", "2026-03-01")])
def test_times_without_an_offset_are_no_instants_and_stay(put, times):
    events = put("naive.csv", "user_id,time\n" + "".join(f"a,{time}\n" for time in times))
    dataset, report = read(events, users=put("users.csv", USERS))
    assert to_date(dataset.activity.day[0]).isoformat() == "2026-03-01"
    assert report.timezone == "UTC"
    assert any("taken as local, as they stand" in note for note in report.notes)


def test_epochs_are_local_in_the_user_s_zone(put):
    moment = int(datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC")).timestamp())
    events = put("epochs.csv", f"user_id,time\na,{moment}\nc,{moment}\n")
    dataset, report = read(events, users=put("users.csv", USERS))
    assert local(dataset) == {"a": ("2026-03-02", 0), "c": ("2026-03-01", 23)}
    assert report.timezone == "users' own zones, else UTC"
    assert "Days and hours of the others are UTC." in report.notes


def test_lines_of_rejects_stay_those_of_the_file(put):
    good = [f"u{row % 50},2026-03-01T12:00:00Z" for row in range(4000)]
    bad = {17: "u1,never", 2500: ",2026-03-01T12:00:00Z"}
    rows = [bad.get(line, row) for line, row in enumerate(good, start=2)]
    users = "user_id,tz\n" + "".join(f"u{who},Asia/Tokyo\n" for who in range(0, 50, 2))
    report = read(put("events.csv", "user_id,time\n" + "\n".join(rows) + "\n"), users=put("users.csv", users))[1]
    assert {(each.line, each.reason) for each in report.rejects} == {(17, "unreadable time"), (2500, "missing user id")}


def test_the_same_zone_for_everybody_is_that_zone_for_all(put):
    rng = np.random.default_rng(5)
    moments = np.datetime64("2026-01-01T00:00:00") + rng.integers(0, 300 * 86400, 500).astype("timedelta64[s]")
    rows = "".join(f"u{who},{moment}Z\n" for who, moment in zip(rng.integers(0, 20, 500), moments, strict=True))
    events = put("events.csv", "user_id,time\n" + rows)
    users = put("users.csv", "user_id,tz\n" + "".join(f"u{who},America/New_York\n" for who in range(20)))
    own, one = read(events, users=users)[0], read(events, timezone="America/New_York")[0]
    assert own.activity.fingerprint == one.activity.fingerprint


@pytest.mark.parametrize(("minutes", "events"), [((22, 59), 0), ((23, 0), 1), ((0, 59), 1), ((1, 0), 0)])
def test_an_hour_before_and_an_hour_after_midnight_count(put, minutes, events):
    hour, minute = minutes
    text = f"user_id,time\na,2026-03-01T{hour:02d}:{minute:02d}:00\n" + "b,2026-03-01T12:00:00\n" * 9
    _, report = read(put("events.csv", text))
    assert report.near_midnight == NearMidnight(events, events / 10)
    assert report.near_midnight.warns == bool(events)
    assert any("within an hour of midnight" in note for note in report.notes) == bool(events)


def test_under_five_in_a_hundred_there_is_no_warning(put):
    text = "user_id,time\n" + "a,2026-03-01T23:30:00\n" * 4 + "b,2026-03-01T12:00:00\n" * 96
    _, report = read(put("events.csv", text))
    assert (report.near_midnight.share, report.near_midnight.warns) == (0.04, False)


@pytest.mark.parametrize("time", ["2026-03-01", "2026-03-01T00:00:00"])
def test_dates_have_no_midnight_to_lie_near(put, tmp_path, time):
    dataset, report = read(put("events.csv", f"user_id,time\na,{time}\n"))
    near = report.near_midnight
    assert (near.events, near.share, near.warns, near.notes) == (None, None, False, ())
    assert "dates" in near.why_not
    (tmp_path / "out").mkdir()
    save(dataset, report, tmp_path / "out")
    assert open_saved(tmp_path / "out")[1].near_midnight == near


def test_near_midnight_of_commits_is_what_plain_counting_gives(real_data):
    path = real_data / "pytest_commits.csv.gz"
    hour = pd.read_csv(path, usecols=["timestamp"])["timestamp"].str[11:13].astype(int)
    _, report = read(path)
    assert report.near_midnight.events == int(((hour == 23) | (hour == 0)).sum()) == 1052
    assert report.near_midnight.warns
