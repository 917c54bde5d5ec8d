"""Every format of one table gives one fingerprint; what is nested becomes columns; what is left out is said."""

import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import OffbeatError
from analysis.ingest import preview, read
from tests.fuzz import samples as made

LINES = "\n".join(map(json.dumps, made.ROWS)).encode()
NESTED = made.nested()


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


SAME = {
    "lines": LINES,
    "lines with a mark and CR LF": b"\xef\xbb\xbf" + LINES.replace(b"\n", b"\r\n"),
    "lines in gzip": gzip.compress(LINES),
    "an array": json.dumps(made.ROWS).encode(),
    "an array in UTF-16": json.dumps(made.ROWS).encode("utf-16"),
    "an array over many lines": json.dumps(made.ROWS, indent=2).encode(),
    "an object round a list": json.dumps({"meta": {"n": [1, {"a": 2}]}, "data": made.ROWS, "next": None}).encode(),
    "objects over many lines": "\n".join(json.dumps(row, indent=1) for row in made.ROWS).encode(),
    "Parquet": made.samples()["parquet"],
    "Parquet in gzip": gzip.compress(made.samples()["parquet"]),
    "a workbook": made.samples()["xlsx"],
    "a workbook in gzip": gzip.compress(made.samples()["xlsx"]),
    "a spreadsheet": made.samples()["ods"],
    "a zip": made.zipped({"a.csv": made.csv_text()}),
    "gzip in a zip": made.zipped({"a/b.json.gz": gzip.compress(LINES)}),
    "a workbook in a zip": made.zipped({"a/b.xlsx": made.samples()["xlsx"]}),
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "plain.csv"
    path.write_bytes(made.csv_text())
    return read(path)[1].fingerprint


@pytest.mark.parametrize("name", SAME)
def test_every_format_is_told_by_its_content_and_gives_one_fingerprint(put, expected, name):
    report = read(put("misnamed.csv", SAME[name]))[1]
    assert (report.rows_in_file, report.loaded, report.fingerprint) == (60, 60, expected)


def test_what_is_nested_becomes_columns_in_json_csv_and_parquet(put):
    flat = {name: [row[name] for row in made.ROWS] for name in ("event",)}
    columns = {key: [row["properties"][key] for row in NESTED] for key in ("distinct_id", "time", "amount")}
    objects = io.BytesIO()
    pq.write_table(pa.table(flat | {"properties": [row["properties"] for row in NESTED]}), objects)
    cells = ["event,properties"] + [
        f'{row["event"]},"{json.dumps(row["properties"]).replace(chr(34), chr(34) * 2)}"' for row in NESTED
    ]
    texts = [json.dumps(row | {"properties": json.dumps(row["properties"])}) for row in NESTED]
    files = {
        "a.json": json.dumps(NESTED).encode(),
        "a.parquet": objects.getvalue(),
        "a.csv": "\n".join(cells).encode(),
        "texts.jsonl": "\n".join(texts).encode(),
    }
    found = {}
    for name, content in files.items():
        report = read(put(name, content))[1]
        found[name] = (report.loaded, report.amount, report.columns.column("user_id"), report.fingerprint)
    assert set(found.values()) == {(60, sum(columns["amount"]), "properties.distinct_id", found["a.json"][3])}


def test_hostile_keys_are_text_and_rare_ones_are_left_out_and_said(put):
    odd = {"a'b\"/~) --": "x", "![x](http://x)": 1, "": 2}
    rows = [row | {"properties": odd | {f"rare{i}": 1 for i in range(200)} | {"plan": "Pro"}} for row in made.ROWS]
    path = put("odd.json", json.dumps(rows).encode())
    shown = preview(path)
    assert len(shown.columns.header) == 50
    assert "properties.plan" in shown.columns.header
    report = read(path)[1]
    assert report.loaded == 60
    assert "158 rare values of odd.json were not taken as columns." in report.notes


def test_numbers_of_json_keep_every_digit_of_an_id(put):
    ids = [9007199254740993, 123456789012345678901234567890]
    rows = [{"user_id": each, "timestamp": "2026-01-01"} for each in ids]
    dataset = read(put("ids.jsonl", "\n".join(map(json.dumps, rows)).encode()))[0]
    assert dataset.activity.user_ids.to_pylist() == sorted(map(str, ids))


def test_lines_that_are_no_object_are_rejected_with_reason_line_and_text(put):
    content = LINES + b'\n{"user_id": oops\n\n[1, 2]\n3\n' + b'{"user_id": "z", "timestamp": "never"}\n'
    report = read(put("bad.jsonl", content))[1]
    assert (report.rows_in_file, report.loaded, report.rejected, report.blank) == (65, 60, 4, 1)
    assert [(each.reason, each.rows, each.line, each.example) for each in report.rejects] == [
        ("JSON, but no object with named values", 2, 63, "[1, 2]"),
        ("not a whole JSON value", 1, 61, '{"user_id": oops'),
        ("unreadable time", 1, 65, "never"),
    ]


def test_json_that_breaks_off_is_read_up_to_there_and_said(put):
    text = json.dumps(made.ROWS, indent=1)
    report = read(put("cut.json", text[: text.rindex("{") + 5].encode()))[1]
    assert (report.loaded, report.rejected) == (59, 1)
    assert any("The JSON in cut.json breaks off near line" in note for note in report.notes)


def test_a_second_list_beside_the_rows_is_named(put):
    both = {"events": made.ROWS, "next": None, "users": [{"user_id": "u1"}]}
    report = read(put("both.json", json.dumps(both).encode()))[1]
    assert report.loaded == 60
    assert "both.json holds a second list, users, which was not read." in report.notes


USERS = json.dumps([{"user_id": f"u{i}", "plan": "Pro"} for i in range(7)])


def test_a_zip_of_parts_and_other_tables_is_read_by_what_is_asked(put):
    half = len(made.ROWS) // 2
    parts = {
        f"day/2026-01-0{i}_{i}.json": "\n".join(map(json.dumps, rows))
        for i, rows in enumerate((made.ROWS[:half], made.ROWS[half:]), start=1)
    }
    beside = {"__MACOSX/._a": b"\x00", ".hidden": b"x", "day/": b"", "photo.png": b"\x89PNG", "empty.csv": b""}
    path = put("export.zip", made.zipped(parts | beside | {"users.json": USERS, "inner.zip": made.zipped({"a": b"b"})}))
    dataset, report = read(path, users=path)
    assert (report.loaded, report.known_users, dict(dataset.users["plan"].value_counts())) == (60, 7, {"Pro": 7})
    for said in (
        "photo.png, which is no table, in export.zip was left out.",
        "the archive inner.zip in export.zip was left out.",
        "the empty file empty.csv in export.zip was left out.",
        "users.json in export.zip does not look like parts of the events and was left out.",
    ):
        assert said in report.notes
    assert not [note for note in report.notes if "MACOSX" in note or "hidden" in note]


def test_a_broken_line_in_an_archive_names_its_file_and_line(put):
    path = put("e.zip", made.zipped({"1.jsonl": LINES, "2.jsonl": b'{"user_id": 1}\n\n{oops'}))
    rejects = {each.reason: (each.line, each.file) for each in read(path)[1].rejects}
    assert rejects["not a whole JSON value"] == (3, "2.jsonl in e.zip")


def test_sheets_of_one_header_are_parts_and_rows_keep_their_place(put):
    rows = made.table_rows()
    sheets = {
        "Jan": made.sheet_xml([["Our export"], [], *rows[:31], ["u1", "never", "open", 1.0]]),
        "Feb": made.sheet_xml([rows[0], *rows[31:]]),
        "People": made.sheet_xml([["user_id", "plan"], ["u1", "Pro"]]),
        "Nothing": made.sheet_xml([]),
    }
    report = read(put("book.xlsx", made.workbook(sheets)))[1]
    assert (report.rows_in_file, report.loaded) == (61, 60)
    assert [(each.line, each.file) for each in report.rejects] == [(34, "the sheet Jan of book.xlsx")]
    assert "1 row above the header of the sheet Jan of book.xlsx left out." in report.notes
    assert "People in book.xlsx does not look like parts of the events and was left out." in report.notes


def test_cells_become_text_as_people_wrote_them():
    from datetime import date, datetime, time

    from analysis.ingest.formats.sheets import header_row, text_of

    cells = [
        True,
        3.0,
        2.5,
        1e300,
        "",
        None,
        "007",
        date(2026, 1, 2),
        time(9, 48),
        datetime(2026, 1, 2, 9, 47, 59, 999_999),
    ]
    assert [text_of(cell) for cell in cells] == [
        "true", "3", "2.5", "1e+300", None, None, "007", "2026-01-02", "09:48:00", "2026-01-02 09:48:00",
    ]  # fmt: skip
    assert header_row([[None, None], ["Title", None], [None] * 2, ["a", "b"], ["1", "2"]]) == 1
    assert header_row([["Title", None, None], ["a", "b", "c"]]) == 1


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("no rows", json.dumps([]).encode(), "JSON without a row"),
        ("no objects", json.dumps([[1, 2]]).encode(), "Expected JSON with a row an object"),
        ("a zip of nothing", made.zipped({}), "found no file"),
        ("a zip of a picture", made.zipped({"a.png": b"\x89PNG"}), "found a.png, which is no table"),
        ("an empty workbook", made.workbook({"A": made.sheet_xml([])}), "Expected a sheet with rows"),
        ("a cut zip", made.zipped({"a.csv": made.csv_text()})[:-30], "cut short or damaged"),
        ("no workbook", b"\xd0\xcf\x11\xe0" + bytes(600), "Expected a whole workbook"),
        ("a zip in a gzip", gzip.compress(made.zipped({"a.csv": made.csv_text()})), "a zip inside a gzip"),
    ],
)
def test_files_without_a_table_are_refused_in_a_sentence(put, name, content, word):
    with pytest.raises(OffbeatError, match=word) as raised:
        read(put("bad.bin", content))
    assert " Hint: " in str(raised.value)
