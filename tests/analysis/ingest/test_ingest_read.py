"""From files to Activity: known sums, a slow reference, one fingerprint whatever the order, the format, the threads."""

import csv
import gzip
import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.activity import to_day
from analysis.errors import OffbeatError
from analysis.ingest import Limits, read

HEADER = ("user_id", "timestamp", "event", "amount")


def write(path: Path, rows, header=HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def reference(rows):
    """Return user-days and uses of (user, time, event, amount) texts, counted one row at a time."""
    days = defaultdict(lambda: [0, 0, set(), Decimal(0)])
    uses = defaultdict(lambda: [set(), 0, None])
    for user, time, event, amount in rows:
        moment = datetime.fromisoformat(time)
        day = days[user.encode(), to_day(moment.date())]
        day[0] += 1
        day[1] |= 1 << moment.hour
        day[3] += Decimal(amount or 0)
        if event:
            day[2].add(event)
            use = uses[user.encode(), event.encode()]
            use[0].add(to_day(moment.date()))
            use[1] += 1
            use[2] = use[2] if not amount else (use[2] or Decimal(0)) + Decimal(amount)
    return dict(sorted(days.items())), dict(sorted(uses.items()))


def assert_equal_to_reference(activity, rows):
    days, uses = reference(rows)
    ids = [name.encode() for name in activity.user_ids.to_pylist()]
    assert ids == sorted({user for user, _ in days})
    assert [(ids[user], day) for user, day in zip(activity.user, activity.day.tolist(), strict=True)] == list(days)
    assert activity.events.tolist() == [value[0] for value in days.values()]
    assert activity.hours.tolist() == [value[1] for value in days.values()]
    assert activity.amount.tolist() == [float(value[3]) for value in days.values()]
    users_of = defaultdict(set)
    for user, event in uses:
        users_of[event].add(user)
    ranked = sorted(users_of, key=lambda event: (-len(users_of[event]), event))
    assert [name.encode() for name in activity.event_names] == ranked[:63]
    for bits, value in zip(activity.event_bits.tolist(), days.values(), strict=True):
        assert bits == sum({1 << min(ranked.index(name.encode()), 63) for name in value[2]})
    table = activity.uses
    assert [(ids[user], event.encode()) for user, event in zip(table["user"], table["event"], strict=True)] == list(
        uses
    )
    assert table["days"].tolist() == [len(value[0]) for value in uses.values()]
    assert table["count"].tolist() == [value[1] for value in uses.values()]
    assert table["first_day"].tolist() == [min(value[0]) for value in uses.values()]
    assert table["last_day"].tolist() == [max(value[0]) for value in uses.values()]
    wanted = [np.nan if value[2] is None else float(value[2]) for value in uses.values()]
    np.testing.assert_array_equal(table["amount"].to_numpy(), wanted)


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n\0", exclude_categories=("Cs", "Cc")),
    min_size=1,
    max_size=6,
)
ROWS = st.tuples(
    NAMES.filter(lambda name: name == name.strip(" \t")),
    st.datetimes(datetime(2025, 12, 20), datetime(2026, 1, 20)).map(lambda at: at.replace(microsecond=0).isoformat()),
    st.one_of(st.just(""), NAMES),
    st.one_of(st.just(""), st.decimals(-1000, 1000, places=2).map(str)),
)


@given(st.lists(ROWS, min_size=1, max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rows_are_reduced_as_the_slow_reference_does(tmp_path, rows):
    rows.append(("one", "2026-01-02T05:06:07", "named", "1.00"))  # so that not every time is midnight
    dataset, report = read(write(tmp_path / "any.csv", rows))
    assert_equal_to_reference(dataset.activity, rows)
    assert report.amount == sum(Decimal(row[3] or 0) for row in rows)
    assert report.rows_in_file == report.loaded == len(rows)


def test_more_than_63_event_names_share_the_last_bit(tmp_path):
    rng = random.Random(5)
    rows = [
        (f"u{rng.randrange(30)}", f"2026-01-{rng.randrange(1, 29):02d}T{rng.randrange(24):02d}:00:00",
         f"event {min(rng.randrange(90), rng.randrange(90)):02d}", "") for _ in range(4000)
    ]  # fmt: skip
    activity = read(write(tmp_path / "many.csv", rows))[0].activity
    assert_equal_to_reference(activity, rows)
    assert len(activity.event_names) == 63
    assert activity.uses["event"].nunique() == len({row[2] for row in rows}) > 80


def random_rows(count=20_000):
    rng = random.Random(7)
    return [
        (f"{rng.randrange(800):04d}",
         f"2026-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}T{rng.randrange(24):02d}:15:00",
         f"e{rng.randrange(70)}",
         f"{rng.randrange(10**6) / 100:.2f}" if rng.random() < 0.3 else "") for _ in range(count)
    ]  # fmt: skip


def test_one_fingerprint_whatever_the_order_the_threads_and_the_format(tmp_path):
    rows = random_rows()
    shuffled = random.Random(1).sample(rows, len(rows))
    plain = write(tmp_path / "a.csv", rows)
    wanted = read(plain)[0].activity.fingerprint
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    text = pacsv.ConvertOptions(column_types={name: pa.string() for name in HEADER})
    parquet = tmp_path / "a.parquet"
    pq.write_table(pacsv.read_csv(plain, convert_options=text), parquet)
    parts = [write(tmp_path / f"{i}.csv", shuffled[i::3]) for i in range(3)]
    turned = write(tmp_path / "t.csv", [row[::-1] for row in shuffled], HEADER[::-1])
    for files in ([plain], [write(tmp_path / "s.csv", shuffled)], [packed], [parquet], parts, [turned]):
        for threads in (1, 2):
            activity = read(files, limits=Limits(threads=threads))[0].activity
            assert activity.fingerprint == wanted, (files, threads)
    assert read(write(tmp_path / "less.csv", rows[1:]))[0].activity.fingerprint != wanted


def test_typed_parquet_gives_the_same_as_text(tmp_path):
    rows = random_rows(500)
    wanted = read(write(tmp_path / "a.csv", rows))[0].activity.fingerprint
    table = pa.table(
        {
            "user_id": [row[0] for row in rows],
            "timestamp": pa.array([datetime.fromisoformat(row[1]) for row in rows], pa.timestamp("ms")),
            "event": [row[2] for row in rows],
            "amount": pa.array([float(row[3]) if row[3] else None for row in rows], pa.float64()),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet")[0].activity.fingerprint == wanted


def test_cdnow_is_read_to_the_cent(real_data):
    dataset, report = read([real_data / "cdnow_transactions.csv.gz"])
    assert (report.rows_in_file, report.loaded, report.users) == (69659, 69659, 23570)
    assert report.amount == Decimal("2500315.63")
    assert dataset.activity.events.sum() == 69659
    assert not dataset.activity.has_hours
    assert dataset.activity.user_ids[0].as_py() == "00001"


@pytest.mark.parametrize(
    ("name", "bot", "share"), [("numpy", "22859c22aa42", (0, 66, 70)), ("pytest", "99c1bfe7f8e1", (6, 111, 118))]
)
def test_stored_offsets_give_the_known_weekday_counts(real_data, name, bot, share):
    activity = read(real_data / f"{name}_commits.csv.gz")[0].activity
    weekdays = (activity.days_of(activity.row_of(bot)) + 3) % 7
    assert (np.count_nonzero(weekdays == share[0]), len(weekdays)) == share[1:]


def test_five_loads_give_one_fingerprint(real_data):
    prints = {read(real_data / "pytest_commits.csv.gz")[0].fingerprint for _ in range(5)}
    assert len(prints) == 1


def test_every_row_is_loaded_rejected_with_reason_line_and_example_or_blank(tmp_path):
    path = tmp_path / "dirty.csv"
    path.write_text(
        "user_id,timestamp,amount\n"  # line 1
        ",2026-01-01,\n"
        "x,2026-01-01T10:00:00,1.5\n"
        "\n"
        "y,nope,3\n"  # 5
        "z,2026-01-02,abc\n"
        ",,\n"
        "a,b\n"
        'q,"2026-01-02\n",3\n'
        "r,,3\n"
        "007,2026-01-02 03:04:05+02:00,3\n"
        "s,0001-01-01,3\n"
        "t,2027-05-05,3\n"
    )
    dataset, report = read(path, as_of=date(2026, 12, 31))
    assert report.rows_in_file == report.loaded + report.rejected + report.blank == 12
    assert (report.loaded, report.blank) == (3, 2)
    assert dataset.activity.user_ids.to_pylist() == ["007", "q", "x"]
    found = {each.reason: (each.rows, each.line, each.example) for each in report.rejects}
    assert found == {
        "missing user id": (1, 2, "2026-01-01"),
        "unreadable time": (3, 5, "nope"),
        "unreadable amount": (1, 6, "abc"),
        "missing time": (1, 11, "r, 3"),
        "after as of": (1, 14, "2027-05-05"),
    }
    assert [each.line for each in report.rejected_rows] == [2, 5, 6, 8, 11, 13, 14]


def test_a_byte_that_is_not_utf8_far_down_is_read_as_the_letter_it_was(tmp_path):
    path = tmp_path / "late.csv"
    good = b"u1,2026-01-01T10:00:00,somewhat longer to reach beyond the head of the file\n" * 2_000
    path.write_bytes(b"user_id,time,event\n" + good + b"u\xe4,2026-01-01,x\nu2,2026-01-02,y\n")
    dataset, report = read(path)
    assert (report.rows_in_file, report.loaded, report.rejected) == (2_002, 2_002, 0)
    assert dataset.activity.user_ids.to_pylist() == ["u1", "u2", "uä"]
    assert "late.csv was read as CP1252." in report.notes


def test_an_empty_user_id_falls_back_row_by_row(tmp_path):
    rows = [("u1", "anon1"), ("", "anon2"), ('""', "anon2"), ("", "")]
    path = tmp_path / "fall.csv"
    path.write_text("user_id,anonymous_id,timestamp\n" + "".join(f"{a},{b},2026-01-01\n" for a, b in rows))
    dataset, report = read(path)
    assert dataset.activity.user_ids.to_pylist() == ["anon2", "u1"]
    assert dataset.activity.events.tolist() == [2, 1]
    assert (report.rejected, report.rejects[0].reason, report.rejects[0].line) == (1, "missing user id", 5)


def test_blanks_around_ids_are_trimmed_and_blank_ids_fall_back(tmp_path):
    path = tmp_path / "tabs.csv"
    path.write_text("user_id,anonymous_id,timestamp\n\tu1,x,2026-01-01\nu1 ,x,2026-01-01\n  ,x,2026-01-01\n")
    dataset, _ = read(path)
    assert dataset.activity.user_ids.to_pylist() == ["u1", "x"]
    assert dataset.activity.events.tolist() == [2, 1]


def test_repeated_rows_are_events_and_days_are_unique(tmp_path):
    activity = read(write(tmp_path / "a.csv", [("u", "2026-01-01", "e", "2")] * 3))[0].activity
    assert (activity.day.tolist(), activity.events.tolist(), activity.amount.tolist()) == ([20454], [3], [6.0])


def test_as_of_is_now_even_after_the_last_day(tmp_path):
    path = write(tmp_path / "a.csv", [("u", "2026-01-01", "e", "")])
    assert read(path)[0].activity.observed_to == to_day(date(2026, 1, 1))
    assert read(path, as_of=date(2026, 2, 1))[0].activity.observed_to == to_day(date(2026, 2, 1))
    with pytest.raises(OffbeatError, match=r"found the first one in a\.csv on 2026-01-01\. Hint: choose a later day"):
        read(path, as_of=date(2025, 2, 1))


def test_cents_by_their_name_are_divided(tmp_path):
    path = write(tmp_path / "a.csv", [("u", "2026-01-01", "e", "1999")], ("user_id", "time", "event", "amount_cents"))
    dataset, report = read(path)
    assert report.amount == Decimal("19.99")
    assert dataset.activity.amount.tolist() == [19.99]
    assert any("cents" in note for note in report.notes)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_delimiters_line_ends_and_byte_order_marks(tmp_path, delimiter, end, mark):
    lines = [("user_id", "timestamp", "event"), ("007", "2026-01-01", "a, b; c | d"), ("008", "2026-01-02", "e")]
    text = end.join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    path = tmp_path / "a.csv"
    path.write_bytes((mark + text).encode())
    dataset, report = read(path)
    assert (dataset.activity.user_ids.to_pylist(), report.rows_in_file) == (["007", "008"], 2)
    assert dataset.activity.event_names == ("a, b; c | d", "e")


def test_mixed_line_ends_and_blank_lines_above_the_header(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\n\nuser_id,time\r\nx,2026-01-01\ny,2026-01-02\r\n\r\n")
    _, report = read(path)
    assert (report.rows_in_file, report.loaded, report.blank) == (5, 2, 3)


def test_files_may_order_columns_differently_and_lack_optional_ones(tmp_path):
    first = write(tmp_path / "a.csv", [("u", "2026-01-01", "e", "2")])
    second = write(tmp_path / "b.csv", [("2026-01-02", "v")], ("timestamp", "user_id"))
    dataset, report = read([first, second])
    assert dataset.activity.user_ids.to_pylist() == ["u", "v"]
    assert any("b.csv has no column event" in note for note in report.notes)
    third = write(tmp_path / "c.csv", [("v",)], ("user_id",))
    with pytest.raises(OffbeatError, match=r"timestamp in every file.*c\.csv"):
        read([first, third])


def test_event_names_stay_plain_text_and_headers_never_reach_sql(tmp_path):
    name = '<img src=x onerror="alert(1)"> ![x](http://example.com) $$'
    header = ('b" from t; create table pwned as select 1; --', "timestamp", "user_id", "event', 'x")
    path = write(tmp_path / "a.csv", [("1", "2026-01-01", "u", name)], header)
    dataset, _ = read(path, columns={"event": header[3], "account_id": header[0]})
    assert dataset.activity.event_names == (name,)
    assert dataset.users["account_id"].tolist() == ["1"]


def test_a_path_with_pattern_characters_is_one_file(tmp_path):
    write(tmp_path / "a1.csv", [("other", "2026-01-01", "e", "")])
    path = write(tmp_path / "a[1]*.csv", [("u", "2026-01-01", "e", "")])
    dataset, _ = read(path)
    assert dataset.activity.user_ids.to_pylist() == ["u"]
    assert dataset.name == "a[1]*.csv"


def test_progress_is_told_by_stage(tmp_path):
    told = []
    read(
        write(tmp_path / "a.csv", [("u", "2026-01-01", "e", "")]),
        progress=lambda stage, rows: told.append((stage, rows)),
    )
    stages = [("opened", 0), ("expected", 2), ("so_far", 1), ("read", 1), ("reduced", 1), ("joined", 1)]
    assert told == stages


def test_the_card_says_what_the_file_can_answer(tmp_path):
    _, report = read(write(tmp_path / "a.csv", [("u", f"2026-01-{day:02d}", "e", "") for day in range(1, 32)]))
    can = {each.question: each for each in report.can_answer}
    assert not can["Which weekly beats do users have?"].yes
    assert "31" in can["Which weekly beats do users have?"].why
    assert not can["Where does revenue leak?"].yes
    assert can["How much do they buy?"].yes


@pytest.mark.parametrize(("days", "monthly", "quarterly"), [(31, False, False), (364, True, False), (365, True, True)])
def test_beats_need_their_time(tmp_path, days, monthly, quarterly):
    last = date(2025, 1, 1) + timedelta(days=days - 1)
    _, report = read(write(tmp_path / "a.csv", [("u", "2025-01-01", "e", ""), ("u", str(last), "e", "")]))
    can = {each.question: each for each in report.can_answer}
    assert can["Which monthly beats do users have?"].yes is monthly
    assert can["Who comes at the end of the quarter?"].yes is quarterly
    assert can["Who comes at the end of the quarter?"].why == f"needs 365 days, the data cover {days}"
    assert not can["Who may be a bot?"].yes
    assert can["Who may be a bot?"].why == "the times hold dates only"
