"""`read --add-to`: figures of both, what met what, what changed; and `--cache`: the same answer, byte for byte."""

import json

import pytest

from analysis.__main__ import EXIT_BAD_INPUT, main
from analysis.ingest import open_saved


def written(path, days, who):
    path.write_text("\n".join(["user_id,timestamp,event", *(f"{who},2026-01-{day:02d},a" for day in days)]) + "\n")
    return str(path)


@pytest.fixture
def saved(tmp_path, capsys):
    """A folder with the days 1 to 10 of one person."""
    assert main(["read", written(tmp_path / "a.csv", range(1, 11), "u"), "--out", str(tmp_path / "all")]) == 0
    capsys.readouterr()
    return tmp_path / "all"


def test_newer_data_are_added_and_what_changed_is_said(saved, tmp_path, capsys):
    newer = written(tmp_path / "b.csv", range(5, 16), "u")
    assert main(["read", newer, "--add-to", str(saved), "--out", str(saved)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["user_days"], answer["rows"]["loaded"], answer["last_day"]) == (15, 11, "2026-01-15")
    assert answer["added"]["both"] == 6
    assert answer["added"]["since_last_time"]["new"] == 0
    assert "6 active days of both files counted once." in answer["notes"]
    united, report = open_saved(saved)
    assert united.fingerprint == answer["fingerprint"] == report.fingerprint
    assert united.activity.user_days == 15


def test_a_folder_without_a_dataset_is_refused(tmp_path, capsys):
    assert main(["read", written(tmp_path / "a.csv", [1], "u"), "--add-to", str(tmp_path)]) == EXIT_BAD_INPUT
    assert "saved dataset" in capsys.readouterr().err


def test_a_cached_file_gives_the_same_bytes(tmp_path, capsys):
    call = ["read", written(tmp_path / "a.csv", range(1, 11), "u"), "--cache", str(tmp_path / "cache")]
    answers = []
    for _ in range(2):
        assert main(call) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
