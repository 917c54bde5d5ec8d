"""Parquet columns that are stored as times and numbers: the same figures and report as their text gives, each way."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import UnreadableFileError
from analysis.ingest import Limits, preview, read
from analysis.ingest.formats import parquet

MOMENTS = [
    datetime(2026, 3, 28, 22, 59, 59, 999999), None, datetime(2026, 3, 29, 1, 30), datetime(2026, 1, 1),
    datetime(1969, 12, 31, 23, 59, 59, 999999), datetime(1900, 1, 1, 1), datetime(2026, 10, 25, 0, 30),
]  # fmt: skip
UNITS = {"s": 1_000_000, "ms": 1000, "us": 1, "ns": 1}
TIMES = {
    **{f"{unit} local": pa.timestamp(unit) for unit in UNITS},
    **{f"{unit} {zone}": pa.timestamp(unit, zone) for unit in UNITS for zone in ("UTC", "Europe/Berlin")},
    "date32": pa.date32(),
    "date64": pa.date64(),
}  # fmt: skip
AMOUNTS = {
    "double": pa.array([1.5, None, 12.34567891, float("nan"), 0.1 + 0.2, 2.5e9, 1e-7], pa.float64()),
    "float": pa.array([1.5, None, 123.456, float("nan"), 0.1, 16777216.0, 1e-7], pa.float32()),
    "decimal": pa.array(
        [Decimal("1.2345675"), None, Decimal("-1.2345675"), *map(Decimal, "0123")], pa.decimal128(20, 7)
    ),
    "whole": pa.array([1, None, -5, 0, 2**31, 7, 8], pa.int64()),
    "infinite": pa.array([1.0, float("inf"), 3.0, 4.0, 5.0, 6.0, -float("inf")]),
    "too large": pa.array([1, 2, 10**13, 4, 5, 6, 7], pa.int64()),
    "text": pa.array(["1.5", None, "2.5", "", "3", "4", "5"]),
}
IS_TIME = pa.array([moment is not None for moment in MOMENTS])
IS_MODERN = pa.array([moment is not None and moment.year > 2000 for moment in MOMENTS])
IDS = {
    "text": pa.array(["b", "a", "a", "c", "b", "a", "d"]),
    "dictionary": pa.array(["b", "a", "a", "c", "b", "a", "d"]).dictionary_encode(),
    "large": pa.array(["b", "ä", "ä", "c", None, "a", "d"], pa.large_string()),
    "whole": pa.array([7, 3, 3, 2**60, -1, 3, 0], pa.int64()),
    "blank": pa.array([" b", "", "a", "c", "b ", "a", None]),
    "double": pa.array([7.0, 3.0, None, 4.0, float("nan"), 3.0, 0.0]),
}


def times_of(kind):
    if pa.types.is_date(kind):
        return pa.array([moment and moment.date() for moment in MOMENTS], kind)
    micros = np.array([np.datetime64(moment or "NaT", "us") for moment in MOMENTS]).view(np.int64)
    fine = micros // UNITS[kind.unit] * (1000 if kind.unit == "ns" else 1) + (999 if kind.unit == "ns" else 0)
    return pa.array(fine, mask=np.array([moment is None for moment in MOMENTS])).cast(kind)


def table_of(times="us local", amounts="double", ids="text", **more):
    columns = {"user_id": IDS[ids], "timestamp": times_of(TIMES[times]), "amount": AMOUNTS[amounts]} | more
    return pa.table(columns | {"event": pa.array(["x", "y", None, "x", "x", "z", "y"]).dictionary_encode()})


@pytest.fixture
def both(tmp_path, monkeypatch):
    """Return what `read` says of a table as it is stored, and of its texts."""

    def read_both(table, **given):
        pq.write_table(table, tmp_path / "a.parquet", row_group_size=3)
        found = [read(tmp_path / "a.parquet", limits=Limits(threads=1), **given)]
        with monkeypatch.context() as patched:
            patched.setattr(parquet, "stored_as", lambda file: {})
            return [*found, read(tmp_path / "a.parquet", limits=Limits(threads=1), **given)]

    return read_both


def same(found):
    (stored, said), (by_text, wanted) = found
    assert stored.activity.fingerprint == by_text.activity.fingerprint
    assert said == wanted
    return said


@pytest.mark.parametrize("times", TIMES)
def test_times_are_what_their_text_says(both, times):
    said = same(both(table_of(times)))
    assert (said.loaded, said.rejected) == (6, 1)


@pytest.mark.parametrize("times", ["s UTC", "ns UTC", "us Europe/Berlin", "us local", "date32"])
def test_clean_times_are_what_their_text_says_in_a_zone(both, times):
    table = table_of(times).filter(IS_MODERN)
    assert same(both(table, timezone="Asia/Kolkata")).rejected == 0


@pytest.mark.parametrize("amounts", AMOUNTS)
def test_amounts_are_what_their_text_says(both, amounts):
    same(both(table_of(amounts=amounts).filter(IS_TIME)))


@pytest.mark.parametrize("ids", IDS)
def test_ids_are_what_their_text_says(both, ids):
    same(both(table_of(ids=ids).filter(IS_TIME)))


LEFT_OUT = {
    "later than the day": ("text", {}),
    "nobody's": ("large", {}),
    "odd ids": ("blank", {}),
    "an odd account": ("text", {"account_id": pa.array(["A", "A\0", " B", None, "", "A", "B"])}),
    "accounts": ("whole", {"account_id": pa.array([1, 1, 2, None, 2, 1, 2])}),
    "numbers in a dictionary": ("text", {"account_id": pa.array([1, 1, 2, None, 2, 1, 2]).dictionary_encode()}),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_rows_are_left_out_as_a_careful_scan_does(both, case):
    ids, more = LEFT_OUT[case]
    table = table_of(ids=ids, amounts="whole", **more)
    assert same(both(table, as_of=date(2026, 3, 28))).rejected > 1


@pytest.mark.parametrize("ids", ["text", "dictionary", "large", "whole"])
def test_plain_columns_need_no_sql(ids, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.ingest.events.stage", None)
    pq.write_table(table_of(ids=ids), tmp_path / "a.parquet", row_group_size=3)
    pq.write_table(table_of(ids="text"), tmp_path / "b.parquet")
    _, report = read([tmp_path / "a.parquet", tmp_path / "b.parquet"])
    assert (report.loaded, report.rejected) == ((11, 3) if ids == "large" else (12, 2))


def test_a_file_that_is_cut_short_is_refused_by_sql_too(tmp_path):
    pq.write_table(table_of(), tmp_path / "a.parquet", compression="none", use_dictionary=False)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    data[4:60] = bytes(56)
    (tmp_path / "a.parquet").write_bytes(data)
    with pytest.raises(UnreadableFileError):
        read(tmp_path / "a.parquet")


def test_a_moment_that_no_calendar_has_is_rejected(both):
    far = pa.array([0, 1, 2, 3, 2**63 - 1, -(2**62), 10**17], pa.int64()).cast(pa.timestamp("us"))
    assert same(both(table_of(timestamp=far))).rejected == 3


@pytest.mark.parametrize("decimal", [None, "comma"])
def test_a_stored_number_needs_no_answer_what_begins_its_decimals(tmp_path, decimal):
    amounts = pa.array(list(map(Decimal, ("1.234", "2.345", "3.456"))), pa.decimal128(10, 3))
    table = pa.table({"user_id": ["a", "b", "c"], "timestamp": ["2026-03-01"] * 3, "amount": amounts})
    pq.write_table(table, tmp_path / "a.parquet")
    assert preview(tmp_path / "a.parquet").questions == ()
    assert read(tmp_path / "a.parquet", decimal=decimal)[1].amount == Decimal("7.035")
