"""Which columns of a table hold dates."""

import datetime as dt

import pandas as pd
import pytest

from analysis.table_dates import date_columns

NOON = dt.datetime(2026, 5, 5, 12)


@pytest.mark.parametrize(
    "cells",
    [
        [dt.date(2026, 5, 5), None],
        ["2026-05-05", ""],
        pd.to_datetime(["2026-05-05", None]),
        pd.Series(["2026-05-05", None], dtype="str"),
        pd.Series(["2026-05-05", "2026-05-06"], dtype="category"),
    ],
)
def test_dates_and_their_iso_text_are_dates(cells):
    assert date_columns(pd.DataFrame({"Seen": cells, "Name": ["a", "b"]})) == ["Seen"]


@pytest.mark.parametrize(
    "cells",
    [
        ["2026-05-05", "5 May 2026"],
        ["2026-05-05 12:00", ""],
        ["", ""],
        [None, None],
        [NOON, NOON],
        [20260505, 20260506],
        [True, False],
        [dt.date(2026, 5, 5), "unknown"],
    ],
)
def test_all_else_is_none(cells):
    assert date_columns(pd.DataFrame({"Seen": cells})) == []


def test_an_empty_table_has_none():
    assert date_columns(pd.DataFrame({"Seen": []})) == []
