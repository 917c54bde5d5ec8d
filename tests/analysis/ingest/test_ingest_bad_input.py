"""Bad input: one sentence with what was expected and found, and a Hint; never another exception."""

import gzip
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import OffbeatError
from analysis.ingest import Limits, read

GOOD = b"user_id,timestamp\n" + b"".join(b"u%d,2026-01-%02d\n" % (i, i % 28 + 1) for i in range(2000))
PACKED = gzip.compress(GOOD)
NOISE = bytes((i * 7919 + i // 256) % 256 for i in range(5000))

FILES = {
    "no time": (b"a,b\n1,2\n", "column"),
    "a user but no time": (b"user_id,colour\n1,2\n", "Expected a timestamp column"),
    "a wrong time column": (b"user_id,timestamp\nx,hello\n", 'found "hello"'),
    "empty": (b"", "empty file"),
    "only blank lines": (b"\n\n\r\n", "blank lines"),
    "only blank cells": (b"user_id,timestamp\n,\n,\n", "times such as"),
    "a header alone": (b"user_id,timestamp\n", "Expected rows below the header"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + NOISE, "PNG picture"),
    "a workbook": (b"PK\x03\x04" + NOISE, "Excel"),
    "noise": (NOISE, "binary data"),
    "a page called a spreadsheet": (b"<html><table><tr><td>user_id</td></tr></table></html>", "a page of HTML"),
    "a tree": (b'<?xml version="1.0"?>\n<events><event/></events>', "XML"),
    "lists in JSON": (b'[["user_id", "timestamp"], ["u1", "2026-01-01"]]', "rows that are no objects"),
    "zeros": (b"\0" * 500, "binary data"),
    "a letter": (b"Dear all,\nthis is no table\n", "column"),
    "one endless line": (b"user_id,timestamp" * 100_000, "line"),
    "a long first row": (b"user_id,timestamp\n" + b"x" * 2**20 + b",2026-01-01\nu,2026-01-02\n", "found a longer one"),
    "a long first row in quotes": (b'user_id,timestamp\n"' + b"x\n" * 2**20 + b'",2026-01-01\n', "column"),
    "cut gzip": (PACKED[:-30], "cut short or damaged"),
    "gzip with a wrong checksum": (PACKED[:-8] + bytes([PACKED[-8] ^ 1]) + PACKED[-7:], "cut short or damaged"),
    "gzip of nothing": (gzip.compress(b""), "empty file"),
    "a picture in gzip": (gzip.compress(b"\x89PNG"), "PNG picture, bad.csv"),
    "gzip in gzip": (gzip.compress(PACKED), "gzip inside a gzip"),
    "cut Parquet": (b"PAR1" + NOISE, "Parquet"),
}


@pytest.mark.parametrize("name", FILES)
def test_bad_files_are_refused_in_one_sentence_with_a_hint(tmp_path, name):
    content, word = FILES[name]
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(OffbeatError) as raised:
        read(path)
    assert re.fullmatch(r"Expected [^\n]+, found [^\n]+\. Hint: [^\n]+\.", str(raised.value))
    assert word in str(raised.value)


def test_whole_files_of_the_same_kinds_are_read(tmp_path):
    for name, content in (("a.csv", GOOD), ("a.csv.gz", PACKED), ("misnamed.png", PACKED)):
        (tmp_path / name).write_bytes(content)
        assert read(tmp_path / name)[1].loaded == 2000


def test_a_text_named_gz_is_read_as_text(tmp_path):
    path = tmp_path / "plain.csv.gz"
    path.write_bytes(GOOD)
    assert read(path)[1].loaded == 2000


def test_a_folder_is_refused_by_its_name(tmp_path):
    (tmp_path / "exports").mkdir()
    with pytest.raises(OffbeatError, match="Expected a file, found the folder exports"):
        read(tmp_path / "exports")


def test_an_open_quote_spoils_no_row_but_its_own_and_is_said(tmp_path):
    path = tmp_path / "open.csv"
    rows = ["a,2026-01-01,x\n"] * 3 + ['b,2026-01-02,"y\n'] + ["c,2026-01-03,z\n"] * 50
    path.write_text("user_id,timestamp,event\n" + "".join(rows))
    dataset, report = read(path)
    assert (report.rows_in_file, report.loaded, report.rejected) == (54, 54, 0)
    assert dataset.activity.event_names == ('"y', "x", "z")
    assert "1 row was read as likeliest in open.csv: quotes or delimiters do not add up there." in report.notes


def test_lines_of_blanks_alone_are_blank_and_lines_stay_right(tmp_path):
    path = tmp_path / "blanks.csv"
    path.write_text("  \n\nuser_id,timestamp\na,2026-01-01\n   \nb,2026-01-02\n \t \nc,never\n\t, \n ")
    report = read(path)[1]
    assert (report.rows_in_file, report.loaded, report.rejected, report.blank) == (9, 2, 1, 6)
    assert [(each.reason, each.line) for each in report.rejects] == [("unreadable time", 8)]


def test_a_line_of_blanks_in_a_table_of_tabs_is_blank(tmp_path):
    path = tmp_path / "tabs.tsv"
    path.write_text("user_id\ttimestamp\na\t2026-01-01\n   \n\t\nb\t2026-01-02\n")
    report = read(path)[1]
    assert (report.rows_in_file, report.loaded, report.rejected, report.blank) == (4, 2, 0, 2)


def test_a_last_row_over_several_lines_with_quotes_that_close_swallows_nothing(tmp_path):
    path = tmp_path / "closed.csv"
    path.write_text('user_id,timestamp,event\na,2026-01-01,x\nb,2026-01-02,"two\nlines"')
    report = read(path)[1]
    assert (report.rows_in_file, report.loaded, report.rejected) == (2, 2, 0)


def test_line_ends_that_mix_late_are_read_leniently(tmp_path):
    path = tmp_path / "mixed.csv"
    rows = ["a,2024-01-01,x,1\n"] * 100_000 + ["b,2024-01-02,y,2\r\n"] * 20 + ["c,2024-01-02,y,2\r"] * 5
    path.write_bytes(("user_id,timestamp,event,amount\n" + "".join(rows)).encode())
    report = read(path)[1]
    assert (report.rows_in_file, report.loaded, report.users) == (100_025, 100_025, 3)


def test_a_nul_in_an_id_far_down_is_rejected_with_its_reason(tmp_path):
    path = tmp_path / "nul.csv"
    path.write_bytes(b"user_id,timestamp\n" + b"a,2026-01-01\n" * 90_000 + b"a\0,2026-01-01\nb,2026-01-02\n")
    report = read(path)[1]
    assert [(each.reason, each.rows, each.line) for each in report.rejects] == [("a NUL byte in an id", 1, 90_002)]
    assert (report.rows_in_file, report.users) == (90_002, 2)


def test_float_ids_of_parquet_are_whole_numbers_and_nan_is_missing(tmp_path):
    ids = pa.array([1.0, 2.5, float("nan"), None, 1e17])
    pq.write_table(pa.table({"user_id": ids, "timestamp": ["2026-01-01"] * 5}), tmp_path / "f.parquet")
    dataset, report = read(tmp_path / "f.parquet")
    assert dataset.activity.user_ids.to_pylist() == ["1", "100000000000000000", "2.5"]
    assert (report.rows_in_file, report.rejected) == (5, 2)


def test_a_file_given_twice_is_read_once_and_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(GOOD)
    report = read([path, str(path)])[1]
    assert report.loaded == 2000
    assert "a.csv was given 2 times: read once." in report.notes


def test_one_user_is_fine(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("user_id,timestamp\nx,2026-01-01\n")
    assert read(path)[0].activity.users == 1


def test_a_missing_file_and_no_file(tmp_path):
    with pytest.raises(OffbeatError, match=r"nothing at gone\.csv"):
        read(tmp_path / "gone.csv")
    with pytest.raises(OffbeatError, match="at least one file"):
        read([])


def test_an_unknown_column_or_field_names_the_known_ones(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("user,time\nx,2026-01-01\n")
    with pytest.raises(OffbeatError, match=r'"nope".*user, time'):
        read(path, columns={"timestamp": "nope"})
    with pytest.raises(OffbeatError, match='"when"'):
        read(path, columns={"when": "time"})
    with pytest.raises(OffbeatError, match=r"users\.plan"):
        read(path, columns={"orders.plan": "time"})


def test_a_bomb_is_stopped_as_it_unpacks(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"user_id,timestamp\n" + b"u,2026-01-01\n" * 8_000_000, compresslevel=9))
    with pytest.raises(OffbeatError, match="found more"):
        read(path)
    path.write_bytes(PACKED)
    with pytest.raises(OffbeatError, match="found more"):
        read(path, limits=Limits(unpacked_bytes=1000))


def test_wide_files_and_big_parquet_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{i}" for i in range(50)) + "\n")
    with pytest.raises(OffbeatError, match="at most 40 columns"):
        read(path, limits=Limits(header_cells=40))
