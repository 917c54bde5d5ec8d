"""Words for no value: whoever wrote NULL did not do it, an action called \\N was none, and a dash is no amount."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.ingest import read

ROWS = [(f"u{number % 5}", f"2026-01-{number + 1:02d} 10:00:00", "open", f"{number}.50") for number in range(24)]
NAMES = ("user_id", "timestamp", "event", "amount")
WORDS = ["NULL", "null", "\\N", "(null)", "<null>", "[NULL]", "NaN", "<NA>", "None", "undefined", " NULL "]


@pytest.fixture
def read_with(tmp_path):
    """Read the rows, in the first of which one column holds words instead."""

    def read_rows(column, words):
        place = NAMES.index(column)
        rows = [(*row[:place], word, *row[place + 1 :]) for row, word in zip(ROWS, words, strict=False)]
        path = tmp_path / "events.csv"
        path.write_text("\n".join(",".join(cells) for cells in (NAMES, *rows, *ROWS[len(words) :])))
        return read(path)

    return read_rows


def test_a_user_id_that_stands_for_none_is_missing_and_no_person(read_with):
    report = read_with("user_id", WORDS)[1]
    assert (report.users, report.loaded, report.rejected) == (5, len(ROWS) - len(WORDS), len(WORDS))
    assert [each.reason for each in report.rejects] == ["missing user id"]
    assert "Cells that hold NULL are read as blank." in report.notes


def test_an_event_that_stands_for_none_is_no_event_of_its_own(read_with):
    report = read_with("event", WORDS)[1]
    assert (report.loaded, report.rejected, tuple(report.event_names)) == (24, 0, ("open",))


def test_an_amount_that_stands_for_none_leaves_its_row_loaded(read_with):
    words = [*WORDS, "-", "–", "N/A", "n/a"]
    report = read_with("amount", words)[1]
    assert (report.loaded, report.rejected) == (24, 0)
    assert float(report.amount) == sum(number + 0.5 for number in range(len(words), 24))


def test_a_time_that_stands_for_none_is_missing_and_not_unreadable(read_with):
    assert [each.reason for each in read_with("timestamp", ["NULL"])[1].rejects] == ["missing time"]


def test_what_only_resembles_such_a_word_is_somebody(read_with):
    names = ["Null", "NULLs", "none", "NA", "nano", "u-NULL"]
    assert read_with("user_id", names)[1].users == 5 + len(names)


def test_parquet_and_json_hold_nobody_called_null_either(tmp_path):
    users = ["NULL" if number % 4 == 0 else row[0] for number, row in enumerate(ROWS)]
    rows = [dict(zip(NAMES, (user, *row[1:]), strict=True)) for user, row in zip(users, ROWS, strict=True)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    times = pa.array([row[1] for row in ROWS]).cast(pa.timestamp("us"))
    pq.write_table(pa.table({"user_id": users, "timestamp": times}), tmp_path / "a.parquet")
    for name in ("a.jsonl", "a.parquet"):
        report = read(tmp_path / name)[1]
        assert (report.users, report.loaded, report.rejected) == (5, 18, 6)


def test_attributes_that_databases_leave_out_are_missing(tmp_path, read_with):
    read_with("event", ["open"])
    (tmp_path / "users.csv").write_text("user_id,plan\nu0,NULL\nu1,None\nu2,Pro\nu3,\\N\nu4,Pro\n")
    users = read(tmp_path / "events.csv", users=tmp_path / "users.csv")[0].users
    assert users.set_index("user_id")["plan"].dropna().to_dict() == {"u1": "None", "u2": "Pro", "u4": "Pro"}
