"""CSV for other programs: no cell is a formula, numbers stay numbers, nothing is lost."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.export import FORMULA_STARTS, csv_bytes, plain_csv_bytes, tab_text

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8")),
    st.tuples(st.sampled_from(FORMULA_STARTS), st.sampled_from(["1+1", 'HYPERLINK("http://x")', "\r=2", "\n@x"])).map(
        "".join
    ),
    st.sampled_from(["x\r=1+1", "x\r\n@SUM(1)", "x\t=1", "a\x0b=1", "a\u2028-1", '"', '","=1']),
)


def test_formulas_are_defused_headers_too():
    table = pd.DataFrame({"=cmd": ["=1+1", "@x", "fine", "＝1"], "n": [-1, 2, 3, 4]})
    text = csv_bytes(table).decode()
    assert text.splitlines()[0] == "'=cmd,n"
    assert text.splitlines()[1] == "'=1+1,-1"
    assert "'＝1" in text


def test_programs_get_every_cell_as_it_is():
    table = pd.DataFrame({"=id": ["=1+1", "-x", "@y"], "n": [-1, 2, 3]})
    assert plain_csv_bytes(table).decode().splitlines() == ["=id,n", "=1+1,-1", "-x,2", "@y,3"]


def lines(data: bytes, delimiter: str = ",") -> list[list[str]]:
    """What a spreadsheet takes for rows and cells; a carriage return alone ends a row as well."""
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


def as_spreadsheets_see(texts):
    """Columns of the kinds that tables have: text, anything, a few values, and a number and a time beside them."""
    whole = pd.DataFrame({"n": range(-1, len(texts) - 1), "day": pd.Timestamp("2026-01-01")}, index=range(len(texts)))
    kinds = ("str", "object", "category", "string")
    return whole.assign(**{kind: pd.Series(texts, dtype="object").astype(kind) for kind in kinds})


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["all", "texts", "one"]), TEXTS)
def test_every_cell_survives_and_none_starts_a_formula(cells, columns, header):
    table = as_spreadsheets_see(cells)
    table = {"all": table, "texts": table[["str", "n"]], "one": table[["str"]]}[columns].rename(columns={"str": header})
    first, *rows = lines(csv_bytes(table))
    names = [str(name) for name in table.columns]
    assert all(back in (name, f"'{name}") for name, back in zip(names, first, strict=True))
    for row, back in zip(table.astype("object").to_numpy(), rows, strict=True):
        for cell, found in zip(row, back, strict=True):
            assert not isinstance(cell, str) or (found in (cell, f"'{cell}") and not found.startswith(FORMULA_STARTS))
            assert not isinstance(cell, int) or found == str(cell)
    assert not [name for name in first if name.startswith(FORMULA_STARTS)]


@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS)
def test_a_table_to_paste_keeps_its_cells_apart_and_none_starts_a_formula(cells, header):
    text = tab_text(as_spreadsheets_see(cells).rename(columns={"str": header}))
    assert len(text.split("\n")) == len(cells) + 2
    for row in lines(text.encode(), "\t"):
        assert len(row) == 6
        assert not [cell for cell in row if cell.startswith(FORMULA_STARTS) and cell != "-1"]


@given(st.lists(st.tuples(
    st.text(st.characters(codec="utf-8", exclude_characters="\r")) | st.none(), st.floats(),
    st.integers(-(2**63), 2**63 - 1),
), max_size=6))  # fmt: skip
def test_texts_and_numbers_are_written_as_pandas_writes_them(rows):
    table = pd.DataFrame(rows, columns=["a", "b,c", "b"]).astype({"a": "str", "b,c": "float64", "b": "int64"})
    assert plain_csv_bytes(table) == table.to_csv(index=False).encode()


@pytest.mark.parametrize("beside", [{}, {"n": [1, 2]}, {"when": pd.to_datetime(["2026-01-01", "2026-01-02"])}])
def test_a_carriage_return_ends_no_line(beside):
    table = pd.DataFrame({"a\rb": ["x\ry", "z"], **beside})
    assert [row[0] for row in lines(plain_csv_bytes(table))] == ["a\rb", "x\ry", "z"]
