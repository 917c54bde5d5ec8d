"""A file reduced in parts, from disk, gives what it gives at once: to the last bit, and nothing is left behind."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.ingest import Limits, read

HEADERS = {"full": "user_id,timestamp,event,amount,account_id", "bare": "user_id,timestamp"}


def written(path, rows, *, kind):
    cells = 5 if kind == "full" else 2
    path.write_text("\n".join([HEADERS[kind], *(",".join(row[:cells]) for row in rows)]) + "\n")
    return path


def some_rows(seed, size):
    rng = np.random.default_rng(seed)
    return [
        (
            f"u{rng.integers(40)}",
            f"2026-{rng.integers(1, 4):02d}-{rng.integers(1, 29):02d} {rng.integers(24):02d}:00:00",
            rng.choice(["a", "b", "", "ü"]),
            rng.choice(["", "0.25", "-3", "12.125"]),
            rng.choice(["", "acme", "zeta", "corp"]),
        )
        for _ in range(size)
    ]


@pytest.mark.parametrize("kind", HEADERS)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    seed=st.integers(0, 1000),
    size=st.integers(1, 120),
    part_rows=st.sampled_from([3, 30]),
    held=st.sampled_from([5, 999]),
)
def test_parts_change_nothing(kind, seed, size, part_rows, held, tmp_path):
    path = written(tmp_path / "events.csv", some_rows(seed, size), kind=kind)
    whole, report = read(path)
    parts, same_report = read(path, limits=Limits(part_rows=part_rows, held_rows=held, threads=1))
    assert parts.fingerprint == whole.fingerprint
    assert same_report == report
    assert whole.users.equals(parts.users)


def test_parts_of_a_file_that_is_scanned_again(tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    rows = [*some_rows(1, 300), (" u1 ", "2026-01-05 10:00:00", "a", "1", ""), ("", "2026-01-05 10:00:00", "", "", "")]
    path = written(tmp_path / "events.csv", rows, kind="full")
    small = Limits(part_rows=20, held_rows=20)
    dataset, report = read(path, limits=small)
    assert dataset.fingerprint == read(path)[0].fingerprint
    assert (report.loaded, report.rejected) == (301, 1)
    assert list(scratch.iterdir()) == []


def test_one_person_may_have_more_rows_than_a_part(tmp_path):
    rows = [("me", f"2026-01-{day:02d} 01:00:00", "a", "1", "") for day in range(1, 29)] * 3
    path = written(tmp_path / "events.csv", [*rows, ("you", "2026-01-01 01:00:00", "b", "", "")], kind="full")
    dataset, _ = read(path, limits=Limits(part_rows=10, held_rows=20))
    assert dataset.activity.active_days.tolist() == [28, 1]
    assert dataset.activity.amount.sum() == 84
