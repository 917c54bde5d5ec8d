"""Times of any format through `read`: one reading for the whole file, decided beyond its head, or asked."""

from datetime import datetime, timedelta

import pytest

from analysis.activity import to_date
from analysis.errors import OffbeatError
from analysis.ingest import preview, read, read_timestamps

START = datetime(2026, 1, 1, 9, 48)


def write(path, times):
    path.write_text("user_id,time\n" + "".join(f'u{place % 7},"{time}"\n' for place, time in enumerate(times)))
    return path


def first_days(path, **options):
    dataset, report = read(path, **options)
    return to_date(int(dataset.activity.day.min())).isoformat(), report


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("%d/%m/%Y %H:%M", "d/m/y"), ("%m/%d/%Y %I:%M %p", "m/d/y with AM and PM"), ("%Y%m%d%H%M%S", "%Y%m%d%H%M%S"),
        ("%d. %B %Y, %H:%M", "date with the month's name"), ("%Y-W%V-%u", "ISO 8601 week date"),
    ],
)  # fmt: skip
def test_a_file_is_read_as_the_list_is(tmp_path, pattern, said):
    times = [(START + timedelta(days=step)).strftime(pattern) for step in range(60)]
    dataset, report = read(write(tmp_path / "t.csv", [*times, "soon"]))
    assert (report.loaded, report.rejected, report.timestamp_format) == (60, 1, said)
    assert any(f'60 of 61 times read as {said}; 1 rejected, e.g. "soon".' in note for note in report.notes)
    days = {found.date() for found in read_timestamps(times).instants}
    assert {to_date(int(day)) for day in dataset.activity.day} == days


def test_the_order_is_decided_beyond_the_head_of_the_file(tmp_path):
    open_dates = [f"{1 + step % 12:02}/02/2026" for step in range(6000)]
    first, report = first_days(write(tmp_path / "t.csv", [*open_dates, "01/13/2026"]))
    assert (first, report.timestamp_format) == ("2026-01-02", "m/d/y")


@pytest.mark.parametrize(("answer", "first"), [("day-first", "2026-02-01"), ("month-first", "2026-01-02"),
                                               ("%d/%m/%Y", "2026-02-01")])  # fmt: skip
def test_an_open_order_is_asked_and_answered(tmp_path, answer, first):
    path = write(tmp_path / "t.csv", ["01/02/2026", "03/04/2026"])
    with pytest.raises(OffbeatError, match=r"1 February 2026, the day first or 2 January 2026, .*--time-format"):
        read(path)
    (question,) = (each for each in preview(path).questions if each.field == "time_format")
    assert set(question.choices) == {"day-first", "month-first"}
    assert first_days(path, time_format=answer)[0] == first


def test_two_orders_in_one_file_are_asked_and_the_answer_rejects_the_other(tmp_path):
    times = [(START + timedelta(days=step % 300)).strftime("%d/%m/%Y") for step in range(5200)]
    path = write(tmp_path / "t.csv", [*times, "01/31/2026"])
    with pytest.raises(OffbeatError, match='found d/m/y and "01/31/2026"'):
        read(path)
    _, report = first_days(path, time_format="day-first")
    assert (report.loaded, report.rejected) == (5200, 1)


def test_offsets_of_written_dates_decide_the_local_day_unless_a_zone_is_given(tmp_path):
    path = write(tmp_path / "t.csv", ["Sat, 21 Nov 2026 23:30:00 +0100", "Sat, 21 Nov 2026 22:30:00 +0100"])
    assert first_days(path)[0] == "2026-11-21"
    first, report = first_days(path, timezone="Asia/Tokyo")
    assert (first, report.timezone) == ("2026-11-22", "Asia/Tokyo")


@pytest.mark.parametrize("others", [(), ("2026-10-25 00:30:00Z",)])
def test_hours_that_clocks_skip_or_repeat_are_counted(tmp_path, others):
    # One with an offset, which lies in such an hour and is clear, makes the load look at every row again.
    path = write(tmp_path / "t.csv", ["2026-03-29 02:30:00", "2026-10-25 02:30:00", "2026-06-01 02:30:00", *others])
    _, report = first_days(path, timezone="Europe/Berlin")
    assert any(note.startswith("2 times without an offset lie in an hour") for note in report.notes)


def test_an_unknown_way_of_writing_times_is_refused_with_the_known_ones(tmp_path):
    path = write(tmp_path / "t.csv", ["2026-01-01"])
    with pytest.raises(OffbeatError, match=r'found "daily".*day-first'):
        read(path, time_format="daily")
