"""Files that are small and would become large, or stop a reader: each is refused in a sentence before it does."""

import gzip
import io
import json
import struct
import time
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import OffbeatError
from analysis.ingest import Limits, preview, read
from tests.fuzz import samples as made

LONGEST_S = 10
SMALL = Limits(
    unpacked_bytes=2 << 20,
    workbook_bytes=1 << 20,
    sheet_cells=10_000,
    archive_members=50,
    row_bytes=1 << 16,
    header_cells=300,
    harmless_cells=100_000,
)
ZEROS = bytes(3 << 20)
HEADER = b"user_id,timestamp\n"


def _overlapping():
    """Return a zip whose directory names one member's bytes a hundred times."""
    content = made.zipped({"a.csv": HEADER * 1000})
    at = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = content[at:end]
    tail = bytearray(content[end:])
    struct.pack_into("<HHI", tail, 8, 40, 40, 40 * len(entry))
    return content[:at] + entry * 40 + bytes(tail)


def _promising_less():
    """Return a zip whose directory says that a member of 3 MB has 100 bytes."""
    content = bytearray(made.zipped({"a.csv": HEADER + b"u,2026-01-01\n" * 200_000}))
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 100)
    struct.pack_into("<I", content, 22, 100)
    return bytes(content)


def _cells(reference):
    return made.SHEET.format(f'<row r="1"><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row>')


def _wide_parquet():
    out = io.BytesIO()
    pq.write_table(pa.table({"user_id": pa.array(["u"]).take(pa.array([0] * 2_000_000))}), out)
    return out.getvalue()


def _many_columns():
    out = io.BytesIO()
    pq.write_table(pa.table({f"c{number}": [1] for number in range(301)}), out)
    return out.getvalue()


def _long_parquet():
    """Return 5,000 rows that share one text of a megabyte: five gigabytes in 60 KB."""
    out = io.BytesIO()
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 5000, pa.int32()), ["x" * (1 << 20)])
    pq.write_table(pa.table({"user_id": text, "timestamp": ["2026-01-01"] * 5000}), out, compression="zstd")
    return out.getvalue()


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
BOMBS = {
    "gzip": (gzip.compress(ZEROS), "found more"),
    "zip": (made.zipped({"a.csv": ZEROS}), "found 3,145,728"),
    "a zip of many": (made.zipped({f"{i}.csv": HEADER for i in range(60)}), "Expected at most 50 files"),
    "a zip in a zip in a zip": (made.zipped({"a.zip": made.zipped({"b.zip": b"PK"})}), "found the archive a.zip"),
    "overlapping members": (_overlapping(), "files that share their bytes"),
    "a directory that lies": (_promising_less(), "cut short or damaged"),
    "Parquet of many rows": (_wide_parquet(), "cells in bomb, found 2,000,000"),
    "Parquet of many columns": (_many_columns(), "Expected at most 300 columns in bomb, found 301"),
    "Parquet of long texts": (_long_parquet(), "Expected rows of at most 419 bytes"),
    "a cell at the last corner": (made.workbook({"A": _cells("XFD1048576")}), "found 17,179,869,184"),
    "a wrong dimension": (
        made.workbook({"A": _cells("A1").replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')}),
        "Expected a timestamp column|Expected a user_id column|column|rows",
    ),
    "a workbook that laughs": (made.workbook({"A": LAUGHS + _cells("A1")}), "declarations of its own"),
    "long shared strings": (
        made.workbook({"A": _cells("A1")}, **{"xl/sharedStrings.xml": b"<sst>" + ZEROS}), "Expected at most 1,048,576"
    ),
    "one long line of JSON": (b'{"user_id": "' + b"x" * (1 << 18), "a longer one on line 1|breaks off"),
    "deep JSON": (b'[{"a":' + b"[" * 200_000, "JSON that breaks off"),
    "deep JSON on a line": (b'{"user_id": 1}\n{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}\n", "column"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_one_sentence(tmp_path, name):
    content, word = BOMBS[name]
    path = tmp_path / "bomb"
    path.write_bytes(content)
    started = time.process_time()
    with pytest.raises(OffbeatError, match=word) as raised:
        read(path, limits=SMALL)
    assert str(raised.value).count(" Hint: ") == 1
    assert time.process_time() - started < LONGEST_S


def test_a_preview_refuses_a_workbook_that_becomes_too_large_before_it_is_parsed(tmp_path):
    book = made.workbook({"A": _cells("A1")}, **{"xl/sharedStrings.xml": b"<sst>" + bytes(80 << 20)})
    path = tmp_path / "a.xlsx"
    path.write_bytes(book)
    with pytest.raises(OffbeatError, match="Expected at most 67,108,864 bytes"):
        preview(path)


def test_a_member_s_name_is_no_path_and_no_line(tmp_path):
    names = ["../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a\n# b\x1b[31m.csv", "![x](http://x).csv"]
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, made.csv_text())
        file.writestr("people.csv", json.dumps([1]))
    before = set(tmp_path.parent.rglob("*evil*"))
    report = read(archive)[1]
    assert report.loaded == len(names) * len(made.ROWS)
    assert set(tmp_path.parent.rglob("*evil*")) == before
    assert all(note.isprintable() for note in report.notes)


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    archive = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(link, "/etc/passwd")
        file.writestr("a.csv", made.csv_text())
    assert read(archive)[1].loaded == len(made.ROWS)


def test_sheet_names_are_one_line_in_notes(tmp_path):
    book = made.workbook(
        {"![x](http://x) &#10; b": made.sheet_xml([["a"], ["b"]]), "E": made.sheet_xml(made.table_rows())}
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(book)
    notes = read(path)[1].notes
    assert any("![x](http://x)" in note for note in notes)
    assert all("\n" not in note for note in notes)
