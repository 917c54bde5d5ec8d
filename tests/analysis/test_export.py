"""CSV for other programs: no cell is a formula, numbers stay numbers, nothing is lost."""

import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.export import FORMULA_STARTS, csv_bytes, plain_csv_bytes


def test_formulas_are_defused_headers_too():
    table = pd.DataFrame({"=cmd": ["=1+1", "@x", "fine", "＝1"], "n": [-1, 2, 3, 4]})
    text = csv_bytes(table).decode()
    assert text.splitlines()[0] == "'=cmd,n"
    assert text.splitlines()[1] == "'=1+1,-1"
    assert "'＝1" in text


def test_programs_get_every_cell_as_it_is():
    table = pd.DataFrame({"=id": ["=1+1", "-x", "@y"], "n": [-1, 2, 3]})
    assert plain_csv_bytes(table).decode().splitlines() == ["=id,n", "=1+1,-1", "-x,2", "@y,3"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1), min_size=1, max_size=5))
def test_every_cell_survives_and_none_starts_a_formula(cells):
    read = pd.read_csv(io.BytesIO(csv_bytes(pd.DataFrame({"a": cells}))), dtype=str, keep_default_na=False)
    for cell, back in zip(cells, read["a"], strict=True):
        assert not back.startswith(FORMULA_STARTS)
        assert back in (cell, f"'{cell}")


@given(st.lists(st.tuples(
    st.text(st.characters(codec="utf-8", exclude_characters="\r")) | st.none(), st.floats(),
    st.integers(-(2**63), 2**63 - 1),
), max_size=6))  # fmt: skip
def test_texts_and_numbers_are_written_as_pandas_writes_them(rows):
    table = pd.DataFrame(rows, columns=["a", "b,c", "b"]).astype({"a": "str", "b,c": "float64", "b": "int64"})
    assert plain_csv_bytes(table) == table.to_csv(index=False).encode()


def test_a_carriage_return_ends_no_line():
    table = pd.DataFrame({"a": ["x\ry", "z"], "n": [1, 2]})
    assert pd.read_csv(io.BytesIO(plain_csv_bytes(table)))["a"].tolist() == ["x\ry", "z"]
