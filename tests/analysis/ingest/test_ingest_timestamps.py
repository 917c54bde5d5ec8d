"""One reading a column: decided on values, applied in DuckDB, equal to the standard library's."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.activity import to_date
from analysis.errors import UnknownNameError
from analysis.ingest import read
from analysis.ingest.timestamps import Reading, check_zone, decide_reading, fits_sql, local_time_sql, zone_names

MOMENT = datetime(2026, 3, 1, 23, 30, 15, tzinfo=UTC)


def local(texts, reading, zone=None):
    """Apply a reading to texts in DuckDB."""
    sql = local_time_sql(reading, text="t", zone="given" if zone else "stored")
    sql = "CASE WHEN " + fits_sql(reading, text="t") + " THEN " + sql + " END"
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        values = {"texts": list(texts)} | ({"zone": zone} if zone else {})
        rows = connection.execute("SELECT CAST(" + sql + " AS TIMESTAMP) FROM (SELECT unnest($texts) AS t)", values)
        return [row[0] for row in rows.fetchall()]


@pytest.mark.parametrize(
    ("texts", "reading"),
    [
        (["2026-03-01", "2026-03-02", ""], Reading("date")),
        (["2026-03-01T12:00:00", "2026-03-01 12:00:01"], Reading("naive")),
        (["2026-03-01T12:00:00", "2026-03-01"], Reading("iso")),
        (["2026-03-01T12:00:00Z"], Reading("iso")),
        (["2026-03-01 12:00:00.123 UTC"], Reading("iso")),
        (["2026-03-01T12:00+02"], Reading("iso")),
        (["1772366400"], Reading("epoch", "s")),
        (["1772366400.5"], Reading("epoch", "s")),
        (["1772366400123"], Reading("epoch", "ms")),
        (["1772366400123456"], Reading("epoch", "us")),
        (["1772366400123456789"], Reading("epoch", "ns")),
        (["2026-03-01", "x"], None),
        (["20260301"], Reading("digits", pattern="%Y%m%d")),
        (["01/02/2026"], None),
        (["", " "], None),
        ([], None),
    ],
)
def test_one_reading_is_decided_for_the_column(texts, reading):
    assert decide_reading(texts) == reading


@pytest.mark.parametrize(
    "text",
    ["2026-03-01T23:30:15Z", "2026-03-01T23:30:15+00:00", "2026-03-01 23:30:15 UTC", "2026-03-02T01:30:15+02:00",
     "2026-03-02T01:30:15+0200", "2026-03-02 01:30:15+02", "2026-03-01T18:30:15.000-05:00"],
)  # fmt: skip
def test_an_offset_decides_the_local_time_unless_a_zone_is_given(text):
    naive = datetime.fromisoformat(text[:19].replace(" ", "T"))
    assert local([text], Reading("iso")) == [naive]
    assert local([text], Reading("iso"), "America/New_York") == [datetime(2026, 3, 1, 18, 30, 15)]


@pytest.mark.parametrize("text", ["2026-03-01 23:30:15", "2026-03-01T23:30:15"])
def test_a_time_without_offset_is_local_in_the_given_zone(text):
    for reading in (Reading("iso"), Reading("naive")):
        assert local([text], reading) == [datetime(2026, 3, 1, 23, 30, 15)]
    assert local([text], Reading("iso"), "Asia/Tokyo") == [datetime(2026, 3, 1, 23, 30, 15)]


@pytest.mark.parametrize(("unit", "factor"), [("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)])
def test_epochs_are_utc_and_converted_where_a_zone_is_given(unit, factor):
    text = str(int(MOMENT.timestamp()) * factor)
    assert local([text], Reading("epoch", unit)) == [MOMENT.replace(tzinfo=None)]
    assert local([text], Reading("epoch", unit), "Asia/Tokyo") == [datetime(2026, 3, 2, 8, 30, 15)]


@pytest.mark.parametrize(
    ("reading", "text"),
    [
        (Reading("iso"), "epoch"), (Reading("iso"), "infinity"), (Reading("iso"), "2026-02-30T00:00:00"),
        (Reading("iso"), "2026-03-01T25:00:00"), (Reading("iso"), "01/02/2026"), (Reading("iso"), ""),
        (Reading("naive"), "2026-03-01T12:00+02:00"), (Reading("naive"), "2026-03-01T12:00+02"),
        (Reading("date"), "2026-03-01T00:00:00"), (Reading("date"), "2026-13-01"),
        (Reading("epoch", "s"), "1772366400123"), (Reading("epoch", "ms"), "1772366400"), (Reading("epoch", "s"), "x"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_reading_is_null_and_never_another_day(reading, text):
    assert local([text], reading) == [None]


OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=OFFSETS)


@given(
    st.lists(MOMENTS, min_size=1, max_size=20), st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
)
@settings(max_examples=40, deadline=None)
def test_any_iso_time_is_read_as_the_standard_library_reads_it(moments, zone):
    texts = [moment.isoformat() for moment in moments]
    assert local(texts, Reading("iso")) == [moment.replace(tzinfo=None) for moment in moments]
    assert local(texts, Reading("iso"), zone) == [
        moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in moments
    ]


@given(st.lists(st.tuples(MOMENTS, st.sampled_from([None, "Europe/Berlin", "Asia/Kolkata"])), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_a_zone_of_the_row_goes_before_the_stored_offset(rows):
    texts, zones = [moment.isoformat() for moment, _ in rows], [zone for _, zone in rows]
    sql = local_time_sql(Reading("iso"), text="t", zone="own")
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        values = {"texts": texts, "zones": zones}
        source = "(SELECT unnest($texts) AS t, unnest($zones) AS own_zone)"
        found = connection.execute("SELECT " + sql + " FROM " + source, values).fetchall()
    assert [row[0] for row in found] == [
        (moment.astimezone(ZoneInfo(zone)) if zone else moment).replace(tzinfo=None) for moment, zone in rows
    ]


def test_every_zone_that_is_offered_is_known_to_duckdb():
    with duckdb.connect() as connection:
        known = {row[0] for row in connection.execute("SELECT name FROM pg_timezone_names()").fetchall()}
    assert set(zone_names()) <= known
    assert "localtime" not in zone_names()
    assert len(zone_names()) > 400


def test_an_unknown_zone_names_the_nearest():
    with pytest.raises(UnknownNameError, match="Europe/Berlin"):
        check_zone("Europe/Berln")


def days_of(path, **options):
    dataset, report = read(path, **options)
    return [to_date(day).isoformat() for day in dataset.activity.day], report


def test_the_zone_moves_days_and_the_report_says_what_decided_them(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("user_id,time\na,2026-03-01T23:30:00+02:00\nb,2026-03-01T23:30:00Z\nc,2026-03-01T23:30:00\n")
    days, report = days_of(path)
    assert days == ["2026-03-01"] * 3
    assert report.timezone == "stored offsets"
    assert any("1 of 3 times store no offset" in note for note in report.notes)
    days, report = days_of(path, timezone="Europe/Berlin")
    assert days == ["2026-03-01", "2026-03-02", "2026-03-01"]
    assert report.timezone == "Europe/Berlin"
    assert any("1 time without an offset" in note for note in report.notes)


@pytest.mark.parametrize("ending", ["Z", "+00:00", ""])
def test_utc_is_noted_where_no_other_offset_is_stored(tmp_path, ending):
    path = tmp_path / "events.csv"
    path.write_text(f"user_id,time\na,2026-03-01T23:30:00{ending}\n")
    _, report = days_of(path)
    assert report.timezone == "UTC"
    assert any("UTC" in note for note in report.notes)


@pytest.mark.parametrize(("stored", "asked", "used"), [
    ("Europe/Berlin", None, "UTC"), ("Europe/Berlin", "Asia/Tokyo", "Asia/Tokyo"), ("UTC", None, None),
    ("Asia/Tokyo", "Asia/Tokyo", None), (None, None, None),
])  # fmt: skip
def test_a_zone_stored_with_a_parquet_column_is_told_beside_the_one_used(tmp_path, stored, asked, used):
    times = pa.array([MOMENT if stored else MOMENT.replace(tzinfo=None)], pa.timestamp("us", tz=stored))
    pq.write_table(pa.table({"user_id": ["a"], "time": times}), tmp_path / "t.parquet")
    _, report = days_of(tmp_path / "t.parquet", timezone=asked)
    said = [note for note in report.notes if note.startswith("t.parquet")]
    assert said == (
        [f"t.parquet stores the column time with the zone {stored}; used for days and hours: {used}."] if used else []
    )


def test_an_empty_zone_is_refused_with_the_next_step(tmp_path):
    with pytest.raises(UnknownNameError, match=r"found an empty one\. Hint: write it as Europe/Berlin"):
        check_zone(" ")
    path = tmp_path / "events.csv"
    path.write_text("user_id,time\na,2026-03-01\n")
    with pytest.raises(UnknownNameError, match="empty"):
        read(path, timezone="")


def test_a_late_time_with_an_offset_widens_the_reading_of_the_whole_column(tmp_path):
    path = tmp_path / "events.csv"
    rows = [f"u{i % 7},2026-03-01 12:00:00" for i in range(6000)] + ["late,2026-03-02T01:00:00+05:00"]
    path.write_text("user_id,time\n" + "\n".join(rows) + "\n")
    dataset, report = read(path)
    assert (report.loaded, report.rejected, report.timestamp_format) == (6001, 0, "ISO 8601")
    assert to_date(dataset.activity.days_of(dataset.activity.row_of("late"))[0]) == date(2026, 3, 2)


@pytest.mark.parametrize("times", [("2026-03-01", "2026-03-02"), ("2026-03-01T00:00:00", "2026-03-02T00:00:00")])
def test_dates_and_midnights_have_no_hours(tmp_path, times):
    path = tmp_path / "events.csv"
    path.write_text("user_id,time\n" + "".join(f"a,{time}\n" for time in times))
    dataset, report = read(path)
    assert not dataset.activity.has_hours
    assert any("dates" in note for note in report.notes)


def test_one_minute_past_midnight_is_an_hour(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("user_id,time\na,2026-03-01T00:00:00\na,2026-03-02T00:01:00\n")
    dataset, _ = read(path)
    assert dataset.activity.hours.tolist() == [1, 1]


def test_days_before_1970_keep_their_day(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("user_id,time\na,1969-12-31T23:30:00\n")
    dataset, _ = read(path)
    assert dataset.activity.day.tolist() == [-1]
    assert dataset.activity.hours.tolist() == [1 << 23]
