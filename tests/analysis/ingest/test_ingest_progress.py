"""How far a load is: lines are read back as they were told, what is done never falls, time left is said late enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.ingest.progress import STAGES, Step, left_said, line_of, rows_about, step_of
from analysis.ingest.source import Source

STAGE = st.sampled_from(sorted(STAGES))
LOAD = ("opened", 0), ("expected", 1_000), ("so_far", 250), ("so_far", 900), ("read", 1_000), ("reduced", 9)


@given(told=st.lists(st.tuples(STAGE, st.integers(0, 10**9)), max_size=12))
def test_what_is_done_never_falls(told):
    lines = [line_of(stage, rows) for stage, rows in told]
    shares = [step_of(lines[:place]).done_share for place in range(len(lines) + 1) if "again" not in told[:place]]
    assert all(0.0 <= each <= 1.0 for each in shares)
    ends = [step_of(lines[:place]).done_share for place in range(len(lines) + 1)]
    at_stages = [share for share, (stage, _) in zip(ends[1:], told, strict=True) if stage in ("read", "joined")]
    assert at_stages == sorted(at_stages)


def test_a_load_goes_on_from_line_to_line():
    lines = [line_of(stage, rows) for stage, rows in LOAD]
    shares = [step_of(lines[: place + 1]).done_share for place in range(len(lines))]
    assert shares == sorted(shares)
    assert len(set(shares[2:])) == len(shares[2:])
    assert step_of(lines[:3]).words == "Reading the rows: 250 so far"


def test_other_lines_say_nothing_and_a_second_reading_no_time():
    assert step_of(["a warning: 12 rows", "read many rows"]) == step_of([])
    again = step_of([line_of("opened", 0), line_of("again", 0), line_of("so_far", 7)])
    assert (again.is_steady, "more care" in again.words) == (False, True)
    assert left_said(again, 60.0) == ""


@pytest.mark.parametrize(
    ("done_share", "elapsed_s", "said"),
    [
        (0.5, 1.9, ""),
        (0.04, 60.0, ""),
        (0.5, 3.0, "a few seconds left"),
        (0.25, 7.0, "about 20 s left"),
        (0.1, 40.0, "about 6 minutes left"),
    ],
)
def test_time_left_is_said_in_round_numbers(done_share, elapsed_s, said):
    assert left_said(Step("Reading", done_share), elapsed_s) == said


def test_rows_are_estimated_from_the_head(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("user_id,timestamp\n" + "u,2026-01-01\n" * 200_000)
    about = rows_about([Source(path, "a.csv", "csv", ("user_id", "timestamp"), ())])
    assert abs(about - 200_000) < 500
