"""The command line's frame: JSON that is JSON, one sentence and exit 2 on bad input, the same bytes each time."""

import json
from datetime import date

import numpy as np
import pytest

from analysis.__main__ import _plain, main
from analysis.commands.date_options import parse_date
from analysis.errors import OffbeatError


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    rows = [f"u{user},2026-01-{1 + 7 * week:02d}T10:00:00Z,open" for user in range(3) for week in range(4)]
    path.write_text("user_id,timestamp,event\n" + "\n".join(rows) + "\n")
    return path


def test_find_prints_one_object_and_the_same_bytes(events, capsys):
    assert main(["find", str(events)]) == 0
    first = capsys.readouterr().out
    assert main(["find", str(events)]) == 0
    assert capsys.readouterr().out == first
    assert json.loads(first)["findings"][0]["kind"] == "none_found"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "weekday.min_share=3"], "between 0 and 1"),
        (["--set", "nope.x=3"], "known threshold"),
        (["--as-of", "soon"], "Expected a date"),
        (["--map", "user_id"], "FIELD=COLUMN"),
        (["--where", "plan=Gold"], "plan"),
        (["--active", "nope"], "known event"),
        (["--accounts"], "accounts"),
    ],
)
def test_bad_options_are_one_sentence_with_a_hint(events, capsys, arguments, said):
    assert main(["segments", str(events), *arguments]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert said in error
    assert "Hint:" in error


def test_a_missing_file_is_said(capsys, tmp_path):
    assert main(["read", str(tmp_path / "nope.csv")]) == 2
    assert "Hint:" in capsys.readouterr().err


def test_plain_values_are_json():
    value = {"a": np.float64("nan"), "b": (np.int32(3), float("inf")), "c": date(2026, 1, 2)}
    assert _plain(value) == {"a": None, "b": [3, None], "c": "2026-01-02"}


def test_dates_are_iso():
    assert parse_date("2026-02-03") == date(2026, 2, 3)
    with pytest.raises(OffbeatError):
        parse_date("03.02.2026")
