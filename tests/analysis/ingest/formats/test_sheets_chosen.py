"""Of several sheets or zipped files which is read is chosen, or decided and said; headers of merged cells."""

import json
import subprocess
import sys

import pytest

from analysis.errors import OffbeatError
from analysis.ingest import preview, read
from analysis.ingest.by_table import option_text, parsed
from analysis.ingest.formats.sheets import Span, header_block, header_names
from tests.fuzz import samples as made

ROWS = made.table_rows()
PEOPLE = [["user_id", "plan"], *([f"u{number}", "Pro"] for number in range(7))]
SHORT = [["customer", "created_at"], *ROWS[1:4]]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Two sheets of events in different columns, one of people."""
    path = tmp_path_factory.mktemp("sheets") / "book.xlsx"
    short = [SHORT[0], *(row[:2] for row in SHORT[1:])]
    sheets = {"Summary": short, "Raw, all": ROWS, "People": PEOPLE}
    path.write_bytes(made.workbook({name: made.sheet_xml(rows) for name, rows in sheets.items()}))
    return path


def test_the_sheet_with_most_rows_is_read_and_both_are_offered(book):
    seen = preview(book)
    assert (seen.sheets, seen.sheets_read) == (("Summary", "Raw, all"), ("Raw, all",))
    report = read(book)[1]
    assert report.loaded == 60
    assert "Of 3 tables in book.xlsx Raw, all was read, as the events." in report.notes


def test_a_sheet_is_chosen_by_table(book):
    dataset, report = read(book, users=book, sheets={"events": ("summary",), "users": ("People",)})
    assert (report.loaded, dict(dataset.users["plan"].value_counts())) == (3, {"Pro": 7})
    assert "Of 3 tables in book.xlsx Summary was read, as you said." in report.notes
    assert preview(book, sheets=("Summary",)).columns.header == ("customer", "created_at")


def test_the_command_line_takes_a_sheet_by_table(book):
    command = [sys.executable, "-m", "analysis", "read", str(book), "--users", str(book)]
    done = subprocess.run(
        [*command, "--sheet", "Summary", "--sheet", "users=People"], capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    assert (answer["rows"]["loaded"], answer["known_users"]) == (3, 7)


@pytest.mark.parametrize("text", ["Feb", "a=b", "users=People", "events=Feb"])
def test_options_say_the_table_where_it_is_not_the_events(text):
    ((table, (answer,)),) = parsed([text]).items()
    assert parsed([option_text(table, answer)]) == {table: (answer,)}
    assert parsed([option_text("events", text)]) == {"events": (text,)}


def test_a_name_that_is_none_of_the_file_is_refused(book, tmp_path):
    with pytest.raises(OffbeatError, match=r'Expected "Feb" in book\.xlsx, found Summary, Raw, all and People'):
        read(book, sheets=("Feb",))
    plain = tmp_path / "plain.csv"
    plain.write_bytes(made.csv_text())
    with pytest.raises(OffbeatError, match="a file that is one table"):
        read(plain, sheets=("Feb",))
    with pytest.raises(OffbeatError, match="Expected a table of users that --sheet is about"):
        read(plain, sheets={"users": ("Feb",)})


def test_a_member_of_a_zip_is_chosen(tmp_path):
    path = tmp_path / "export.zip"
    path.write_bytes(made.zipped({"a/1.csv": made.csv_text(), "a/2.csv": made.csv_text()[:400]}))
    assert preview(path).sheets_read == ("a/1.csv", "a/2.csv")
    assert read(path, sheets=("a/1.csv",))[1].loaded == 60


DATA = [[f"u{number % 7}", f"u{number % 7}@x.org", f"2026-01-{number % 28 + 1:02d} 10:00", "open", 1.5]
        for number in range(20)]  # fmt: skip
GROUPS, NAMES = ["User", None, "Time", "Event", None], ["id", "mail", None, "name", "amount"]
SPANS = [Span(0, 0, 1), Span(0, 3, 4)]
FLAT = ["User id", "User mail", "Time", "Event name", "Event amount"]
ONE_ROW = ["user_id", "mail", "timestamp", "event", "amount"]


@pytest.mark.parametrize(
    ("above", "spans", "header", "first"),
    [
        ([GROUPS, NAMES], SPANS, FLAT, 0),
        ([["Report", *[None] * 4], GROUPS, NAMES], [Span(0, 0, 4), *(each._replace(row=1) for each in SPANS)], FLAT, 1),
        ([[None, None, None, "Event", None], ["user_id", "mail", "time", "name", "amount"]], [Span(0, 3, 4)],
         ["user_id", "mail", "time", "Event name", "Event amount"], 0),
        ([["Our people", *[None] * 4], ONE_ROW], [Span(0, 0, 2)], ONE_ROW, 1),
        ([ONE_ROW], [], ONE_ROW, 0),
        ([["user_id", None, "timestamp", "event", "amount"]], [], ["user_id", "", "timestamp", "event", "amount"], 0),
    ],
    ids=["two rows", "under a title", "one heading", "a title alone", "one row", "a column without a name"],
)  # fmt: skip
def test_headings_over_several_columns_stand_before_the_names(above, spans, header, first):
    rows = [*above, *([None if cell is None else str(cell) for cell in row] for row in DATA)]
    top, last = header_block(rows, spans)
    assert (top, last) == (first, len(above) - 1)
    assert header_names(rows, top, last, spans) == header


def test_a_merged_header_is_flattened_and_said(tmp_path):
    merged = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C1:C2"/><mergeCell ref="D1:E1"/></mergeCells>'
    sheet = made.sheet_xml([GROUPS, NAMES, *DATA]).replace("</worksheet>", f"{merged}</worksheet>")
    path = tmp_path / "merged.xlsx"
    path.write_bytes(made.workbook({"A": sheet}))
    report = read(path)[1]
    assert (report.rows_in_file, report.loaded, report.columns.column("user_id")) == (20, 20, "User id")
    said = 'The header of merged.xlsx has 2 rows: joined to names such as "Event amount".'
    assert said in report.notes
