"""One table written in many ways has one fingerprint: order of rows, parts, encodings, line ends, dialects."""

import gzip
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import OffbeatError
from analysis.ingest import Limits, preview, read
from tests.polluter.table import events_table

TABLE = events_table(3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("ways")


@pytest.fixture(scope="module")
def wanted(folder):
    (folder / "plain.csv").write_bytes(TABLE.content())
    return read(folder / "plain.csv")[0].activity.fingerprint


def fingerprint_of(folder, *written, pack=bytes):
    paths = [folder / f"way{number}.csv" for number, _ in enumerate(written)]
    for path, each in zip(paths, written, strict=True):
        path.write_bytes(pack(each.content()))
    return read(paths)[0].activity.fingerprint


@given(
    seed=st.integers(0, 10**6),
    changes=st.fixed_dictionaries(
        {
            "encoding": st.sampled_from(["utf-8", "utf-16", "utf-16-be", "cp1252"]),
            "end": st.sampled_from(["\n", "\r\n", "\r"]),
            "delimiter": st.sampled_from([",", ";", "\t", "|", "~"]),
            "quote": st.sampled_from(['"', "'"]),
            "above": st.sampled_from([(), ("Activity export", "")]),
        }
    ),
    parts=st.integers(1, 3),
    is_packed=st.booleans(),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_a_table_is_written_it_is_the_same(folder, wanted, seed, changes, parts, is_packed):
    rows = random.Random(seed).sample(TABLE.rows, len(TABLE.rows))
    quote = {"escape": changes["quote"]}
    written = [replace(TABLE, rows=tuple(rows[part::parts]), **changes, **quote) for part in range(parts)]
    assert fingerprint_of(folder, *written, pack=gzip.compress if is_packed else bytes) == wanted


def test_the_fast_way_and_recovery_agree(folder, wanted, monkeypatch):
    monkeypatch.setattr("analysis.ingest.readers.way_of", lambda path, **limits: "recover")
    assert fingerprint_of(folder, TABLE) == wanted


def test_amounts_of_other_countries_are_the_same_amounts(folder, wanted):
    for marks in ({"decimal": ","}, {"decimal": ",", "thousands": "."}, {"thousands": ","}):
        assert fingerprint_of(folder, replace(TABLE, delimiter=";", **marks)) == wanted


def test_amounts_that_say_nothing_are_asked_and_never_guessed(folder):
    path = folder / "open.csv"
    path.write_text("user_id;timestamp;amount\nu1;2026-01-01;1,234\nu2;2026-01-02;2,500\n")
    with pytest.raises(OffbeatError, match=r"1,234.*1\.234 with a decimal comma and 1234.*--decimal comma"):
        read(path)
    assert [each.field for each in preview(path).questions] == ["decimal"]
    assert float(read(path, decimal="comma")[1].amount) == 3.734
    assert float(read(path, decimal="point")[1].amount) == 3734


def test_rows_with_too_many_cells_notes_and_further_tables_are_rejected_with_their_lines(folder):
    path = folder / "rest.csv"
    path.write_text(
        "Export of events\n\nuser_id,timestamp,event\nu1,2026-01-01,a\nu2,2026-01-02,b,c\nu3,2026-01-03\n\n"
        "day,visits\n2026-01-01,5\n2026-01-02,6\n2026-01-03,7\n"
    )
    report = read(path)[1]
    assert (report.rows_in_file, report.loaded, report.rejected, report.blank) == (9, 2, 5, 2)
    assert [(each.reason, each.rows, each.line) for each in report.rejects] == [
        ("part of a further table below the first", 4, 8),
        ("more cells than the header has columns", 1, 5),
    ]
    assert any("1 line is no part of the table" in note for note in report.notes)
    assert any("1 row has fewer cells" in note for note in report.notes)


def test_a_file_too_large_to_be_recovered_is_refused_or_read_as_it_comes(folder):
    path = folder / "large.csv"
    path.write_bytes(TABLE.content().decode().encode("utf-16"))
    with pytest.raises(OffbeatError, match="Expected a plain CSV file or at most 100 bytes"):
        read(path, limits=Limits(recovered_bytes=100))
    path.write_text("user_id,timestamp,event\nu1,2026-01-01,a\nu2,2026-01-02,b,c\n")
    assert read(path, limits=Limits(recovered_bytes=10))[1].rejected == 1
