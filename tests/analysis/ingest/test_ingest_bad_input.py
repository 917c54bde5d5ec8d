"""Bad input: one sentence with what was expected and found, and a Hint; never another exception."""

import gzip
import re

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
    "zeros": (b"\0" * 500, "binary data"),
    "UTF-16": ("user_id,timestamp\nx,2026-01-01\n".encode("utf-16"), "binary data"),
    "Latin-1": ("user_id,timestamp\nxä,2026-01-01\n".encode("latin-1"), "UTF-8"),
    "a letter": (b"Dear all,\nthis is no table\n", "column"),
    "one endless line": (b"user_id,timestamp" * 100_000, "line"),
    "cut gzip": (PACKED[:-30], "cut short or damaged"),
    "gzip with a wrong checksum": (PACKED[:-8] + bytes([PACKED[-8] ^ 1]) + PACKED[-7:], "cut short or damaged"),
    "gzip of nothing": (gzip.compress(b""), "empty file"),
    "gzip in gzip": (gzip.compress(PACKED), "gzip inside a gzip"),
    "cut Parquet": (b"PAR1" + NOISE, "Parquet"),
    "an open quote": (b'user_id,timestamp\nx,"2026-01-01\ny,2026-01-02\n', ""),
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
