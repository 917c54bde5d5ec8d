"""Amounts: one reading for a column, decided by what its values say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.ingest.numbers import NumberReading, decide_numbers, plain_number


@pytest.mark.parametrize(
    ("values", "decimal", "is_plain"),
    [
        (["12", "13.5"], "point", True),
        (["1.234,56"], "comma", False),
        (["1,234.56"], "point", False),
        (["1,234", "2,5"], "comma", False),
        (["1,234,567"], "point", False),
        (["1.234", "0.5"], "point", True),
        (["$5", "(3.20)", "4.50-"], "point", False),
        (["12345,678"], "comma", False),
        (["none", ""], "point", True),
    ],
)
def test_values_say_what_begins_the_decimals(values, decimal, is_plain):
    found = decide_numbers(values)
    assert isinstance(found, NumberReading)
    assert (found.decimal, found.is_plain) == (decimal, is_plain)


@pytest.mark.parametrize("values", [["1,234"], ["1.234", "2.500", "3.750"], ["3,50", "4.25"]])
def test_values_that_say_nothing_or_both_leave_it_open(values):
    assert decide_numbers(values) in values


def test_a_few_values_of_three_decimals_are_taken_with_a_doubt():
    found = decide_numbers(["1.005", "7"])
    assert isinstance(found, NumberReading)
    assert "1.005" in found.notes[0]


@given(
    st.integers(-(10**9), 10**9),
    st.sampled_from(["{}", "{} €", "$ {}", "EUR {}"]),
    st.sampled_from([("comma", ".", ","), ("comma", " ", ","), ("point", ",", "."), ("point", "'", ".")]),
)
def test_a_number_written_in_any_way_is_that_number(cents, frame, marks):
    decimal, thousands, mark = marks
    whole = f"{abs(cents) // 100:,}".replace(",", thousands)
    text = frame.format(f"{'-' if cents < 0 else ''}{whole}{mark}{abs(cents) % 100:02d}")
    found = decide_numbers([text])
    assert isinstance(found, NumberReading)
    assert found.decimal == decimal
    assert round(float(plain_number(text, found)) * 100) == cents


def test_several_currencies_are_said_and_one_with_two_spellings_is_not():
    several, one = decide_numbers(["$5.10", "€7.20", "A$3.00"]), decide_numbers(["5.10 EUR", "€7.20"])
    assert isinstance(several, NumberReading)
    assert isinstance(one, NumberReading)
    assert (several.currencies, one.currencies) == (("$", "A$", "€"), ())
    assert "unconverted" in several.notes[-1]


@pytest.mark.parametrize("text", ["US$ 1,234.50", "R$1,234.50", "1,234.50 Kč", "1,234.50 zł", "CAD 1,234.50"])
def test_signs_of_money_say_nothing_of_the_size(text):
    assert plain_number(text, NumberReading(is_plain=False)) == "1234.50"
