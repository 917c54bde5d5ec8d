"""`read_text_table` keeps its contract: header, names, short and long rows, what is left out and how that is said."""

import json
import time

import pytest

from analysis.errors import UnreadableFileError
from analysis.ingest import Limits, read_text_table
from analysis.ingest.text import rows as text_rows


@pytest.fixture
def table_of(tmp_path):
    def read_back(content: str | bytes):
        path = tmp_path / "any.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        table = read_text_table(path)
        return table, json.loads(table.schema.metadata[b"offbeat"])

    return read_back


def rows_of(table):
    return [list(row.values()) for row in table.to_pylist()]


def test_names_are_unique_short_rows_end_in_nulls_and_extra_cells_are_kept(table_of):
    table, found = table_of("a,a,,b\n1,2,3,4\n5,6\n1,2,3,4,5\n9,8,7,6\n1,1,1,1\n")
    assert table.column_names == ["a", "a_2", "column_3", "b", "column_5"]
    assert rows_of(table)[:3] == [["1", "2", "3", "4", None], ["5", "6", None, None, None], ["1", "2", "3", "4", "5"]]
    assert (found["padded_rows"], found["widened_rows"]) == (1, 1)


@pytest.mark.parametrize(
    ("text", "names", "first", "rows"),
    [
        ("Title\nmade 2020-01-01\n\na,b\n1,2\n3,4\n", ["a", "b"], ["1", "2"], 2),
        ("# by a tool\na,b\n1,2\n# later\n3,4\n", ["a", "b"], ["1", "2"], 2),
        ("a,b,c\n1,2,3\n4,5,6\n\nSource: us\n", ["a", "b", "c"], ["1", "2", "3"], 2),
        ("a,b,c\n1,2,3\n4,5,6\nTotal,,9\n", ["a", "b", "c"], ["1", "2", "3"], 2),
        ("a,b,c\n1,x,3\n4,y,6\n\nd,e\n5,6\n7,8\n9,1\n", ["a", "b", "c"], ["1", "x", "3"], 2),
        ("a,b,c\n1,x,3\n4,y,6\nd,e\n5,6\n7,8\n9,1\n", ["a", "b", "c"], ["1", "x", "3"], 2),
        ("name,size\n,(kg)\nx,1\ny,2\n", ["name", "size (kg)"], ["x", "1"], 2),
        ("u1,2026-01-01,3.5\nu2,2026-01-02,4\n", ["column_1", "column_2", "column_3"], ["u1", "2026-01-01", "3.5"], 2),
        ("Land,2010,2011\nA,1.5,2.5\nB,3,4\n", ["Land", "2010", "2011"], ["A", "1.5", "2.5"], 2),
        ("sep=;\nid;v\n1;2,5\n2;3,5\n", ["id", "v"], ["1", "2,5"], 2),
        (" id | name \n----+------\n 1 | ann \n 2 | bob \n", ["id", "name"], ["1", "ann"], 2),
        ("name        age\nAnn Lee     23\nBob         45\n", ["name", "age"], ["Ann Lee", "23"], 2),
        ("email\na@x.example\nb@x.example\n", ["email"], ["a@x.example"], 2),
        ("a,b\n", ["a", "b"], None, 0),
    ],
)
def test_the_first_table_is_found_whatever_stands_round_it(table_of, text, names, first, rows):
    table, _ = table_of(text)
    assert table.column_names == names
    assert table.num_rows == rows
    assert (rows_of(table)[0] if rows else None) == first


ROWS = [[f"u{each % 5}", f"2026-01-{each + 1:02d} 10:00:00", ("login", "view page")[each % 2]] for each in range(20)]
NAMES = ["user", "when", "what"]


def lines_of(delimiter, rows=ROWS, end="\n"):
    return end.join(delimiter.join(row) for row in [NAMES, *rows]) + end


@pytest.mark.parametrize("delimiter", ["||", "~|~", "@@", "\t\t", "::", "$", "\x1c", "\x01"])
def test_delimiters_of_several_or_odd_signs_are_found_whole(table_of, delimiter):
    table, found = table_of(lines_of(delimiter))
    assert (table.column_names, rows_of(table)) == (NAMES, ROWS)
    assert found["delimiter"] == delimiter


@pytest.mark.parametrize(
    "above",
    ["Sales report 2018\n", "// by tool\n// v 2.1\n", '"All, that counts"\n', "Made by,us\nOn,2018-01-01\nOf,x\n"],
)
def test_words_above_a_table_are_no_row_of_it_though_they_are_as_many(table_of, above):
    table, found = table_of(above + lines_of(","))
    assert (table.column_names, rows_of(table)) == (NAMES, ROWS)
    assert found["preamble_lines"] == list(range(1, above.count("\n") + 1))


@pytest.mark.parametrize("below", ["(20 rows affected)\n", "Source: our office, table 3\n"])
def test_words_below_a_table_are_no_row_of_it_though_they_are_as_many(table_of, below):
    table, found = table_of(lines_of(",") + below)
    assert (rows_of(table), found["footer_lines"]) == (ROWS, [22])


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("delimiter", [" ", ";"])
def test_quotes_round_every_cell_are_no_part_of_it(table_of, quote, delimiter):
    quoted = delimiter.join(f"{quote}{{}}{quote}" for _ in NAMES) + "\n"
    table, _ = table_of("".join(quoted.format(*row) for row in [NAMES, *ROWS]))
    assert (table.column_names, rows_of(table)) == (NAMES, ROWS)


def test_one_row_in_other_quotes_is_read_like_the_rest(table_of):
    lines = lines_of(",").splitlines()
    lines[5] = ",".join(f"'{cell}'" for cell in ROWS[4])
    assert rows_of(table_of("\n".join(lines))[0]) == ROWS


def test_rows_that_stand_in_quotes_as_a_whole_are_cut(table_of):
    table, _ = table_of("".join(f'"{line}"\n' for line in lines_of(",").splitlines()))
    assert (table.column_names, rows_of(table)) == (NAMES, ROWS)


@pytest.mark.parametrize("person", ["u3", "new one"])
@pytest.mark.parametrize("when", ["unknown", "n/a"])
def test_a_row_without_a_readable_time_ends_no_table(table_of, person, when):
    rows = [*ROWS[:9], [person, when, "view page"], *ROWS[10:]]
    assert rows_of(table_of("Title\n\n" + lines_of(",", rows))[0]) == rows


def test_a_table_of_as_many_columns_right_below_ends_the_first(table_of):
    further = "who,since,plan\n" + "".join(f"p{each},2025-02-{each + 1:02d},Pro {each}\n" for each in range(9))
    table, found = table_of(lines_of(",") + further)
    assert (rows_of(table), found["further_table_lines"]) == (ROWS, list(range(22, 32)))


def test_a_delimiter_behind_a_backslash_parts_nothing(table_of):
    rows = [[*row[:2], "chair\\, white" if place % 3 else "lamp"] for place, row in enumerate(ROWS)]
    assert rows_of(table_of(lines_of(",", rows))[0])[1] == ["u1", "2026-01-02 10:00:00", "chair, white"]


@pytest.mark.parametrize("values", [["Ann Lee", "Bob Ray"], ["2018-01-01 10:00:00", "2018-01-02 11:00:00"],
                                    ["http://x.example/y?a=1&b=2", "http://x.example/z?a=2&b=3"]])  # fmt: skip
def test_a_column_of_names_times_or_links_is_one_column(table_of, values):
    table, _ = table_of("\n".join(["name", *values, *values]) + "\n")
    assert (table.column_names, rows_of(table)[:2]) == (["name"], [[value] for value in values])


def test_fields_of_a_log_of_a_web_server_are_its_header(table_of):
    head = "#Software: X\n#Fields: date time method status\n"
    table, _ = table_of(head + "".join(f"2018-01-01 00:{each:02d}:00 GET 200\n" for each in range(20)))
    assert table.column_names == ["date", "time", "method", "status"]
    assert table.num_rows == 20


def test_zeros_behind_a_text_are_no_part_of_it(table_of):
    assert rows_of(table_of(lines_of(",").encode() + b"\0" * 2000)[0]) == ROWS


def test_blanks_within_quoted_dates_are_no_delimiter(table_of):
    days = [f'u{each % 7},"Tue, {each % 28 + 1:02d} Mar 2026 10:00:00 +0200",login' for each in range(60)]
    table, _ = table_of("user_id,timestamp,event\n" + "\n".join(days) + "\n")
    assert table.column_names == ["user_id", "timestamp", "event"]
    assert rows_of(table)[2] == ["u2", "Tue, 03 Mar 2026 10:00:00 +0200", "login"]


def test_what_is_left_out_is_named_by_its_lines(table_of):
    _, found = table_of("Title\n\na,b,c\n1,x,3\n4,y,6\n\nSource: us\n")
    assert (found["preamble_lines"], found["footer_lines"], found["blank_lines"]) == ([1], [7], 2)


def test_blank_rows_within_a_table_part_nothing(table_of):
    assert table_of("a,b\n1,x\n\n2,y\n,\n3,z\n")[0].num_rows == 3


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('1,"a "b" c",2', ["1", 'a "b" c', "2"]),
        ('1,"a, b",2', ["1", "a, b", "2"]),
        ('1,a",2', ["1", 'a"', "2"]),
        ('1,"a,2', ["1", '"a', "2"]),
        ('1,"a"b,2', ["1", "ab", "2"]),
        ('1,"a"",2', ["1", 'a"', "2"]),
        ('1,"two\nlines",2', ["1", "two\nlines", "2"]),
        ("1;a;2", ["1", "a", "2"]),
        ('1 "a b" 2', ["1", "a b", "2"]),
    ],
)
def test_a_damaged_line_spoils_no_other(table_of, line, cells):
    others = [f'{number},"text {number}",{number}' for number in range(20)]
    table, _ = table_of("\n".join(["n,text,m", *others[:10], line, *others[10:]]))
    assert rows_of(table)[10] == cells
    assert table.num_rows == 21


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32-be", "cp1252", "latin-1"])
def test_encodings_are_found_by_their_bytes(table_of, encoding):
    table, _ = table_of("nämé,größe\nÄnne,3\nBjörn,4\n".encode(encoding))
    assert table.column_names == ["nämé", "größe"]
    assert rows_of(table) == [["Änne", "3"], ["Björn", "4"]]


def test_other_alphabets_of_old_pages_are_found(table_of):
    for text, encoding in (("имя,город\nАнна,Москва\nПётр,Казань\n", "cp1251"),
                           ("名前,都市\nさくら,とうきょう\nけんじ,おおさか\n", "shift_jis")):  # fmt: skip
        assert table_of(text.encode(encoding))[0].column_names == text.split("\n")[0].split(",")


def test_an_empty_file_is_a_table_without_columns(table_of):
    assert table_of("")[0].shape == (0, 0)


def test_too_much_is_refused_in_time(tmp_path):
    path = tmp_path / "big.csv"
    hostile = {
        "columns": ",".join(f"c{number}" for number in range(100_000)),
        "longer one": "x" * (1 << 25),
        "larger": "a,b\n" * 20_000,
    }
    for word, text in hostile.items():
        path.write_text(text)
        started = time.perf_counter()
        with pytest.raises(UnreadableFileError, match=word):
            read_text_table(path, limits=Limits(recovered_bytes=1 << 26 if word != "larger" else 1000))
        assert time.perf_counter() - started < 30


def test_quotes_without_end_cost_no_quadratic_time(tmp_path):
    path = tmp_path / "quotes.csv"
    path.write_text('a,b\n1,"x\n' + "2,y\n" * 20_000 + ('"' + ",") * 2_000 + "\n" + '"\n' * 5_000)
    assert read_text_table(path).num_rows > 20_000


@pytest.mark.parametrize("text", ['"' * 100_000, '"\n' * 50_000, "''\r\n` \n" * 20_000])
def test_a_file_of_quotes_alone_holds_no_table(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    assert read_text_table(path).num_columns == 0


def test_a_long_file_of_uneven_rows_is_cut_as_it_would_be_in_two_passes(tmp_path, monkeypatch):
    lines = [f'{row},"b {row}' + ("" if row % 40 == 0 else '"') + f",{row * 2}" for row in range(17_000)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["a,b,c", *lines]))
    once = read_text_table(path)
    monkeypatch.setattr(text_rows, "_uneven_width", lambda lines, dialect: None)
    assert once.num_rows >= len(lines)
    assert once.equals(read_text_table(path), check_metadata=True)
